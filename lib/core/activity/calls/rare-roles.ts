import { back, by, type CallRow, roleRows } from './row.ts';
import { deploymentGroup, given, local, pipeline } from './shapes.ts';

const role = ['in.roleArn'];
const amplifyBranch = local('amplify', 'apps/{in.appId}/branches/{name}', 'in.branchName');
const workGroup = local('athena', 'workgroup/{name}', 'in.name');

/**
 * Calls that hand a role to what deploys, connects or queries, or that let others act with it, in services that fewer use
 * than those of `data-roles.ts`. Parameters: the AWS API models.
 */
export const RARE_ROLE_CALLS: readonly CallRow[] = [
  ...roleRows('role-handed', 'cloudcontrolapi', {
    CreateResource: {
      resources: given('out.progressEvent.identifier', 'in.typeName'),
      when: { at: 'in.roleArn' },
      roles: role,
      advice: back('DeleteResource'),
    },
    UpdateResource: {
      resources: given('in.identifier'),
      when: { at: 'in.roleArn' },
      roles: role,
      advice: back('UpdateResource'),
    },
  }),
  ...roleRows('role-handed', 'codedeploy', {
    CreateDeploymentGroup: {
      resources: [deploymentGroup],
      roles: ['in.serviceRoleArn'],
      advice: by('DeleteDeploymentGroup'),
    },
  }),
  ...roleRows('role-handed', 'codepipeline', {
    UpdatePipeline: {
      resources: [pipeline('in.pipeline.name')],
      roles: ['in.pipeline.roleArn', 'in.pipeline.stages[].actions[].roleArn'],
      advice: back('UpdatePipeline'),
    },
  }),
  ...roleRows('role-handed', 'athena', {
    CreateWorkGroup: {
      resources: [workGroup],
      when: { at: 'in.configuration.executionRole' },
      roles: ['in.configuration.executionRole'],
      advice: back('DeleteWorkGroup'),
    },
    UpdateWorkGroup: {
      resources: [local('athena', 'workgroup/{name}', 'in.workGroup')],
      when: { at: 'in.configurationUpdates.executionRole' },
      roles: ['in.configurationUpdates.executionRole'],
      advice: back('UpdateWorkGroup'),
    },
  }),
  ...roleRows('role-handed', 'pipes', {
    UpdatePipe: { resources: [local('pipes', 'pipe/{name}', 'in.name')], roles: role, advice: back('UpdatePipe') },
  }),
  ...roleRows('role-handed', 'amplify', {
    UpdateApp: {
      resources: [local('amplify', 'apps/{name}', 'in.appId')],
      when: [{ at: 'in.iamServiceRoleArn' }, { at: 'in.computeRoleArn' }],
      roles: ['in.iamServiceRoleArn', 'in.computeRoleArn'],
      advice: back('UpdateApp'),
    },
    CreateBranch: {
      resources: [amplifyBranch],
      when: { at: 'in.computeRoleArn' },
      roles: ['in.computeRoleArn'],
      advice: by('DeleteBranch'),
    },
    UpdateBranch: {
      resources: [amplifyBranch],
      when: { at: 'in.computeRoleArn' },
      roles: ['in.computeRoleArn'],
      advice: back('UpdateBranch'),
    },
  }),
  ...roleRows('role-handed', 'chatbot', {
    CreateSlackChannelConfiguration: {
      resources: given('out.channelConfiguration.chatConfigurationArn', 'in.configurationName'),
      roles: ['in.iamRoleArn'],
      advice: back('DeleteSlackChannelConfiguration'),
    },
    UpdateSlackChannelConfiguration: {
      resources: given('in.chatConfigurationArn'),
      when: { at: 'in.iamRoleArn' },
      roles: ['in.iamRoleArn'],
      advice: back('UpdateSlackChannelConfiguration'),
    },
    CreateMicrosoftTeamsChannelConfiguration: {
      resources: given('out.channelConfiguration.chatConfigurationArn', 'in.configurationName'),
      roles: ['in.iamRoleArn'],
      advice: back('DeleteMicrosoftTeamsChannelConfiguration'),
    },
  }),
  ...roleRows('role-handed', 'codeconnections', {
    CreateSyncConfiguration: {
      resources: given('in.resourceName'),
      roles: role,
      advice: by('DeleteSyncConfiguration'),
    },
  }),
  ...roleRows('role-handed', 'redshift', {
    CreateCluster: {
      resources: [local('redshift', 'cluster:{name}', 'in.clusterIdentifier')],
      when: { at: 'in.iamRoles' },
      roles: ['in.iamRoles', 'in.defaultIamRoleArn'],
      advice: by('DeleteCluster'),
    },
  }),
  ...roleRows('role-handed', 'fis', {
    UpdateExperimentTemplate: {
      resources: [local('fis', 'experiment-template/{name}', 'in.id')],
      when: { at: 'in.roleArn' },
      roles: role,
      advice: back('UpdateExperimentTemplate'),
    },
  }),
];
