import { back, by, type CallRow, roleRows } from './row.ts';
import {
  beanstalk,
  codeBuildProject,
  deploymentGroup,
  ec2,
  ecsService,
  eksCluster,
  given,
  instanceTarget,
  lambda,
  local,
  pipeline,
} from './shapes.ts';

const podIdentity = given('out.association.associationArn', 'in.associationId');
const role = ['in.roleArn'];

/**
 * Calls that hand a role to what runs code. `iam:PassRole` is recorded nowhere else: whoever makes such a call gains what the
 * role may do. An update that names no role leaves the one that was there, and what runs with it may have changed.
 * Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const COMPUTE_ROLE_CALLS: readonly CallRow[] = [
  ...roleRows('role-handed', 'lambda', {
    CreateFunction: {
      resources: [{ at: 'out.functionArn' }, lambda],
      roles: ['in.role'],
      advice: by('DeleteFunction'),
    },
    UpdateFunctionConfiguration: {
      resources: [lambda],
      when: { at: 'in.role' },
      roles: ['in.role'],
      advice: back('UpdateFunctionConfiguration'),
    },
  }),
  ...roleRows('role-handed', 'ec2', {
    RunInstances: {
      resources: [ec2('instance', 'out.instancesSet.items[].instanceId')],
      // the profile of a launch template stands in the response only
      when: [{ at: 'in.iamInstanceProfile' }, { at: 'out.instancesSet.items[].iamInstanceProfile' }],
      roles: [
        'in.iamInstanceProfile.arn',
        'in.iamInstanceProfile.name',
        'out.instancesSet.items[].iamInstanceProfile.arn',
      ],
      advice: by('TerminateInstances'),
    },
    RequestSpotInstances: {
      resources: given('out.spotInstanceRequestSet.items[].spotInstanceRequestId'),
      when: { at: 'in.launchSpecification.iamInstanceProfile' },
      roles: ['in.launchSpecification.iamInstanceProfile.arn', 'in.launchSpecification.iamInstanceProfile.name'],
      advice: by('CancelSpotInstanceRequests'),
    },
    AssociateIamInstanceProfile: {
      resources: [ec2('instance', 'in.AssociateIamInstanceProfileRequest.InstanceId'), instanceTarget],
      roles: [
        'in.AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn',
        'in.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name',
        'in.iamInstanceProfile.arn',
        'in.iamInstanceProfile.name',
      ],
      advice: by('DisassociateIamInstanceProfile'),
    },
    ReplaceIamInstanceProfileAssociation: {
      resources: given('in.ReplaceIamInstanceProfileAssociationRequest.AssociationId', 'in.associationId'),
      roles: [
        'in.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Arn',
        'in.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name',
        'in.iamInstanceProfile.arn',
        'in.iamInstanceProfile.name',
      ],
      advice: back('ReplaceIamInstanceProfileAssociation'),
    },
    CreateLaunchTemplateVersion: {
      resources: [
        ec2('launch-template', 'in.CreateLaunchTemplateVersionRequest.LaunchTemplateId'),
        { at: 'in.CreateLaunchTemplateVersionRequest.LaunchTemplateName' },
        ec2('launch-template', 'in.launchTemplateId'),
      ],
      roles: [
        'in.CreateLaunchTemplateVersionRequest.LaunchTemplateData.IamInstanceProfile.Arn',
        'in.CreateLaunchTemplateVersionRequest.LaunchTemplateData.IamInstanceProfile.Name',
        'in.launchTemplateData.iamInstanceProfile.arn',
        'in.launchTemplateData.iamInstanceProfile.name',
      ],
      advice: by('DeleteLaunchTemplateVersions'),
    },
  }),
  ...roleRows('role-handed', 'autoscaling', {
    CreateLaunchConfiguration: {
      resources: [
        local('autoscaling', 'launchConfiguration:*:launchConfigurationName/{name}', 'in.launchConfigurationName'),
      ],
      when: { at: 'in.iamInstanceProfile' },
      roles: ['in.iamInstanceProfile'],
      advice: by('DeleteLaunchConfiguration'),
    },
  }),
  ...roleRows('role-handed', 'ecs', {
    RegisterTaskDefinition: {
      resources: [{ at: 'out.taskDefinition.taskDefinitionArn' }, local('ecs', 'task-definition/{name}', 'in.family')],
      roles: ['in.taskRoleArn', 'in.executionRoleArn'],
      advice: by('DeregisterTaskDefinition'),
    },
    CreateService: { resources: ecsService, when: { at: 'in.role' }, roles: ['in.role'], advice: by('DeleteService') },
  }),
  ...roleRows('role-handed', 'eks', {
    CreateCluster: { resources: eksCluster, roles: role, advice: by('DeleteCluster') },
    CreateNodegroup: { resources: eksCluster, roles: ['in.nodeRole'], advice: by('DeleteNodegroup') },
    CreateFargateProfile: {
      resources: eksCluster,
      roles: ['in.podExecutionRoleArn'],
      advice: by('DeleteFargateProfile'),
    },
    CreateAddon: { resources: eksCluster, roles: ['in.serviceAccountRoleArn'], advice: by('DeleteAddon') },
    UpdateAddon: { resources: eksCluster, roles: ['in.serviceAccountRoleArn'], advice: back('UpdateAddon') },
    CreatePodIdentityAssociation: {
      resources: [...podIdentity, ...eksCluster],
      roles: ['in.roleArn', 'in.targetRoleArn'],
      undo: by('DeletePodIdentityAssociation'),
    },
    UpdatePodIdentityAssociation: {
      resources: [...podIdentity, ...eksCluster],
      roles: ['in.roleArn', 'in.targetRoleArn'],
      advice: back('UpdatePodIdentityAssociation'),
    },
  }),
  ...roleRows('role-handed', 'codebuild', {
    CreateProject: { resources: [codeBuildProject('in.name')], roles: ['in.serviceRole'], advice: by('DeleteProject') },
    UpdateProject: {
      resources: [codeBuildProject('in.name')],
      when: { at: 'in.serviceRole' },
      roles: ['in.serviceRole'],
      advice: back('UpdateProject'),
    },
  }),
  ...roleRows('role-handed', 'codepipeline', {
    CreatePipeline: {
      resources: [pipeline('in.pipeline.name')],
      roles: ['in.pipeline.roleArn'],
      advice: by('DeletePipeline'),
    },
  }),
  ...roleRows('role-handed', 'codedeploy', {
    UpdateDeploymentGroup: {
      resources: [{ ...deploymentGroup, at: 'in.currentDeploymentGroupName' }],
      roles: ['in.serviceRoleArn'],
      advice: back('UpdateDeploymentGroup'),
    },
  }),
  ...roleRows('role-handed', 'elasticbeanstalk', {
    CreateEnvironment: {
      resources: beanstalk,
      when: { at: 'in.operationsRole' },
      roles: ['in.operationsRole'],
      advice: by('TerminateEnvironment'),
    },
    AssociateEnvironmentOperationsRole: {
      resources: beanstalk,
      roles: ['in.operationsRole'],
      advice: by('DisassociateEnvironmentOperationsRole'),
    },
  }),
];
