import { type EnvironmentRow, environmentRows } from './row.ts';
import {
  bucket,
  dbCluster,
  dbInstance,
  deploymentGroup,
  ec2,
  eksCluster,
  given,
  key,
  lambda,
  local,
} from './shapes.ts';

/**
 * Calls that stop parts of an environment, cut them off, give them away or set them to expire: as good as destroyed for
 * whoever needs them. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const INTERRUPTING_CALLS: readonly EnvironmentRow[] = [
  ...environmentRows('destroy', 'ec2', {
    StopInstances: [ec2('instance', 'in.instancesSet.items[].instanceId')],
    DisassociateIamInstanceProfile: [
      ec2('instance', 'out.DisassociateIamInstanceProfileResponse.iamInstanceProfileAssociation.instanceId'),
      { at: 'in.DisassociateIamInstanceProfileRequest.AssociationId' },
      { at: 'in.associationId' },
    ],
    RevokeSecurityGroupIngress: [ec2('security-group', 'in.groupId'), { at: 'in.groupName' }],
    ReplaceRoute: [ec2('route-table', 'in.routeTableId')],
  }),
  ...environmentRows('destroy', 'lambda', {
    PutFunctionConcurrency: { resources: [lambda], when: { at: 'in.reservedConcurrentExecutions', is: '0' } },
    UpdateEventSourceMapping: {
      resources: [lambda, { at: 'in.uUID' }],
      when: { at: 'in.enabled', is: false },
    },
    DeleteEventSourceMapping: [{ at: 'out.functionArn' }, { at: 'in.uUID' }],
  }),
  ...environmentRows('destroy', 'rds', { StopDBInstance: [dbInstance], StopDBCluster: [dbCluster] }),
  ...environmentRows('destroy', 's3', { PutBucketLifecycle: [bucket], DeleteObjects: [bucket] }),
  ...environmentRows('destroy', 'kms', {
    DeleteAlias: [{ at: 'in.aliasName', arn: 'kms:{region}:{account}:{name}' }, key],
  }),
  ...environmentRows('destroy', 'eks', { DeleteAccessEntry: eksCluster }),
  ...environmentRows('destroy', 'backup', {
    UpdateRecoveryPointLifecycle: given('in.recoveryPointArn'),
    StopBackupJob: given('in.backupJobId'),
  }),
  ...environmentRows('destroy', 'scheduler', {
    DeleteScheduleGroup: [local('scheduler', 'schedule-group/{name}', 'in.name')],
  }),
  ...environmentRows('destroy', 'events', { DeleteArchive: [local('events', 'archive/{name}', 'in.archiveName')] }),
  ...environmentRows('destroy', 'elasticbeanstalk', {
    DeleteConfigurationTemplate: [
      local('elasticbeanstalk', 'configurationtemplate/{in.applicationName}/{name}', 'in.templateName'),
    ],
    DeletePlatformVersion: given('in.platformArn'),
  }),
  ...environmentRows('destroy', 'codedeploy', {
    DeleteDeploymentGroup: [deploymentGroup],
    DeleteApplication: [local('codedeploy', 'application:{name}', 'in.applicationName')],
  }),
  ...environmentRows('destroy', 'codecommit', { DeleteBranch: [local('codecommit', '{name}', 'in.repositoryName')] }),
  ...environmentRows('destroy', 'route53domains', { TransferDomainToAnotherAwsAccount: given('in.domainName') }),
  ...environmentRows('destroy', 'network-firewall', {
    DeleteFirewall: [{ at: 'in.firewallArn' }, local('network-firewall', 'firewall/{name}', 'in.firewallName')],
  }),
  ...environmentRows('destroy', 'fis', {
    StartExperiment: [local('fis', 'experiment-template/{name}', 'in.experimentTemplateId')],
  }),
];
