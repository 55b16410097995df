import { back, by, type CallRow, policyRows } from './row.ts';
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
      undo: by('RevokeGrant'),
    },
    EnableKey: { resources: [key], undo: by('DisableKey') },
    CancelKeyDeletion: { resources: [key], undo: by('ScheduleKeyDeletion') },
    UpdateAlias: {
      resources: [{ at: 'in.aliasName', arn: 'kms:{region}:{account}:{name}' }],
      undo: back('UpdateAlias'),
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
      undo: by('ModifyImageAttribute'),
    },
    ModifySnapshotAttribute: {
      resources: [{ at: 'in.snapshotId', arn: 'ec2:{region}::snapshot/{name}' }],
      grantees: ['in.createVolumePermission.add.items[].userId', 'in.createVolumePermission.add.items[].group'],
      undo: by('ModifySnapshotAttribute'),
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
      undo: back('ModifySecurityGroupRules'),
    },
    CreateNetworkInterfacePermission: {
      resources: [
        ec2('network-interface', 'in.CreateNetworkInterfacePermissionRequest.NetworkInterfaceId'),
        ec2('network-interface', 'in.networkInterfaceId'),
      ],
      grantees: ['in.CreateNetworkInterfacePermissionRequest.AwsAccountId', 'in.awsAccountId'],
      undo: by('DeleteNetworkInterfacePermission'),
    },
    ModifyVpcEndpointServicePermissions: {
      resources: [ec2('vpc-endpoint-service', 'in.ModifyVpcEndpointServicePermissionsRequest.ServiceId')],
      when: { at: 'in.ModifyVpcEndpointServicePermissionsRequest.AddAllowedPrincipals' },
      grantees: [
        'in.ModifyVpcEndpointServicePermissionsRequest.AddAllowedPrincipals.content',
        'in.ModifyVpcEndpointServicePermissionsRequest.AddAllowedPrincipals[].content',
      ],
      undo: by('ModifyVpcEndpointServicePermissions'),
    },
  }),
  ...policyRows('put', 'rds', {
    ModifyDBSnapshotAttribute: {
      resources: [local('rds', 'snapshot:{name}', 'in.dBSnapshotIdentifier')],
      grantees: ['in.valuesToAdd'],
      undo: by('ModifyDBSnapshotAttribute'),
    },
    ModifyDBClusterSnapshotAttribute: {
      resources: [local('rds', 'cluster-snapshot:{name}', 'in.dBClusterSnapshotIdentifier')],
      grantees: ['in.valuesToAdd'],
      undo: by('ModifyDBClusterSnapshotAttribute'),
    },
    AuthorizeDBSecurityGroupIngress: {
      resources: [local('rds', 'secgrp:{name}', 'in.dBSecurityGroupName')],
      grantees: ['in.cIDRIP', 'in.eC2SecurityGroupOwnerId'],
      undo: by('RevokeDBSecurityGroupIngress'),
    },
    StartExportTask: {
      resources: [{ at: 'in.sourceArn' }, dbCluster],
      grantees: ['in.s3BucketName'],
      undo: by('CancelExportTask'),
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
      undo: by('DeauthorizeDataShare'),
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
      undo: by('DisassociateResourceShare'),
    },
    UpdateResourceShare: { resources: share, undo: back('UpdateResourceShare') },
    AssociateResourceSharePermission: { resources: share, undo: back('AssociateResourceSharePermission') },
    AcceptResourceShareInvitation: {
      resources: given('out.resourceShareInvitation.resourceShareArn', 'in.resourceShareInvitationArn'),
      undo: by('DisassociateResourceShare'),
    },
    CreatePermission: {
      resources: [...sharePermission, { at: 'in.name' }],
      document: 'in.policyTemplate',
      undo: by('DeletePermission'),
    },
    CreatePermissionVersion: {
      resources: sharePermission,
      document: 'in.policyTemplate',
      undo: by('DeletePermissionVersion'),
    },
    SetDefaultPermissionVersion: { resources: sharePermission, undo: back('SetDefaultPermissionVersion') },
    ReplacePermissionAssociations: { resources: sharePermission, undo: back('ReplacePermissionAssociations') },
    PromoteResourceShareCreatedFromPolicy: { resources: share },
  }),
  ...policyRows('remove', 'ram', {
    DeleteResourceShare: { resources: share, undo: back('CreateResourceShare') },
    DisassociateResourceShare: { resources: share, undo: by('AssociateResourceShare') },
  }),
  ...policyRows('put', 'codebuild', {
    UpdateProjectVisibility: {
      resources: [{ at: 'in.projectArn' }, codeBuildProject('in.projectName')],
      undo: back('UpdateProjectVisibility'),
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
      undo: by('DisassociateVPCFromHostedZone'),
    },
  }),
  ...policyRows('put', 'datasync', {
    CreateTask: {
      resources: given('out.taskArn', 'in.sourceLocationArn'),
      grantees: ['in.destinationLocationArn'],
      undo: by('DeleteTask'),
    },
  }),
  ...policyRows('put', 'lakeformation', {
    GrantPermissions: {
      resources: given('in.resource.database.name', 'in.resource.table.name', 'in.catalogId'),
      grantees: ['in.principal.dataLakePrincipalIdentifier'],
      undo: by('RevokePermissions'),
    },
    BatchGrantPermissions: {
      resources: given('in.entries[].resource.database.name', 'in.entries[].resource.table.name', 'in.catalogId'),
      grantees: ['in.entries[].principal.dataLakePrincipalIdentifier'],
      undo: by('BatchRevokePermissions'),
    },
    PutDataLakeSettings: {
      resources: given('in.catalogId'),
      grantees: ['in.dataLakeSettings.dataLakeAdmins[].dataLakePrincipalIdentifier'],
      undo: back('PutDataLakeSettings'),
    },
  }),
  ...policyRows('put', 's3', {
    CreateAccessGrant: {
      resources: given('out.accessGrantArn', 'in.AccessGrantsLocationId'),
      grantees: ['in.Grantee.GranteeIdentifier'],
      undo: by('DeleteAccessGrant'),
    },
  }),
];
