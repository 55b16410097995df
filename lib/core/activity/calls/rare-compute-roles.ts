import { back, by, type CallRow, roleRows } from './row.ts';
import { ec2, eksCluster, given, instanceTarget, local } from './shapes.ts';

const role = ['in.roleArn'];
const executionRole = ['in.executionRoleArn'];
const domain = [{ at: 'out.domainArn' }, local('sagemaker', 'domain/{name}', 'in.domainId'), { at: 'in.domainName' }];
const sagemakerPipeline = local('sagemaker', 'pipeline/{name}', 'in.pipelineName');
const hyperCluster = [{ at: 'out.clusterArn' }, local('sagemaker', 'cluster/{name}', 'in.clusterName')];
const monitoring = local('sagemaker', 'monitoring-schedule/{name}', 'in.monitoringScheduleName');
const userProfile = local('sagemaker', 'user-profile/{in.domainId}/{name}', 'in.userProfileName');
const computeEnvironment = (at: string) => local('batch', 'compute-environment/{name}', at);
const canary = local('synthetics', 'canary:{name}', 'in.name');
const environment = local('airflow', 'environment/{name}', 'in.name');
const window = local('ssm', 'maintenancewindow/{name}', 'in.windowId');
const infrastructure = given('out.infrastructureConfigurationArn', 'in.infrastructureConfigurationArn', 'in.name');
const application = local('kinesisanalytics', 'application/{name}', 'in.applicationName');
const template = 'in.CreateLaunchTemplateRequest.LaunchTemplateData.IamInstanceProfile';

/**
 * Calls that hand a role to what runs code, images or commands, in services that fewer use than those of `compute-roles.ts`.
 * Parameters: the AWS API models.
 */
