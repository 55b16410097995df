import { back, by, type CallRow, roleRows } from './row.ts';
import {
  codeBuildProject,
  ec2,
  given,
  graphqlApi,
  instanceTarget,
  lambda,
  local,
  pipeline,
  ssmDocument,
} from './shapes.ts';

const taskDefinition = [
  { at: 'out.tasks[].taskDefinitionArn' },
  local('ecs', 'task-definition/{name}', 'in.taskDefinition'),
];
const launchTemplate = [
  ec2('launch-template', 'in.ModifyLaunchTemplateRequest.LaunchTemplateId'),
  { at: 'in.ModifyLaunchTemplateRequest.LaunchTemplateName' },
  ec2('launch-template', 'in.launchTemplateId'),
];
const lifecycleConfig = local(
  'sagemaker',
  'notebook-instance-lifecycle-config/{name}',
  'in.notebookInstanceLifecycleConfigName',
);
const bedrockAgent = local('bedrock', 'agent/{name}', 'in.agentId');
const gateway = local('bedrock-agentcore', 'gateway/{name}', 'in.gatewayIdentifier');

/**
 * Calls that run, or change, code which acts with a role that it was handed earlier, or open a shell beside it: whoever
 * makes such a call can do what the role may do, and most records do not name the role. Parameters: recorded CloudTrail logs
 * and the AWS API models.
 */
