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
  lambda,
  loadBalancer,
  local,
  scalingGroup,
  stack,
  stackSet,
  table,
} from './shapes.ts';

/** Calls that create parts of an environment. Parameters: recorded CloudTrail logs and the AWS API models. */
export const CREATING_CALLS: readonly EnvironmentRow[] = [
  ...environmentRows('create', 'cloudformation', {
    CreateStack: [{ at: 'out.stackId' }, stack],
    CreateStackSet: [stackSet],
    CreateStackInstances: [stackSet],
  }),
  ...environmentRows('create', 'elasticbeanstalk', {
    CreateEnvironment: beanstalk,
    CreateApplication: [local('elasticbeanstalk', 'application/{name}', 'in.applicationName')],
  }),
  ...environmentRows('create', 'ec2', {
    RunInstances: [ec2('instance', 'out.instancesSet.items[].instanceId')],
    CreateVolume: [ec2('volume', 'out.volumeId')],
    CreateVpc: [ec2('vpc', 'out.vpc.vpcId')],
    CreateSubnet: [ec2('subnet', 'out.subnet.subnetId')],
  }),
  ...environmentRows('create', 'rds', {
    CreateDBInstance: [dbInstance],
    CreateDBCluster: [dbCluster],
    RestoreDBInstanceFromDBSnapshot: [dbInstance],
    RestoreDBInstanceToPointInTime: [local('rds', 'db:{name}', 'in.targetDBInstanceIdentifier')],
    RestoreDBClusterFromSnapshot: [dbCluster],
  }),
  ...environmentRows('create', 'dynamodb', {
    CreateTable: [table],
    RestoreTableFromBackup: [local('dynamodb', 'table/{name}', 'in.targetTableName')],
    RestoreTableToPointInTime: [local('dynamodb', 'table/{name}', 'in.targetTableName')],
  }),
  ...environmentRows('create', 's3', { CreateBucket: [bucket] }),
  ...environmentRows('create', 'ecs', { CreateCluster: ecsCluster, CreateService: ecsService }),
  ...environmentRows('create', 'eks', {
    CreateCluster: eksCluster,
    CreateNodegroup: [
      { at: 'out.nodegroup.nodegroupArn' },
      local('eks', 'nodegroup/{in.name}/{name}/*', 'in.nodegroupName'),
    ],
  }),
  ...environmentRows('create', 'lambda', { CreateFunction: [{ at: 'out.functionArn' }, lambda] }),
  ...environmentRows('create', 'elasticache', {
    CreateCacheCluster: [local('elasticache', 'cluster:{name}', 'in.cacheClusterId')],
    CreateReplicationGroup: [local('elasticache', 'replicationgroup:{name}', 'in.replicationGroupId')],
  }),
  ...environmentRows('create', 'redshift', {
    CreateCluster: [local('redshift', 'cluster:{name}', 'in.clusterIdentifier')],
  }),
  ...environmentRows('create', 'es', { CreateDomain: [domain], CreateElasticsearchDomain: [domain] }),
  ...environmentRows('create', 'elasticfilesystem', {
    CreateFileSystem: [local('elasticfilesystem', 'file-system/{name}', 'out.fileSystemId')],
  }),
  ...environmentRows('create', 'autoscaling', { CreateAutoScalingGroup: [scalingGroup] }),
  ...environmentRows('create', 'elasticloadbalancing', { CreateLoadBalancer: loadBalancer }),
  ...environmentRows('create', 'servicecatalog', { ProvisionProduct: [{ at: 'in.provisionedProductName' }] }),
];
