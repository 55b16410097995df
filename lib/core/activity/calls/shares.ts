import { back, by, type CallRow, policyRows, unlessBefore } from './row.ts';
import { codeBuildProject, dbCluster, ec2, given, key, local, zone } from './shapes.ts';

const share = given('out.resourceShare.resourceShareArn', 'in.resourceShareArn');
const sharePermission = given('out.permission.arn', 'in.permissionArn', 'in.fromPermissionArn');
const securityGroup = [ec2('security-group', 'in.groupId'), { at: 'in.groupName' }];
const addresses = [
  'in.ipPermissions.items[].ipRanges.items[].cidrIp',
  'in.ipPermissions.items[].ipv6Ranges.items[].cidrIpv6',
];

/**
 * Calls that name those to whom a resource is opened: snapshots and images, grants of keys, shares of Resource Access
 * Manager, addresses that may connect. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const SHARING_CALLS: readonly CallRow[] = [
  ...policyRows('put', 'kms', {
    CreateGrant: {
      resources: [key],
      grantees: ['in.granteePrincipal', 'in.granteeServicePrincipal'],
      assigned: 'out.grantId',
      undo: by('RevokeGrant'),
    },
    EnableKey: { resources: [key], undo: unlessBefore('DisableKey') },
    CancelKeyDeletion: { resources: [key], undo: by('ScheduleKeyDeletion') },
    UpdateAlias: {
      resources: [{ at: 'in.aliasName', arn: 'kms:{region}:{account}:{name}' }],
      advice: back('UpdateAlias'),
    },
  }),
  ...policyRows('remove', 'kms', { RevokeGrant: { resources: [key], undo: back('CreateGrant') } }),
  ...policyRows('put', 'ec2', {
    ModifyImageAttribute: {
      resources: [{ at: 'in.imageId', arn: 'ec2:{region}::image/{name}' }],
      grantees: [
        'in.launchPermission.add.items[].userId',
        'in.launchPermission.add.items[].group',
        'in.launchPermission.add.items[].organizationArn',
        'in.launchPermission.add.items[].organizationalUnitArn',
      ],
      undo: unlessBefore('ModifyImageAttribute'),
    },
    ModifySnapshotAttribute: {
      resources: [{ at: 'in.snapshotId', arn: 'ec2:{region}::snapshot/{name}' }],
      grantees: ['in.createVolumePermission.add.items[].userId', 'in.createVolumePermission.add.items[].group'],
      undo: unlessBefore('ModifySnapshotAttribute'),
    },
    AuthorizeSecurityGroupIngress: {
      resources: securityGroup,
      grantees: addresses,
      undo: by('RevokeSecurityGroupIngress'),
    },
    AuthorizeSecurityGroupEgress: {
      resources: securityGroup,
      grantees: addresses,
      undo: by('RevokeSecurityGroupEgress'),
    },
    ModifySecurityGroupRules: {
      resources: [ec2('security-group', 'in.ModifySecurityGroupRulesRequest.GroupId'), ...securityGroup],
      advice: back('ModifySecurityGroupRules'),
    },
    CreateNetworkInterfacePermission: {
      resources: [
        ec2('network-interface', 'in.CreateNetworkInterfacePermissionRequest.NetworkInterfaceId'),
        ec2('network-interface', 'in.networkInterfaceId'),
      ],
      grantees: ['in.CreateNetworkInterfacePermissionRequest.AwsAccountId', 'in.awsAccountId'],
      advice: by('DeleteNetworkInterfacePermission'),
    },
    ModifyVpcEndpointServicePermissions: {
      resources: [ec2('vpc-endpoint-service', 'in.ModifyVpcEndpointServicePermissionsRequest.ServiceId')],
      when: { at: 'in.ModifyVpcEndpointServicePermissionsRequest.AddAllowedPrincipals' },
      grantees: [
        'in.ModifyVpcEndpointServicePermissionsRequest.AddAllowedPrincipals.content',
        'in.ModifyVpcEndpointServicePermissionsRequest.AddAllowedPrincipals[].content',
      ],
      advice: by('ModifyVpcEndpointServicePermissions'),
    },
  }),
  ...policyRows('put', 'rds', {
    ModifyDBSnapshotAttribute: {
      resources: [local('rds', 'snapshot:{name}', 'in.dBSnapshotIdentifier')],
      grantees: ['in.valuesToAdd'],
      undo: unlessBefore('ModifyDBSnapshotAttribute'),
    },
    ModifyDBClusterSnapshotAttribute: {
      resources: [local('rds', 'cluster-snapshot:{name}', 'in.dBClusterSnapshotIdentifier')],
      grantees: ['in.valuesToAdd'],
      undo: unlessBefore('ModifyDBClusterSnapshotAttribute'),
    },
    AuthorizeDBSecurityGroupIngress: {
      resources: [local('rds', 'secgrp:{name}', 'in.dBSecurityGroupName')],
      grantees: ['in.cIDRIP', 'in.eC2SecurityGroupOwnerId'],
      advice: by('RevokeDBSecurityGroupIngress'),
    },
    StartExportTask: {
      resources: [{ at: 'in.sourceArn' }, dbCluster],
      grantees: ['in.s3BucketName'],
      advice: by('CancelExportTask'),
    },
  }),
  ...policyRows('put', 'redshift', {
    AuthorizeSnapshotAccess: {
      resources: [{ at: 'in.snapshotArn' }, local('redshift', 'snapshot:*/{name}', 'in.snapshotIdentifier')],
      grantees: ['in.accountWithRestoreAccess'],
      undo: by('RevokeSnapshotAccess'),
    },
    AuthorizeDataShare: {
      resources: given('in.dataShareArn'),
      grantees: ['in.consumerIdentifier'],
      undo: unlessBefore('DeauthorizeDataShare'),
    },
  }),
  ...policyRows('put', 'ram', {
    CreateResourceShare: {
      resources: [...given('in.resourceArns'), ...share],
      grantees: ['in.principals'],
      undo: by('DeleteResourceShare'),
    },
    AssociateResourceShare: {
      resources: [...given('in.resourceArns'), ...share],
      grantees: ['in.principals'],
      undo: unlessBefore('DisassociateResourceShare'),
    },
    UpdateResourceShare: { resources: share, advice: back('UpdateResourceShare') },
    AssociateResourceSharePermission: { resources: share, advice: back('AssociateResourceSharePermission') },
    AcceptResourceShareInvitation: {
      resources: given('out.resourceShareInvitation.resourceShareArn', 'in.resourceShareInvitationArn'),
      advice: by('DisassociateResourceShare'),
    },
    CreatePermission: {
      resources: [...sharePermission, { at: 'in.name' }],
      document: 'in.policyTemplate',
      advice: by('DeletePermission'),
    },
    CreatePermissionVersion: {
      resources: sharePermission,
      document: 'in.policyTemplate',
      advice: by('DeletePermissionVersion'),
    },
    SetDefaultPermissionVersion: { resources: sharePermission, advice: back('SetDefaultPermissionVersion') },
    ReplacePermissionAssociations: { resources: sharePermission, advice: back('ReplacePermissionAssociations') },
    PromoteResourceShareCreatedFromPolicy: { resources: share },
  }),
  ...policyRows('remove', 'ram', {
    DeleteResourceShare: { resources: share, advice: back('CreateResourceShare') },
    DisassociateResourceShare: { resources: share, advice: by('AssociateResourceShare') },
  }),
  ...policyRows('put', 'codebuild', {
    UpdateProjectVisibility: {
      resources: [{ at: 'in.projectArn' }, codeBuildProject('in.projectName')],
      advice: back('UpdateProjectVisibility'),
    },
    PutResourcePolicy: {
      resources: given('in.resourceArn'),
      document: 'in.policy',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('put', 'route53', {
    AssociateVPCWithHostedZone: {
      resources: [{ ...zone, at: 'in.hostedZoneId' }],
      grantees: ['in.vPC.vPCId'],
      undo: unlessBefore('DisassociateVPCFromHostedZone'),
    },
  }),
  ...policyRows('put', 'datasync', {
    CreateTask: {
      resources: given('out.taskArn', 'in.sourceLocationArn'),
      grantees: ['in.destinationLocationArn'],
      advice: by('DeleteTask'),
    },
  }),
  ...policyRows('put', 'lakeformation', {
    GrantPermissions: {
      resources: given('in.resource.database.name', 'in.resource.table.name', 'in.catalogId'),
      grantees: ['in.principal.dataLakePrincipalIdentifier'],
      advice: by('RevokePermissions'),
    },
    BatchGrantPermissions: {
      resources: given('in.entries[].resource.database.name', 'in.entries[].resource.table.name', 'in.catalogId'),
      grantees: ['in.entries[].principal.dataLakePrincipalIdentifier'],
      advice: by('BatchRevokePermissions'),
    },
    PutDataLakeSettings: {
      resources: given('in.catalogId'),
      grantees: ['in.dataLakeSettings.dataLakeAdmins[].dataLakePrincipalIdentifier'],
      advice: back('PutDataLakeSettings'),
    },
  }),
  ...policyRows('put', 's3', {
    CreateAccessGrant: {
      resources: given('out.accessGrantArn', 'in.AccessGrantsLocationId'),
      grantees: ['in.Grantee.GranteeIdentifier'],
      advice: by('DeleteAccessGrant'),
    },
  }),
];
