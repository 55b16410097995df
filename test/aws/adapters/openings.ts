import type { JsonObject } from '../../../lib/core/json.ts';
import type { Opening } from './taken-back.ts';

const THEIRS = '999988887777';

const grant = {
  Principal: { DataLakePrincipalIdentifier: THEIRS },
  Resource: { Table: { DatabaseName: 'sales', Name: 'orders' } },
  Permissions: ['SELECT'],
};
const recordedGrant = {
  principal: { dataLakePrincipalIdentifier: THEIRS },
  resource: { table: { databaseName: 'sales', name: 'orders' } },
  permissions: ['SELECT'],
};

const organization: Opening['setup'] = [
  ['create_organization', { FeatureSet: 'ALL' }],
  ['create_account', { AccountName: 'security', Email: 'security@example.com' }],
];
const administers = { AccountId: '@AccountId@', ServicePrincipal: 'guardduty.amazonaws.com' };
const recordedAdministrator = { accountId: '@AccountId@', servicePrincipal: 'guardduty.amazonaws.com' };

const database = {
  DBInstanceIdentifier: 'db',
  DBInstanceClass: 'db.t3.micro',
  Engine: 'postgres',
  MasterUsername: 'owner',
  MasterUserPassword: 'not-a-secret',
  AllocatedStorage: 20,
};

const RULES: JsonObject = {
  Role: 'arn:aws:iam::123456789012:role/copies',
  Rules: [
    {
      ID: 'all',
      Status: 'Enabled',
      Prefix: '',
      Destination: { Bucket: 'arn:aws:s3:::theirs', Account: THEIRS },
    },
  ],
};

/**
 * Calls that open what moto keeps, and that findings have a command for. It does not have the operations of the other commands, or
 * not in their form: applications of Identity Center, trusted token issuers, sessions as root users, delegation requests, snapshots
 * of volumes (only the older form), clusters of EKS, permissions of Private CA, Redshift's snapshots, security policies of OpenSearch
 * Serverless, principals of RAM shares, visibility of CodeBuild projects.
 */
