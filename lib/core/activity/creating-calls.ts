import {
  type EnvironmentRow,
  rows,
  beanstalk,
  bucket,
  dbCluster,
  dbInstance,
  domain,
  ec2,
  ecsCluster,
  ecsService,
  eksCluster,
  lambda,
  loadBalancer,
  local,
  scalingGroup,
  stack,
  stackSet,
  table,
} from './environment-rules.ts';

/** Calls that create parts of an environment. Parameters: recorded CloudTrail logs and the AWS API models. */
export const CREATING_CALLS: readonly EnvironmentRow[] = [
  ...rows('create', 'cloudformation', {
    CreateStack: [{ at: 'out.stackId' }, stack],
    CreateStackSet: [stackSet],
    CreateStackInstances: [stackSet],
  }),
  ...rows('create', 'elasticbeanstalk', {
    CreateEnvironment: beanstalk,
    CreateApplication: [local('elasticbeanstalk', 'application/{name}', 'in.applicationName')],
  }),
  ...rows('create', 'ec2', {
    RunInstances: [ec2('instance', 'out.instancesSet.items[].instanceId')],
    CreateVolume: [ec2('volume', 'out.volumeId')],
    CreateVpc: [ec2('vpc', 'out.vpc.vpcId')],
    CreateSubnet: [ec2('subnet', 'out.subnet.subnetId')],
  }),
  ...rows('create', 'rds', {
    CreateDBInstance: [dbInstance],
    CreateDBCluster: [dbCluster],
    RestoreDBInstanceFromDBSnapshot: [dbInstance],
    RestoreDBInstanceToPointInTime: [local('rds', 'db:{name}', 'in.targetDBInstanceIdentifier')],
    RestoreDBClusterFromSnapshot: [dbCluster],
  }),
  ...rows('create', 'dynamodb', {
    CreateTable: [table],
    RestoreTableFromBackup: [local('dynamodb', 'table/{name}', 'in.targetTableName')],
    RestoreTableToPointInTime: [local('dynamodb', 'table/{name}', 'in.targetTableName')],
  }),
  ...rows('create', 's3', { CreateBucket: [bucket] }),
  ...rows('create', 'ecs', { CreateCluster: ecsCluster, CreateService: ecsService }),
  ...rows('create', 'eks', {
    CreateCluster: eksCluster,
    CreateNodegroup: [
      { at: 'out.nodegroup.nodegroupArn' },
      local('eks', 'nodegroup/{in.name}/{name}/*', 'in.nodegroupName'),
    ],
  }),
  ...rows('create', 'lambda', { CreateFunction: [{ at: 'out.functionArn' }, lambda] }),
  ...rows('create', 'elasticache', {
    CreateCacheCluster: [local('elasticache', 'cluster:{name}', 'in.cacheClusterId')],
    CreateReplicationGroup: [local('elasticache', 'replicationgroup:{name}', 'in.replicationGroupId')],
  }),
  ...rows('create', 'redshift', { CreateCluster: [local('redshift', 'cluster:{name}', 'in.clusterIdentifier')] }),
  ...rows('create', 'es', { CreateDomain: [domain], CreateElasticsearchDomain: [domain] }),
  ...rows('create', 'elasticfilesystem', {
    CreateFileSystem: [local('elasticfilesystem', 'file-system/{name}', 'out.fileSystemId')],
  }),
  ...rows('create', 'autoscaling', { CreateAutoScalingGroup: [scalingGroup] }),
  ...rows('create', 'elasticloadbalancing', { CreateLoadBalancer: loadBalancer }),
  ...rows('create', 'servicecatalog', { ProvisionProduct: [{ at: 'in.provisionedProductName' }] }),
];
