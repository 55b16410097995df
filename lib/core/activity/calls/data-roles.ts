import { back, by, type CallRow, roleRows } from './row.ts';
import { dbCluster, dbInstance, given, graphqlApi, local, logGroup, trail } from './shapes.ts';

const glueJob = (at: string) => local('glue', 'job/{name}', at);
const notebook = local('sagemaker', 'notebook-instance/{name}', 'in.notebookInstanceName');
const schedule = { at: 'in.name', arn: 'scheduler:{region}:{account}:schedule/{in.groupName}/{name}' };
const role = ['in.roleArn'];
const agentCore = (type: string, id: string) => local('bedrock-agentcore', `${type}/{name}`, id);

/** Calls that hand a role to any other service, as those of `compute-roles.ts` do. Parameters: the AWS API models. */
export const DATA_ROLE_CALLS: readonly CallRow[] = [
  ...roleRows('role-handed', 'glue', {
    CreateDevEndpoint: {
      resources: [local('glue', 'devEndpoint/{name}', 'in.endpointName')],
      roles: role,
      advice: by('DeleteDevEndpoint'),
    },
    CreateJob: { resources: [glueJob('in.name')], roles: ['in.role'], advice: by('DeleteJob') },
    UpdateJob: { resources: [glueJob('in.jobName')], roles: ['in.jobUpdate.role'], advice: back('UpdateJob') },
    CreateSession: {
      resources: [local('glue', 'session/{name}', 'in.id')],
      roles: ['in.role'],
      advice: by('DeleteSession'),
    },
  }),
  ...roleRows('role-handed', 'lakeformation', {
    RegisterResource: { resources: given('in.resourceArn'), roles: role, advice: by('DeregisterResource') },
  }),
  ...roleRows('role-handed', 'sagemaker', {
    CreateNotebookInstance: { resources: [notebook], roles: role, advice: by('DeleteNotebookInstance') },
    UpdateNotebookInstance: { resources: [notebook], roles: role, advice: back('UpdateNotebookInstance') },
    CreateTrainingJob: {
      resources: [local('sagemaker', 'training-job/{name}', 'in.trainingJobName')],
      roles: role,
      advice: by('StopTrainingJob'),
    },
    CreateProcessingJob: {
      resources: [local('sagemaker', 'processing-job/{name}', 'in.processingJobName')],
      roles: role,
      advice: by('StopProcessingJob'),
    },
    CreateUserProfile: {
      resources: [local('sagemaker', 'user-profile/{in.domainId}/{name}', 'in.userProfileName')],
      roles: ['in.userSettings.executionRole'],
      advice: by('DeleteUserProfile'),
    },
  }),
  ...roleRows('role-handed', 'bedrock', {
    CreateAgent: {
      resources: given('out.agent.agentArn', 'in.agentName'),
      roles: ['in.agentResourceRoleArn'],
      advice: by('DeleteAgent'),
    },
    UpdateAgent: {
      resources: [local('bedrock', 'agent/{name}', 'in.agentId')],
      roles: ['in.agentResourceRoleArn'],
      advice: back('UpdateAgent'),
    },
  }),
  ...roleRows('role-handed', 'bedrock-agentcore', {
    CreateAgentRuntime: {
      resources: given('out.agentRuntimeArn', 'in.agentRuntimeName'),
      roles: role,
      advice: by('DeleteAgentRuntime'),
    },
    UpdateAgentRuntime: {
      resources: [agentCore('runtime', 'in.agentRuntimeId')],
      roles: role,
      advice: back('UpdateAgentRuntime'),
    },
    CreateCodeInterpreter: {
      resources: given('out.codeInterpreterArn', 'in.name'),
      roles: ['in.executionRoleArn'],
      advice: by('DeleteCodeInterpreter'),
    },
    CreateBrowser: {
      resources: given('out.browserArn', 'in.name'),
      roles: ['in.executionRoleArn'],
      advice: by('DeleteBrowser'),
    },
    CreateGateway: { resources: given('out.gatewayArn', 'in.name'), roles: role, advice: by('DeleteGateway') },
    UpdateGateway: {
      resources: [agentCore('gateway', 'in.gatewayIdentifier')],
      roles: role,
      advice: back('UpdateGateway'),
    },
    CreateHarness: {
      resources: given('out.harness.arn', 'in.harnessName'),
      roles: ['in.executionRoleArn'],
      advice: by('DeleteHarness'),
    },
    UpdateHarness: {
      resources: [agentCore('harness', 'in.harnessId')],
      roles: ['in.executionRoleArn'],
      advice: back('UpdateHarness'),
    },
  }),
  ...roleRows('role-handed', 'states', {
    CreateStateMachine: {
      resources: [{ at: 'out.stateMachineArn' }, local('states', 'stateMachine:{name}', 'in.name')],
      roles: role,
      advice: by('DeleteStateMachine'),
    },
    UpdateStateMachine: { resources: given('in.stateMachineArn'), roles: role, advice: back('UpdateStateMachine') },
  }),
  ...roleRows('role-handed', 'scheduler', {
    CreateSchedule: { resources: [schedule], roles: ['in.target.roleArn'], advice: by('DeleteSchedule') },
    UpdateSchedule: { resources: [schedule], roles: ['in.target.roleArn'], advice: back('UpdateSchedule') },
  }),
  ...roleRows('role-handed', 'pipes', {
    CreatePipe: { resources: [local('pipes', 'pipe/{name}', 'in.name')], roles: role, advice: by('DeletePipe') },
  }),
  ...roleRows('role-handed', 'apprunner', {
    CreateService: {
      resources: given('out.service.serviceArn', 'in.serviceName'),
      roles: [
        'in.instanceConfiguration.instanceRoleArn',
        'in.sourceConfiguration.authenticationConfiguration.accessRoleArn',
      ],
      advice: by('DeleteService'),
    },
    UpdateService: {
      resources: given('in.serviceArn'),
      roles: [
        'in.instanceConfiguration.instanceRoleArn',
        'in.sourceConfiguration.authenticationConfiguration.accessRoleArn',
      ],
      advice: back('UpdateService'),
    },
  }),
  ...roleRows('role-handed', 'amplify', {
    CreateApp: {
      resources: given('out.app.appArn', 'in.name'),
      roles: ['in.iamServiceRoleArn', 'in.computeRoleArn'],
      advice: by('DeleteApp'),
    },
  }),
  ...roleRows('role-handed', 'elasticmapreduce', {
    RunJobFlow: {
      resources: [local('elasticmapreduce', 'cluster/{name}', 'out.jobFlowId'), { at: 'in.name' }],
      roles: ['in.jobFlowRole', 'in.serviceRole', 'in.autoScalingRole'],
      advice: by('TerminateJobFlows'),
    },
    AddJobFlowSteps: {
      resources: [local('elasticmapreduce', 'cluster/{name}', 'in.jobFlowId')],
      roles: ['in.executionRoleArn'],
      advice: by('CancelSteps'),
    },
  }),
  ...roleRows('role-handed', 'batch', {
    RegisterJobDefinition: {
      resources: [{ at: 'out.jobDefinitionArn' }, local('batch', 'job-definition/{name}', 'in.jobDefinitionName')],
      roles: ['in.containerProperties.jobRoleArn', 'in.containerProperties.executionRoleArn'],
      advice: by('DeregisterJobDefinition'),
    },
  }),
  ...roleRows('role-handed', 'rds', {
    AddRoleToDBInstance: { resources: [dbInstance], roles: role, undo: by('RemoveRoleFromDBInstance') },
    AddRoleToDBCluster: { resources: [dbCluster], roles: role, undo: by('RemoveRoleFromDBCluster') },
  }),
  ...roleRows('role-handed', 'redshift', {
    ModifyClusterIamRoles: {
      resources: [local('redshift', 'cluster:{name}', 'in.clusterIdentifier')],
      roles: ['in.addIamRoles', 'in.defaultIamRoleArn'],
      advice: back('ModifyClusterIamRoles'),
    },
  }),
  ...roleRows('role-handed', 'transfer', {
    CreateUser: {
      resources: [local('transfer', 'user/{in.serverId}/{name}', 'in.userName')],
      roles: ['in.role'],
      advice: by('DeleteUser'),
    },
    UpdateUser: {
      resources: [local('transfer', 'user/{in.serverId}/{name}', 'in.userName')],
      roles: ['in.role'],
      advice: back('UpdateUser'),
    },
  }),
  ...roleRows('role-handed', 'iot', {
    CreateRoleAlias: {
      resources: [local('iot', 'rolealias/{name}', 'in.roleAlias')],
      roles: role,
      advice: by('DeleteRoleAlias'),
    },
    UpdateRoleAlias: {
      resources: [local('iot', 'rolealias/{name}', 'in.roleAlias')],
      roles: role,
      advice: back('UpdateRoleAlias'),
    },
  }),
  ...roleRows('role-handed', 's3', {
    CreateAccessGrantsLocation: {
      resources: given('out.accessGrantsLocationArn', 'in.LocationScope'),
      roles: ['in.IAMRoleArn'],
      advice: by('DeleteAccessGrantsLocation'),
    },
  }),
  ...roleRows('role-handed', 'cloudtrail', {
    EnableFederation: {
      resources: given('in.eventDataStore'),
      roles: ['in.federationRoleArn'],
      advice: by('DisableFederation'),
    },
    UpdateTrail: {
      resources: [trail],
      when: { at: 'in.cloudWatchLogsRoleArn' },
      roles: ['in.cloudWatchLogsRoleArn'],
      advice: back('UpdateTrail'),
    },
  }),
  ...roleRows('role-handed', 'logs', {
    PutSubscriptionFilter: {
      resources: [logGroup],
      when: { at: 'in.roleArn' },
      roles: role,
      undo: back('PutSubscriptionFilter', 'DeleteSubscriptionFilter'),
    },
  }),
  ...roleRows('role-handed', 'events', {
    PutTargets: {
      resources: [local('events', 'rule/{name}', 'in.rule')],
      when: { at: 'in.targets[].roleArn' },
      roles: ['in.targets[].roleArn'],
      advice: back('PutTargets', 'RemoveTargets'),
    },
  }),
  ...roleRows('role-handed', 'ssm', {
    StartAutomationExecution: {
      resources: [local('ssm', 'automation-definition/{name}:*', 'in.documentName')],
      roles: ['in.parameters.AutomationAssumeRole'],
      advice: by('StopAutomationExecution'),
    },
    CreateAssociation: {
      resources: [local('ssm', 'association/{name}', 'out.associationDescription.associationId'), { at: 'in.name' }],
      roles: ['in.associationDispatchAssumeRole', 'in.parameters.AutomationAssumeRole'],
      advice: by('DeleteAssociation'),
    },
  }),
  ...roleRows('role-handed', 'servicecatalog', {
    CreateConstraint: {
      resources: given('in.productId', 'in.portfolioId'),
      when: { at: 'in.type', is: 'LAUNCH' },
      advice: by('DeleteConstraint'),
    },
  }),
  ...roleRows('role-handed', 'datapipeline', {
    PutPipelineDefinition: {
      resources: given('in.pipelineId'),
      roles: ['in.pipelineObjects[].fields[].stringValue'],
      advice: back('PutPipelineDefinition'),
    },
  }),
  ...roleRows('role-handed', 'fis', {
    CreateExperimentTemplate: {
      resources: given('out.experimentTemplate.arn'),
      roles: role,
      advice: by('DeleteExperimentTemplate'),
    },
  }),
  ...roleRows('role-handed', 'workspaces', {
    CreateWorkspaces: {
      resources: given('out.pendingRequests[].workspaceId', 'in.workspaces[].directoryId'),
      advice: by('TerminateWorkspaces'),
    },
  }),
  ...roleRows('role-handed', 'appsync', {
    UpdateGraphqlApi: {
      resources: [graphqlApi],
      when: { at: 'in.mergedApiExecutionRoleArn' },
      roles: ['in.mergedApiExecutionRoleArn'],
      advice: back('UpdateGraphqlApi'),
    },
  }),
];