export const OPENINGS: readonly Opening[] = [
  {
    service: 'organizations',
    event: ['RegisterDelegatedAdministrator', recordedAdministrator],
    setup: organization,
    made: ['register_delegated_administrator', administers],
    look: ['list_delegated_administrators', {}],
  },
  {
    service: 'organizations',
    event: ['DeregisterDelegatedAdministrator', recordedAdministrator],
    setup: [
      ['create_account', { AccountName: 'watch', Email: 'watch@example.com' }],
      ['register_delegated_administrator', administers],
    ],
    made: ['deregister_delegated_administrator', administers],
    look: ['list_delegated_administrators', {}],
  },
  {
    service: 'organizations',
    event: ['EnableAWSServiceAccess', { servicePrincipal: 'ram.amazonaws.com' }],
    setup: [],
    made: ['enable_aws_service_access', { ServicePrincipal: 'ram.amazonaws.com' }],
    look: ['list_aws_service_access_for_organization', {}],
  },
  {
    service: 'lakeformation',
    event: ['GrantPermissions', recordedGrant],
    setup: [],
    made: ['grant_permissions', grant],
    look: ['list_permissions', {}],
  },
  {
    service: 'lakeformation',
    event: ['BatchGrantPermissions', { entries: [{ id: 'one', ...recordedGrant }] }],
    setup: [],
    made: ['batch_grant_permissions', { Entries: [{ Id: 'one', ...grant }] }],
    look: ['list_permissions', {}],
  },
  {
    service: 'ec2',
    event: [
      'AuthorizeSecurityGroupIngress',
      {
        groupId: '@GroupId@',
        ipPermissions: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 22,
              toPort: 22,
              groups: { items: [{ groupId: '@GroupId@', userId: THEIRS }] },
              ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
              ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
              prefixListIds: { items: [{ prefixListId: '@PrefixListId@' }] },
            },
          ],
        },
      },
    ],
    setup: [
      ['create_managed_prefix_list', { PrefixListName: 'partners', MaxEntries: 2, AddressFamily: 'IPv4' }],
      ['create_security_group', { GroupName: 'open', Description: 'open' }],
    ],
    made: [
      'authorize_security_group_ingress',
      {
        GroupId: '@GroupId@',
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 22,
            ToPort: 22,
            UserIdGroupPairs: [{ GroupId: '@GroupId@', UserId: THEIRS }],
            IpRanges: [{ CidrIp: '0.0.0.0/0' }],
            Ipv6Ranges: [{ CidrIpv6: '::/0' }],
            PrefixListIds: [{ PrefixListId: '@PrefixListId@' }],
          },
        ],
      },
    ],
    look: ['describe_security_groups', { GroupIds: ['@GroupId@'] }],
  },
  {
    service: 'ec2',
    event: [
      'ModifyImageAttribute',
      { imageId: '@ImageId@', launchPermission: { add: { items: [{ userId: THEIRS }] } } },
    ],
    setup: [['register_image', { Name: 'base' }]],
    made: ['modify_image_attribute', { ImageId: '@ImageId@', LaunchPermission: { Add: [{ UserId: THEIRS }] } }],
    look: ['describe_image_attribute', { ImageId: '@ImageId@', Attribute: 'launchPermission' }],
  },
  {
    service: 'rds',
    event: [
      'ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 'copy', attributeName: 'restore', valuesToAdd: [THEIRS] },
    ],
    setup: [
      ['create_db_instance', database],
      ['create_db_snapshot', { DBInstanceIdentifier: 'db', DBSnapshotIdentifier: 'copy' }],
    ],
    made: [
      'modify_db_snapshot_attribute',
      { DBSnapshotIdentifier: 'copy', AttributeName: 'restore', ValuesToAdd: [THEIRS] },
    ],
    look: ['describe_db_snapshot_attributes', { DBSnapshotIdentifier: 'copy' }],
  },
  {
    service: 'ssm',
    event: ['ModifyDocumentPermission', { name: 'steps', permissionType: 'Share', accountIdsToAdd: [THEIRS] }],
    setup: [
      [
        'create_document',
        {
          Name: 'steps',
          DocumentType: 'Command',
          DocumentFormat: 'JSON',
          Content: '{"schemaVersion":"2.2","description":"steps","mainSteps":[]}',
        },
      ],
    ],
    made: ['modify_document_permission', { Name: 'steps', PermissionType: 'Share', AccountIdsToAdd: [THEIRS] }],
    look: ['describe_document_permission', { Name: 'steps', PermissionType: 'Share' }],
  },
  {
    service: 'sns',
    event: [
      'AddPermission',
      {
        topicArn: 'arn:aws:sns:eu-west-1:123456789012:told',
        label: 'theirs',
        aWSAccountId: [THEIRS],
        actionName: ['Publish'],
      },
    ],
    setup: [['create_topic', { Name: 'told' }]],
    made: [
      'add_permission',
      {
        TopicArn: 'arn:aws:sns:eu-west-1:123456789012:told',
        Label: 'theirs',
        AWSAccountId: [THEIRS],
        ActionName: ['Publish'],
      },
    ],
    look: ['get_topic_attributes', { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:told' }],
  },
  {
    service: 'kms',
    event: [
      'CreateGrant',
      { keyId: '@KeyId@', granteePrincipal: `arn:aws:iam::${THEIRS}:root`, operations: ['Decrypt'] },
      { grantId: '@GrantId@' },
    ],
    setup: [['create_key', {}]],
    made: [
      'create_grant',
      { KeyId: '@KeyId@', GranteePrincipal: `arn:aws:iam::${THEIRS}:root`, Operations: ['Decrypt'] },
    ],
    look: ['list_grants', { KeyId: '@KeyId@' }],
  },
  {
    service: 'events',
    event: [
      'PutPermission',
      { eventBusName: 'default', action: 'events:PutEvents', principal: THEIRS, statementId: 'theirs' },
    ],
    setup: [],
    made: [
      'put_permission',
      { EventBusName: 'default', Action: 'events:PutEvents', Principal: THEIRS, StatementId: 'theirs' },
    ],
    look: ['describe_event_bus', { Name: 'default' }],
  },
  {
    service: 's3',
    event: ['PutBucketAcl', { bucketName: 'open-by-list', 'x-amz-acl': 'public-read' }],
    setup: [
      ['create_bucket', { Bucket: 'open-by-list', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
    ],
    made: ['put_bucket_acl', { Bucket: 'open-by-list', ACL: 'public-read' }],
    look: ['get_bucket_acl', { Bucket: 'open-by-list' }],
  },
  {
    service: 's3',
    event: [
      'PutBucketReplication',
      {
        bucketName: 'copied',
        ReplicationConfiguration: { Rule: { Destination: { Bucket: 'arn:aws:s3:::theirs', Account: THEIRS } } },
      },
    ],
    setup: [
      ['create_bucket', { Bucket: 'copied', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
      ['put_bucket_versioning', { Bucket: 'copied', VersioningConfiguration: { Status: 'Enabled' } }],
      ['create_bucket', { Bucket: 'theirs', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
      ['put_bucket_versioning', { Bucket: 'theirs', VersioningConfiguration: { Status: 'Enabled' } }],
    ],
    made: ['put_bucket_replication', { Bucket: 'copied', ReplicationConfiguration: RULES }],
    look: ['get_bucket_replication', { Bucket: 'copied' }],
  },
];