export const ROLE_USING_CALLS: readonly CallRow[] = [
  ...roleRows('role-used', 'lambda', {
    UpdateFunctionCode: { resources: [lambda], roles: ['out.role'], advice: back('UpdateFunctionCode') },
    UpdateFunctionConfiguration: {
      resources: [lambda],
      // what of a function's settings decides which code runs
      when: [{ at: 'in.layers' }, { at: 'in.handler' }, { at: 'in.runtime' }, { at: 'in.environment' }],
      roles: ['out.role'],
      advice: back('UpdateFunctionConfiguration'),
    },
    CreateEventSourceMapping: { resources: [lambda], advice: by('DeleteEventSourceMapping') },
    PublishLayerVersion: {
      resources: [local('lambda', 'layer:{name}', 'in.layerName')],
      advice: by('DeleteLayerVersion'),
    },
  }),
  ...roleRows('role-used', 'ec2', {
    ModifyInstanceAttribute: {
      resources: [instanceTarget],
      // EC2 takes an attribute as a member of its own, or by its name
      when: [{ at: 'in.userData' }, { at: 'in.attribute', is: 'userData' }],
      advice: back('ModifyInstanceAttribute'),
    },
    ModifyLaunchTemplate: { resources: launchTemplate, advice: back('ModifyLaunchTemplate') },
  }),
  ...roleRows('role-used', 'ecs', {
    RunTask: {
      resources: taskDefinition,
      roles: ['in.overrides.taskRoleArn', 'in.overrides.executionRoleArn'],
      advice: by('StopTask'),
    },
    StartTask: {
      resources: taskDefinition,
      roles: ['in.overrides.taskRoleArn', 'in.overrides.executionRoleArn'],
      advice: by('StopTask'),
    },
    ExecuteCommand: [local('ecs', 'task/{in.cluster|default}/{name}', 'in.task')],
    RegisterContainerInstance: {
      resources: [local('ecs', 'cluster/{name}', 'in.cluster')],
      advice: by('DeregisterContainerInstance'),
    },
  }),
  ...roleRows('role-used', 'ec2-instance-connect', {
    SendSSHPublicKey: [instanceTarget],
    SendSerialConsoleSSHPublicKey: [instanceTarget],
  }),
  ...roleRows('role-used', 'glue', {
    UpdateDevEndpoint: {
      resources: [local('glue', 'devEndpoint/{name}', 'in.endpointName')],
      advice: back('UpdateDevEndpoint'),
    },
    StartJobRun: { resources: [local('glue', 'job/{name}', 'in.jobName')], advice: by('BatchStopJobRun') },
    CreateTrigger: {
      resources: [local('glue', 'job/{name}', 'in.actions[].jobName'), local('glue', 'trigger/{name}', 'in.name')],
      advice: by('DeleteTrigger'),
    },
  }),
  ...roleRows('role-used', 'sagemaker', {
    CreatePresignedNotebookInstanceUrl: [local('sagemaker', 'notebook-instance/{name}', 'in.notebookInstanceName')],
    CreateNotebookInstanceLifecycleConfig: {
      resources: [lifecycleConfig],
      advice: by('DeleteNotebookInstanceLifecycleConfig'),
    },
    UpdateNotebookInstanceLifecycleConfig: {
      resources: [lifecycleConfig],
      advice: back('UpdateNotebookInstanceLifecycleConfig'),
    },
  }),
  ...roleRows('role-used', 'ssm', {
    SendCommand: [ec2('instance', 'in.instanceIds'), ssmDocument('in.documentName')],
    StartSession: [ec2('instance', 'in.target')],
    CreateDocument: { resources: [ssmDocument('in.name')], advice: by('DeleteDocument') },
    UpdateDocumentDefaultVersion: {
      resources: [ssmDocument('in.name')],
      advice: back('UpdateDocumentDefaultVersion'),
    },
  }),
  ...roleRows('role-used', 'bedrock', {
    CreateAgentActionGroup: { resources: [bedrockAgent], advice: by('DeleteAgentActionGroup') },
    UpdateAgentActionGroup: { resources: [bedrockAgent], advice: back('UpdateAgentActionGroup') },
    PutUseCaseForModelAccess: [],
  }),
  ...roleRows('role-used', 'bedrock-agentcore', {
    CreateGatewayTarget: { resources: [gateway], advice: by('DeleteGatewayTarget') },
    UpdateGatewayTarget: { resources: [gateway], advice: back('UpdateGatewayTarget') },
  }),
  ...roleRows('role-used', 'states', {
    StartExecution: { resources: given('in.stateMachineArn'), advice: by('StopExecution') },
  }),
  ...roleRows('role-used', 'batch', {
    SubmitJob: {
      resources: [local('batch', 'job-definition/{name}', 'in.jobDefinition')],
      advice: by('TerminateJob'),
    },
  }),
  ...roleRows('role-used', 'codebuild', {
    UpdateProject: {
      resources: [codeBuildProject('in.name')],
      when: [{ at: 'in.source' }, { at: 'in.secondarySources' }, { at: 'in.environment' }],
      roles: ['out.project.serviceRole'],
      advice: back('UpdateProject'),
    },
    StartBuild: {
      resources: [codeBuildProject('in.projectName')],
      roles: ['in.serviceRoleOverride', 'out.build.serviceRole'],
      advice: by('StopBuild'),
    },
    StartBuildBatch: {
      resources: [codeBuildProject('in.projectName')],
      roles: ['in.serviceRoleOverride', 'out.buildBatch.serviceRole'],
      advice: by('StopBuildBatch'),
    },
  }),
  ...roleRows('role-used', 'codepipeline', {
    StartPipelineExecution: { resources: [pipeline('in.name')], advice: by('StopPipelineExecution') },
  }),
  ...roleRows('role-used', 'datapipeline', {
    CreatePipeline: { resources: given('out.pipelineId', 'in.name'), advice: by('DeletePipeline') },
    ActivatePipeline: { resources: given('in.pipelineId'), advice: by('DeactivatePipeline') },
  }),
  ...roleRows('role-used', 'appsync', { UpdateResolver: { resources: [graphqlApi], advice: back('UpdateResolver') } }),
  ...roleRows('role-used', 'cloudfront', {
    CreateFunction: {
      resources: [{ at: 'in.name', arn: 'cloudfront::{account}:function/{name}' }],
      advice: back('DeleteFunction'),
    },
  }),
];
