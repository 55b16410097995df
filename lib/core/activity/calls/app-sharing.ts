import { back, by, type CallRow, type PolicyTouches, policyRows, unlessBefore } from './row.ts';
import { given, local } from './shapes.ts';

/** Sharing of a part of QuickSight, which requests name by an id beside the account. */
const quickSight = (type: string, id: string): PolicyTouches => ({
  resources: [local('quicksight', `${type}/{name}`, `in.${id}`)],
  grantees: ['in.grantPermissions[].principal'],
});

/** Who an access policy of IoT SiteWise is for. */
const siteWiseIdentities = ['iamRole.arn', 'iamUser.arn', 'user.id', 'group.id'].map(
  (place) => `in.accessPolicyIdentity.${place}`,
);

/** Calls that share what people work with: dashboards, images of desktops, mailboxes. Parameters: the AWS API models. */
export const APP_SHARING_CALLS: readonly CallRow[] = [
  ...policyRows('put', 'quicksight', {
    UpdateActionConnectorPermissions: quickSight('action-connector', 'actionConnectorId'),
    UpdateAgentPermissions: quickSight('agent', 'agentId'),
    UpdateAnalysisPermissions: quickSight('analysis', 'analysisId'),
    UpdateDashboardPermissions: quickSight('dashboard', 'dashboardId'),
    UpdateDataSetPermissions: quickSight('dataset', 'dataSetId'),
    UpdateDataSourcePermissions: quickSight('datasource', 'dataSourceId'),
    UpdateFlowPermissions: quickSight('flow', 'flowId'),
    UpdateFolderPermissions: quickSight('folder', 'folderId'),
    UpdateKnowledgeBasePermissions: quickSight('knowledge-base', 'knowledgeBaseId'),
    UpdateSpacePermissions: quickSight('space', 'spaceId'),
    UpdateTemplatePermissions: quickSight('template', 'templateId'),
    UpdateThemePermissions: quickSight('theme', 'themeId'),
    UpdateTopicPermissions: quickSight('topic', 'topicId'),
  }),
  ...policyRows('put', 'appstream', {
    UpdateImagePermissions: {
      resources: [local('appstream', 'image/{name}', 'in.name')],
      grantees: ['in.sharedAccountId'],
      advice: back('UpdateImagePermissions', 'DeleteImagePermissions'),
    },
  }),
  ...policyRows('put', 'codeguru-profiler', {
    PutPermission: {
      resources: [local('codeguru-profiler', 'profilingGroup/{name}', 'in.profilingGroupName')],
      grantees: ['in.principals'],
      advice: back('PutPermission', 'RemovePermission'),
    },
  }),
  ...policyRows('put', 'grafana', {
    UpdatePermissions: {
      resources: [local('grafana', '/workspaces/{name}', 'in.workspaceId')],
      grantees: ['in.updateInstructionBatch[].users[].id'],
      advice: back('UpdatePermissions'),
    },
  }),
  ...policyRows('put', 'iotsitewise', {
    CreateAccessPolicy: {
      resources: given(
        'out.accessPolicyArn',
        'in.accessPolicyResource.project.id',
        'in.accessPolicyResource.portal.id',
      ),
      grantees: siteWiseIdentities,
      advice: by('DeleteAccessPolicy'),
    },
    UpdateAccessPolicy: {
      resources: [local('iotsitewise', 'access-policy/{name}', 'in.accessPolicyId')],
      grantees: siteWiseIdentities,
      advice: back('UpdateAccessPolicy'),
    },
  }),
  ...policyRows('put', 'qapps', {
    UpdateQAppPermissions: {
      resources: given('in.appId'),
      grantees: ['in.grantPermissions[].principal'],
      advice: back('UpdateQAppPermissions'),
    },
  }),
  ...policyRows('put', 'serverlessrepo', {
    PutApplicationPolicy: {
      resources: given('in.applicationId'),
      grantees: ['in.statements[].principals'],
      advice: back('PutApplicationPolicy'),
    },
  }),
  ...policyRows('put', 'signer', {
    AddProfilePermission: {
      resources: [local('signer', '/signing-profiles/{name}', 'in.profileName')],
      grantees: ['in.principal'],
      undo: by('RemoveProfilePermission'),
    },
  }),
  ...policyRows('put', 'ssm-sap', {
    PutResourcePermission: {
      resources: given('in.resourceArn'),
      grantees: ['in.sourceResourceArn'],
      advice: by('DeleteResourcePermission'),
    },
  }),
  ...policyRows('put', 'servicecatalog', {
    AssociatePrincipalWithPortfolio: {
      resources: [{ at: 'in.portfolioId', arn: 'catalog:{region}:{account}:portfolio/{name}' }],
      grantees: ['in.principalARN'],
      undo: unlessBefore('DisassociatePrincipalFromPortfolio'),
    },
  }),
  ...policyRows('put', 'verifiedpermissions', {
    CreatePolicy: {
      resources: [{ at: 'in.policyStoreId', arn: 'verifiedpermissions::{account}:policy-store/{name}' }],
      advice: by('DeletePolicy'),
    },
    UpdatePolicy: {
      resources: [{ at: 'in.policyStoreId', arn: 'verifiedpermissions::{account}:policy-store/{name}' }],
      advice: back('UpdatePolicy'),
    },
  }),
  ...policyRows('put', 'workdocs', {
    AddResourcePermissions: {
      resources: given('in.resourceId'),
      grantees: ['in.principals[].id'],
      advice: by('RemoveResourcePermission'),
    },
  }),
  ...policyRows('put', 'workmail', {
    PutMailboxPermissions: {
      resources: given('in.entityId'),
      grantees: ['in.granteeId'],
      advice: back('PutMailboxPermissions', 'DeleteMailboxPermissions'),
    },
  }),
  ...policyRows('put', 'workspaces', {
    UpdateConnectionAliasPermission: {
      resources: [local('workspaces', 'connectionalias/{name}', 'in.aliasId')],
      grantees: ['in.connectionAliasPermission.sharedAccountId'],
      advice: back('UpdateConnectionAliasPermission'),
    },
    UpdateWorkspaceImagePermission: {
      resources: [local('workspaces', 'workspaceimage/{name}', 'in.imageId')],
      grantees: ['in.sharedAccountId'],
      advice: back('UpdateWorkspaceImagePermission'),
    },
  }),
  ...policyRows('put', 'signin', {
    PutResourcePermissionStatement: {
      resources: [],
      grantees: ['in.excludedPrincipal'],
      advice: by('DeleteResourcePermissionStatement'),
    },
  }),
];
