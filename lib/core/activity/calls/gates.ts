import { back, by, type CallRow, watchedRows } from './row.ts';
import { given, local, pipeline } from './shapes.ts';

const extension = given('in.arn', 'in.typeArn', 'in.typeName');
const stage = local('codepipeline', '{in.pipelineName}/{name}', 'in.stageName');

/**
 * Calls that open, pass or take away what stands between a change and what it changes: approvals of pipelines and of pull
 * requests, stages. Parameters: the AWS API models.
 */
export const GATE_CALLS: readonly CallRow[] = [
  ...watchedRows('gate', 'codepipeline', {
    PutApprovalResult: [local('codepipeline', '{in.pipelineName}/{in.stageName}/{name}', 'in.actionName')],
    OverrideStageCondition: [stage],
    EnableStageTransition: { resources: [stage], undo: by('DisableStageTransition') },
    DisableStageTransition: { resources: [stage], undo: by('EnableStageTransition') },
    UpdatePipeline: { resources: [pipeline('in.pipeline.name')], undo: back('UpdatePipeline') },
    RollbackStage: [stage],
  }),
  ...watchedRows('gate', 'codecommit', {
    OverridePullRequestApprovalRules: {
      resources: [{ at: 'in.pullRequestId' }],
      undo: by('OverridePullRequestApprovalRules'),
    },
    DeleteApprovalRuleTemplate: {
      resources: [{ at: 'in.approvalRuleTemplateName' }],
      undo: back('CreateApprovalRuleTemplate'),
    },
    UpdateApprovalRuleTemplateContent: {
      resources: [{ at: 'in.approvalRuleTemplateName' }],
      undo: back('UpdateApprovalRuleTemplateContent'),
    },
    MergePullRequestByFastForward: [local('codecommit', '{name}', 'in.repositoryName')],
  }),
  ...watchedRows('gate', 'cloudformation', {
    SetTypeConfiguration: { resources: extension, undo: back('SetTypeConfiguration') },
    DeactivateType: { resources: extension, undo: back('ActivateType') },
    DeregisterType: extension,
  }),
];
