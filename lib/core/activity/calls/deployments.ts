import { back, by, type CallRow, type Touches, watchedRows } from './row.ts';
import {
  beanstalk,
  dbInstance,
  deploymentGroup,
  ecrRepository,
  ecsService,
  eksCluster,
  given,
  lambda,
  local,
  restApi,
  scalingGroup,
  stack,
  stackSet,
} from './shapes.ts';

const appVersion = local('elasticbeanstalk', 'applicationversion/{in.applicationName}/{name}', 'in.versionLabel');

/** Cloud Control API, whose actions are CloudFormation's: AWS does not say under which source it is recorded. */
const createResource: Touches = {
  resources: given('out.progressEvent.identifier', 'in.typeName'),
  advice: by('DeleteResource'),
};
const updateResource: Touches = { resources: given('in.identifier'), advice: back('UpdateResource') };

/**
 * Calls that bring a change out: pipelines make them all day. Those that create what was not there stand in `creating.ts`.
 * Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const DEPLOYMENT_CALLS: readonly CallRow[] = [
  ...watchedRows('deployment', 'cloudformation', {
    UpdateStack: { resources: [stack], advice: back('UpdateStack') },
    CreateChangeSet: { resources: [stack], advice: by('DeleteChangeSet') },
    // named by its ARN, a change set needs no stack beside it
    ExecuteChangeSet: { resources: [stack, { at: 'in.changeSetName' }], advice: back('UpdateStack') },
    DeleteChangeSet: { resources: [stack, { at: 'in.changeSetName' }], advice: back('CreateChangeSet') },
    UpdateStackSet: { resources: [stackSet], advice: back('UpdateStackSet') },
    UpdateStackInstances: { resources: [stackSet], advice: back('UpdateStackInstances') },
    ContinueUpdateRollback: [stack],
    RollbackStack: [stack],
    CreateResource: { ...createResource, spelling: 'unproved' },
    UpdateResource: { ...updateResource, spelling: 'unproved' },
    CancelUpdateStack: [stack],
    CreateStackRefactor: given('out.stackRefactorId'),
    ExecuteStackRefactor: given('in.stackRefactorId'),
    ImportStacksToStackSet: [stackSet],
    StopStackSetOperation: [stackSet],
  }),
  ...watchedRows('deployment', 'cloudcontrolapi', { CreateResource: createResource, UpdateResource: updateResource }),
  ...watchedRows('deployment', 'elasticbeanstalk', {
    UpdateEnvironment: { resources: beanstalk, advice: back('UpdateEnvironment') },
    SwapEnvironmentCNAMEs: {
      resources: [
        local('elasticbeanstalk', 'environment/*/{name}', 'in.destinationEnvironmentName'),
        { at: 'in.destinationEnvironmentId' },
      ],
      advice: by('SwapEnvironmentCNAMEs'),
    },
    RestartAppServer: beanstalk,
    ApplyEnvironmentManagedAction: beanstalk,
    AbortEnvironmentUpdate: beanstalk,
    ComposeEnvironments: [local('elasticbeanstalk', 'application/{name}', 'in.applicationName')],
    CreateApplicationVersion: { resources: [appVersion], advice: by('DeleteApplicationVersion') },
    UpdateConfigurationTemplate: {
      resources: [local('elasticbeanstalk', 'configurationtemplate/{in.applicationName}/{name}', 'in.templateName')],
      advice: back('UpdateConfigurationTemplate'),
    },
  }),
  ...watchedRows('deployment', 'lambda', {
    UpdateAlias: { resources: [lambda], advice: back('UpdateAlias') },
    PublishVersion: [lambda],
  }),
  ...watchedRows('deployment', 'ecs', {
    UpdateService: { resources: ecsService, advice: back('UpdateService') },
  }),
  ...watchedRows('deployment', 'eks', { UpdateClusterVersion: eksCluster }),
  ...watchedRows('deployment', 'ecr', {
    // a tag that another image had is taken from it
    PutImage: { resources: [ecrRepository], advice: back('PutImage', 'BatchDeleteImage') },
  }),
  ...watchedRows('deployment', 'ssm', {
    PutParameter: {
      resources: [local('ssm', 'parameter/{name}', 'in.name')],
      advice: back('PutParameter'),
    },
  }),
  ...watchedRows('deployment', 'autoscaling', {
    UpdateAutoScalingGroup: { resources: [scalingGroup], advice: back('UpdateAutoScalingGroup') },
  }),
  ...watchedRows('deployment', 'codedeploy', {
    CreateDeployment: {
      resources: [deploymentGroup, local('codedeploy', 'application:{name}', 'in.applicationName')],
      advice: by('StopDeployment'),
    },
    StopDeployment: given('in.deploymentId'),
  }),
  ...watchedRows('deployment', 'amplify', {
    StartDeployment: [local('amplify', 'apps/{in.appId}/branches/{name}', 'in.branchName')],
  }),
  ...watchedRows('deployment', 'imagebuilder', {
    StartImagePipelineExecution: { resources: given('in.imagePipelineArn'), advice: by('CancelImageCreation') },
  }),
  ...watchedRows('deployment', 'apigateway', {
    CreateDeployment: [restApi],
    UpdateStage: { resources: [restApi], advice: back('UpdateStage') },
  }),
  ...watchedRows('deployment', 'cloudfront', {
    UpdateDistribution: {
      resources: [{ at: 'in.id', arn: 'cloudfront::{account}:distribution/{name}' }],
      advice: back('UpdateDistribution'),
    },
    PublishFunction: {
      resources: [{ at: 'in.name', arn: 'cloudfront::{account}:function/{name}' }],
      advice: back('PublishFunction'),
    },
    CreateContinuousDeploymentPolicy: {
      resources: given('out.continuousDeploymentPolicy.id'),
      advice: by('DeleteContinuousDeploymentPolicy'),
    },
    UpdateContinuousDeploymentPolicy: {
      resources: [{ at: 'in.id', arn: 'cloudfront::{account}:continuous-deployment-policy/{name}' }],
      advice: back('UpdateContinuousDeploymentPolicy'),
    },
  }),
  ...watchedRows('deployment', 'appconfig', {
    StartDeployment: {
      resources: [local('appconfig', 'application/{in.applicationId}/environment/{name}', 'in.environmentId')],
      advice: by('StopDeployment'),
    },
  }),
  ...watchedRows('deployment', 'rds', { RebootDBInstance: [dbInstance] }),
];