export const RARE_COMPUTE_ROLE_CALLS: readonly CallRow[] = [
  ...roleRows('role-handed', 'ec2', {
    CreateLaunchTemplate: {
      resources: [
        ec2('launch-template', 'out.CreateLaunchTemplateResponse.launchTemplate.launchTemplateId'),
        ec2('launch-template', 'out.launchTemplate.launchTemplateId'),
        ...given('in.CreateLaunchTemplateRequest.LaunchTemplateName', 'in.launchTemplateName'),
      ],
      when: [{ at: template }, { at: 'in.launchTemplateData.iamInstanceProfile' }],
      roles: [
        `${template}.Arn`,
        `${template}.Name`,
        'in.launchTemplateData.iamInstanceProfile.arn',
        'in.launchTemplateData.iamInstanceProfile.name',
      ],
      advice: by('DeleteLaunchTemplate'),
    },
    RequestSpotFleet: {
      resources: given('out.spotFleetRequestId', 'out.RequestSpotFleetResponse.spotFleetRequestId'),
      roles: [
        'in.spotFleetRequestConfig.launchSpecifications[].iamInstanceProfile.arn',
        'in.spotFleetRequestConfig.launchSpecifications[].iamInstanceProfile.name',
        'in.spotFleetRequestConfig.iamFleetRole',
      ],
      advice: back('CancelSpotFleetRequests'),
    },
  }),
  ...roleRows('role-handed', 'ecs', {
    CreateExpressGatewayService: {
      resources: given('out.service.serviceArn', 'in.serviceName'),
      roles: ['in.taskRoleArn', 'in.executionRoleArn', 'in.infrastructureRoleArn'],
      advice: back('DeleteExpressGatewayService'),
    },
    UpdateExpressGatewayService: {
      resources: given('in.serviceArn'),
      roles: ['in.taskRoleArn', 'in.executionRoleArn'],
      advice: back('UpdateExpressGatewayService'),
    },
  }),
  ...roleRows('role-handed', 'eks', {
    CreateCapability: { resources: eksCluster, roles: role, advice: back('DeleteCapability') },
    UpdateCapability: { resources: eksCluster, roles: role, advice: back('UpdateCapability') },
  }),
  ...roleRows('role-handed', 'ssm', {
    CreateActivation: {
      resources: given('out.activationId', 'in.defaultInstanceName', 'in.description'),
      roles: ['in.iamRole'],
      advice: by('DeleteActivation'),
    },
    UpdateManagedInstanceRole: {
      resources: [instanceTarget],
      roles: ['in.iamRole'],
      advice: back('UpdateManagedInstanceRole'),
    },
    RegisterTaskWithMaintenanceWindow: {
      resources: [window],
      roles: ['in.serviceRoleArn', 'in.taskInvocationParameters.runCommand.serviceRoleArn'],
      advice: by('DeregisterTaskFromMaintenanceWindow'),
    },
    UpdateMaintenanceWindowTask: {
      resources: [window],
      roles: ['in.serviceRoleArn', 'in.taskInvocationParameters.runCommand.serviceRoleArn'],
      advice: back('UpdateMaintenanceWindowTask'),
    },
    UpdateAssociation: {
      resources: [local('ssm', 'association/{name}', 'in.associationId')],
      roles: ['in.associationDispatchAssumeRole', 'in.parameters.AutomationAssumeRole'],
      advice: back('UpdateAssociation'),
    },
  }),
  ...roleRows('role-handed', 'sagemaker', {
    CreateModel: {
      resources: [{ at: 'out.modelArn' }, local('sagemaker', 'model/{name}', 'in.modelName')],
      roles: executionRole,
      advice: by('DeleteModel'),
    },
    CreateDomain: { resources: domain, roles: ['in.defaultUserSettings.executionRole'], advice: back('DeleteDomain') },
    UpdateDomain: { resources: domain, roles: ['in.defaultUserSettings.executionRole'], advice: back('UpdateDomain') },
    UpdateUserProfile: {
      resources: [userProfile],
      roles: ['in.userSettings.executionRole'],
      advice: back('UpdateUserProfile'),
    },
    CreateHyperParameterTuningJob: {
      resources: [local('sagemaker', 'hyper-parameter-tuning-job/{name}', 'in.hyperParameterTuningJobName')],
      roles: ['in.trainingJobDefinition.roleArn', 'in.trainingJobDefinitions[].roleArn'],
      advice: by('StopHyperParameterTuningJob'),
    },
    CreatePipeline: { resources: [sagemakerPipeline], roles: role, advice: back('DeletePipeline') },
    UpdatePipeline: { resources: [sagemakerPipeline], roles: role, advice: back('UpdatePipeline') },
    CreateCluster: {
      resources: hyperCluster,
      roles: ['in.instanceGroups[].executionRole'],
      advice: by('DeleteCluster'),
    },
    UpdateCluster: {
      resources: hyperCluster,
      roles: ['in.instanceGroups[].executionRole'],
      advice: back('UpdateCluster'),
    },
    CreateMonitoringSchedule: {
      resources: [monitoring],
      roles: ['in.monitoringScheduleConfig.monitoringJobDefinition.roleArn'],
      advice: by('DeleteMonitoringSchedule'),
    },
  }),
  ...roleRows('role-handed', 'batch', {
    CreateComputeEnvironment: {
      resources: [{ at: 'out.computeEnvironmentArn' }, computeEnvironment('in.computeEnvironmentName')],
      roles: ['in.computeResources.instanceRole', 'in.serviceRole'],
      advice: back('DeleteComputeEnvironment'),
    },
    UpdateComputeEnvironment: {
      resources: [computeEnvironment('in.computeEnvironment')],
      roles: ['in.computeResources.instanceRole', 'in.serviceRole'],
      advice: back('UpdateComputeEnvironment'),
    },
  }),
  ...roleRows('role-handed', 'emr-serverless', {
    StartJobRun: {
      resources: [local('emr-serverless', '/applications/{name}', 'in.applicationId')],
      roles: executionRole,
      advice: by('CancelJobRun'),
    },
  }),
  ...roleRows('role-handed', 'emr-containers', {
    StartJobRun: {
      resources: [local('emr-containers', '/virtualclusters/{name}', 'in.virtualClusterId')],
      roles: executionRole,
      advice: back('CancelJobRun'),
    },
    CreateManagedEndpoint: {
      resources: [local('emr-containers', '/virtualclusters/{name}', 'in.virtualClusterId')],
      roles: executionRole,
      advice: back('DeleteManagedEndpoint'),
    },
  }),
  ...roleRows('role-handed', 'airflow', {
    CreateEnvironment: { resources: [environment], roles: executionRole, advice: by('DeleteEnvironment') },
    UpdateEnvironment: {
      resources: [environment],
      when: { at: 'in.executionRoleArn' },
      roles: executionRole,
      advice: back('UpdateEnvironment'),
    },
  }),
  ...roleRows('role-handed', 'kinesisanalytics', {
    CreateApplication: {
      resources: [application],
      roles: ['in.serviceExecutionRole'],
      advice: back('DeleteApplication'),
    },
    UpdateApplication: {
      resources: [application],
      when: { at: 'in.serviceExecutionRoleUpdate' },
      roles: ['in.serviceExecutionRoleUpdate'],
      advice: back('UpdateApplication'),
    },
  }),
  ...roleRows('role-handed', 'synthetics', {
    CreateCanary: { resources: [canary], roles: executionRole, advice: by('DeleteCanary') },
    UpdateCanary: { resources: [canary], roles: executionRole, advice: back('UpdateCanary') },
  }),
  ...roleRows('role-handed', 'imagebuilder', {
    CreateInfrastructureConfiguration: {
      resources: infrastructure,
      roles: ['in.instanceProfileName'],
      advice: by('DeleteInfrastructureConfiguration'),
    },
    UpdateInfrastructureConfiguration: {
      resources: infrastructure,
      roles: ['in.instanceProfileName'],
      advice: back('UpdateInfrastructureConfiguration'),
    },
  }),
];
