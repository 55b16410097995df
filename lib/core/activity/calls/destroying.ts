import { type EnvironmentRow, environmentRows } from './row.ts';
import {
  beanstalk,
  bucket,
  dbCluster,
  dbInstance,
  domain,
  ec2,
  ecsCluster,
  ecsService,
  eksCluster,
  fileSystem,
  key,
  lambda,
  loadBalancer,
  local,
  queue,
  scalingGroup,
  secret,
  stack,
  stackSet,
  table,
  zone,
} from './shapes.ts';

/** Calls that destroy parts of an environment. Parameters: recorded CloudTrail logs and the AWS API models. */
export const DESTROYING_CALLS: readonly EnvironmentRow[] = [
  ...environmentRows('destroy', 'cloudformation', {
    DeleteStack: [stack],
    DeleteStackSet: [stackSet],
    DeleteStackInstances: [stackSet],
    DeleteResource: { resources: [{ at: 'in.identifier' }], spelling: 'unproved' },
  }),
  // Cloud Control API, whose actions are CloudFormation's
  ...environmentRows('destroy', 'cloudcontrolapi', { DeleteResource: [{ at: 'in.identifier' }] }),
  ...environmentRows('destroy', 'ec2', {
    TerminateInstances: [ec2('instance', 'in.instancesSet.items[].instanceId')],
    DeleteVolume: [ec2('volume', 'in.volumeId')],
    DeleteSnapshot: [ec2('snapshot', 'in.snapshotId')],
    DeregisterImage: [ec2('image', 'in.imageId')],
    DeleteVpc: [ec2('vpc', 'in.vpcId')],
    DeleteSubnet: [ec2('subnet', 'in.subnetId')],
    DeleteSecurityGroup: [ec2('security-group', 'in.groupId'), { at: 'in.groupName' }],
    DeleteRoute: [ec2('route-table', 'in.routeTableId')],
    DeleteRouteTable: [ec2('route-table', 'in.routeTableId')],
    DeleteInternetGateway: [ec2('internet-gateway', 'in.internetGatewayId')],
    DeleteNetworkAcl: [ec2('network-acl', 'in.networkAclId')],
    // newer operations of EC2 are recorded inside a member named after the request
    DeleteNatGateway: [
      ec2('natgateway', 'in.DeleteNatGatewayRequest.NatGatewayId'),
      ec2('natgateway', 'in.natGatewayId'),
    ],
    DeleteTransitGateway: [
      ec2('transit-gateway', 'in.DeleteTransitGatewayRequest.TransitGatewayId'),
      ec2('transit-gateway', 'in.transitGatewayId'),
    ],
    DeleteTransitGatewayVpcAttachment: [
      ec2('transit-gateway-attachment', 'in.DelTGwVpcAttachReq.TransitGatewayAttachmentId'),
      ec2('transit-gateway-attachment', 'in.DeleteTransitGatewayVpcAttachmentRequest.TransitGatewayAttachmentId'),
    ],
    DeleteVpcEndpoints: [
      ec2('vpc-endpoint', 'in.DeleteVpcEndpointsRequest.VpcEndpointId.content'),
      ec2('vpc-endpoint', 'in.DeleteVpcEndpointsRequest.VpcEndpointId'),
    ],
  }),
  ...environmentRows('destroy', 'rds', {
    DeleteDBInstance: [dbInstance],
    DeleteDBCluster: [dbCluster],
    DeleteGlobalCluster: [{ at: 'in.globalClusterIdentifier', arn: 'rds::{account}:global-cluster:{name}' }],
    DeleteDBSnapshot: [local('rds', 'snapshot:{name}', 'in.dBSnapshotIdentifier')],
    DeleteDBClusterSnapshot: [local('rds', 'cluster-snapshot:{name}', 'in.dBClusterSnapshotIdentifier')],
    DeleteDBInstanceAutomatedBackup: [{ at: 'in.dBInstanceAutomatedBackupsArn' }, { at: 'in.dbiResourceId' }],
  }),
  ...environmentRows('destroy', 'dynamodb', { DeleteTable: [table], DeleteBackup: [{ at: 'in.backupArn' }] }),
  ...environmentRows('destroy', 's3', { DeleteBucket: [bucket] }),
  ...environmentRows('destroy', 'elasticbeanstalk', {
    TerminateEnvironment: beanstalk,
    RebuildEnvironment: beanstalk,
    DeleteApplication: [local('elasticbeanstalk', 'application/{name}', 'in.applicationName')],
    DeleteApplicationVersion: [
      local('elasticbeanstalk', 'applicationversion/{in.applicationName}/{name}', 'in.versionLabel'),
    ],
  }),
  ...environmentRows('destroy', 'ecs', { DeleteCluster: ecsCluster, DeleteService: ecsService }),
  ...environmentRows('destroy', 'eks', {
    DeleteCluster: eksCluster,
    DeleteNodegroup: [
      { at: 'out.nodegroup.nodegroupArn' },
      local('eks', 'nodegroup/{in.name}/{name}/*', 'in.nodegroupName'),
    ],
    DeleteFargateProfile: [local('eks', 'fargateprofile/{in.name}/{name}/*', 'in.fargateProfileName')],
    DeleteAddon: [local('eks', 'addon/{in.name}/{name}/*', 'in.addonName')],
  }),
  ...environmentRows('destroy', 'lambda', { DeleteFunction: [lambda], DeleteAlias: [lambda] }),
  ...environmentRows('destroy', 'kms', {
    ScheduleKeyDeletion: [key],
    DisableKey: [key],
    DeleteImportedKeyMaterial: [key],
  }),
  ...environmentRows('destroy', 'elasticache', {
    DeleteCacheCluster: [local('elasticache', 'cluster:{name}', 'in.cacheClusterId')],
    DeleteReplicationGroup: [local('elasticache', 'replicationgroup:{name}', 'in.replicationGroupId')],
    DeleteServerlessCache: [local('elasticache', 'serverlesscache:{name}', 'in.serverlessCacheName')],
  }),
  ...environmentRows('destroy', 'redshift', {
    DeleteCluster: [local('redshift', 'cluster:{name}', 'in.clusterIdentifier')],
  }),
  ...environmentRows('destroy', 'es', { DeleteDomain: [domain], DeleteElasticsearchDomain: [domain] }),
  ...environmentRows('destroy', 'elasticfilesystem', {
    DeleteFileSystem: [fileSystem],
    DeleteMountTarget: [{ at: 'in.mountTargetId' }],
  }),
  ...environmentRows('destroy', 'route53', { DeleteHostedZone: [zone] }),
  {
    source: 'route53',
    name: 'ChangeResourceRecordSets',
    kind: 'environment',
    effect: 'destroy',
    resources: [{ ...zone, at: 'in.hostedZoneId' }],
    when: { at: 'in.changeBatch.changes[].action', is: 'DELETE' },
  },
  ...environmentRows('destroy', 'secretsmanager', { DeleteSecret: secret }),
  ...environmentRows('destroy', 'ssm', {
    DeleteParameter: [local('ssm', 'parameter/{name}', 'in.name')],
    DeleteParameters: [local('ssm', 'parameter/{name}', 'in.names')],
  }),
  ...environmentRows('destroy', 'backup', {
    DeleteBackupVault: [local('backup', 'backup-vault:{name}', 'in.backupVaultName')],
    DeleteRecoveryPoint: [{ at: 'in.recoveryPointArn' }],
    DeleteBackupPlan: [local('backup', 'backup-plan:{name}', 'in.backupPlanId')],
  }),
  ...environmentRows('destroy', 'ecr', {
    DeleteRepository: [local('ecr', 'repository/{name}', 'in.repositoryName')],
    BatchDeleteImage: [local('ecr', 'repository/{name}', 'in.repositoryName')],
  }),
  ...environmentRows('destroy', 'autoscaling', { DeleteAutoScalingGroup: [scalingGroup] }),
  ...environmentRows('destroy', 'elasticloadbalancing', {
    DeleteLoadBalancer: loadBalancer,
    DeleteTargetGroup: [{ at: 'in.targetGroupArn' }],
  }),
  ...environmentRows('destroy', 'sns', { DeleteTopic: [{ at: 'in.topicArn' }] }),
  ...environmentRows('destroy', 'sqs', { DeleteQueue: [queue], PurgeQueue: [queue] }),
  ...environmentRows('destroy', 'kinesis', {
    DeleteStream: [{ at: 'in.streamARN' }, local('kinesis', 'stream/{name}', 'in.streamName')],
  }),
  ...environmentRows('destroy', 'states', { DeleteStateMachine: [{ at: 'in.stateMachineArn' }] }),
  ...environmentRows('destroy', 'apigateway', {
    DeleteRestApi: [{ at: 'in.restApiId', arn: 'apigateway:{region}::/restapis/{name}' }],
    DeleteApi: [{ at: 'in.apiId', arn: 'apigateway:{region}::/apis/{name}' }],
    DeleteStage: [{ at: 'in.stageName', arn: 'apigateway:{region}::/restapis/{in.restApiId}/stages/{name}' }],
  }),
  ...environmentRows('destroy', 'cloudfront', {
    DeleteDistribution: [{ at: 'in.id', arn: 'cloudfront::{account}:distribution/{name}' }],
  }),
  ...environmentRows('destroy', 'elasticmapreduce', {
    TerminateJobFlows: [local('elasticmapreduce', 'cluster/{name}', 'in.jobFlowIds')],
  }),
  ...environmentRows('destroy', 'sagemaker', {
    DeleteEndpoint: [local('sagemaker', 'endpoint/{name}', 'in.endpointName')],
  }),
  ...environmentRows('destroy', 'cognito-idp', {
    DeleteUserPool: [local('cognito-idp', 'userpool/{name}', 'in.userPoolId')],
  }),
  ...environmentRows('destroy', 'codepipeline', { DeletePipeline: [local('codepipeline', '{name}', 'in.name')] }),
  ...environmentRows('destroy', 'codebuild', { DeleteProject: [local('codebuild', 'project/{name}', 'in.name')] }),
  ...environmentRows('destroy', 'codecommit', {
    DeleteRepository: [local('codecommit', '{name}', 'in.repositoryName')],
  }),
  ...environmentRows('destroy', 'amplify', { DeleteApp: [local('amplify', 'apps/{name}', 'in.appId')] }),
  ...environmentRows('destroy', 'apprunner', { DeleteService: [{ at: 'in.serviceArn' }] }),
  ...environmentRows('destroy', 'servicecatalog', {
    TerminateProvisionedProduct: [{ at: 'in.provisionedProductName' }, { at: 'in.provisionedProductId' }],
  }),
  ...environmentRows('destroy', 'organizations', { CloseAccount: [{ at: 'in.accountId' }], DeleteOrganization: [] }),
  ...environmentRows('destroy', 'controltower', { DeleteLandingZone: [{ at: 'in.landingZoneIdentifier' }] }),
];
