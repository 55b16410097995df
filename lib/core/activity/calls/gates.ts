import type { JsonValue } from '../../json.ts';
import { decodeDocument } from '../../policy/decode.ts';
import { at, blinds, has, lacks, loses, mayLose, placeIn, request, textIn } from './losses.ts';
import { back, by, type CallRow, watchedRows } from './row.ts';
import { deploymentGroup, ecrRepository, given, lambda, local, pipeline } from './shapes.ts';

const extension = given('in.arn', 'in.typeArn', 'in.typeName');
const stage = local('codepipeline', '{in.pipelineName}/{name}', 'in.stageName');
const rule = given('in.approvalRuleTemplateName');
const pullRequest = given('in.pullRequestId');
const merged = {
  resources: [local('codecommit', '{name}', 'in.repositoryName')],
  authors: ['out.pullRequest.authorArn'],
};

const isHook = at('in.type', 'HOOK');
const isAnyType = lacks('type');

/** The configuration of a hook. Source: CloudFormation Hooks user guide, "Hook configuration schema". */
function hookIs(isSo: (hook: JsonValue) => boolean) {
  return request((asked) => {
    const decoded = decodeDocument(textIn(asked, 'configuration') ?? '');
    const hook = decoded.ok ? placeIn(decoded.value, 'CloudFormationConfiguration.HookConfiguration') : undefined;
    return hook !== undefined && isSo(hook);
  });
}

const is = (name: string, ...values: readonly string[]) =>
  hookIs((hook) => values.includes(textIn(hook, name)?.toUpperCase() ?? ''));

/**
 * Calls that open, pass or take away what stands between a change and what it changes: approvals of pipelines and of pull
 * requests, stages, checks of deployments, hooks of CloudFormation. A row says what is lost; of pipelines, approvals and merges
 * the calls before and after tell (`lib/core/governance/gates`). Parameters: the AWS API models.
 */
export const GATE_CALLS: readonly CallRow[] = [
  ...watchedRows('gate', 'codepipeline', {
    PutApprovalResult: [local('codepipeline', '{in.pipelineName}/{in.stageName}/{name}', 'in.actionName')],
    UpdatePipeline: { resources: [pipeline('in.pipeline.name')], advice: back('UpdatePipeline') },
    OverrideStageCondition: { resources: [stage], losses: [loses('forced the condition of the stage')] },
    EnableStageTransition: {
      resources: [stage],
      advice: by('DisableStageTransition'),
      losses: [loses('opened the stage')],
    },
    RetryStageExecution: { resources: [stage], losses: [mayLose('tried again what the stage had refused')] },
    RollbackStage: {
      resources: [stage],
      losses: [mayLose('brought back an earlier version past the gates of the stage')],
    },
  }),
  ...watchedRows('gate', 'codedeploy', {
    UpdateDeploymentGroup: {
      resources: [{ ...deploymentGroup, at: 'in.currentDeploymentGroupName' }],
      advice: back('UpdateDeploymentGroup'),
      losses: [
        loses('stops no more for alarms', at('in.alarmConfiguration.enabled', false)),
        loses('rolls back no more', at('in.autoRollbackConfiguration.enabled', false)),
      ],
    },
  }),
  ...watchedRows('gate', 'ecr', {
    PutImageScanningConfiguration: {
      resources: [ecrRepository],
      advice: back('PutImageScanningConfiguration'),
      losses: [loses('scans new images no more', at('in.imageScanningConfiguration.scanOnPush', false))],
    },
    PutRegistryScanningConfiguration: {
      resources: [],
      advice: back('PutRegistryScanningConfiguration'),
      losses: [loses('scans new images no more', lacks('rules')), mayLose('may scan fewer images', has('in.rules'))],
    },
  }),
  ...watchedRows('gate', 'codecommit', {
    OverridePullRequestApprovalRules: {
      resources: pullRequest,
      advice: by('OverridePullRequestApprovalRules'),
      losses: [loses('set the approval rules aside', at('in.overrideStatus', 'OVERRIDE'))],
    },
    DeleteApprovalRuleTemplate: {
      resources: rule,
      advice: back('CreateApprovalRuleTemplate'),
      losses: [loses('deleted the rule for approvals')],
    },
    UpdateApprovalRuleTemplateContent: {
      resources: rule,
      advice: back('UpdateApprovalRuleTemplateContent'),
      losses: [mayLose('may ask for fewer approvals')],
    },
    DisassociateApprovalRuleTemplateFromRepository: {
      resources: rule,
      advice: by('AssociateApprovalRuleTemplateWithRepository'),
      losses: [loses('took the rule for approvals from the repository')],
    },
    BatchDisassociateApprovalRuleTemplateFromRepositories: {
      resources: rule,
      advice: by('BatchAssociateApprovalRuleTemplateWithRepositories'),
      losses: [loses('took the rule for approvals from the repositories')],
    },
    DeletePullRequestApprovalRule: {
      resources: pullRequest,
      advice: back('CreatePullRequestApprovalRule'),
      losses: [loses('deleted the rule for approvals')],
    },
    UpdatePullRequestApprovalRuleContent: {
      resources: pullRequest,
      advice: back('UpdatePullRequestApprovalRuleContent'),
      losses: [mayLose('may ask for fewer approvals')],
    },
    UpdatePullRequestApprovalState: { resources: pullRequest, advice: by('UpdatePullRequestApprovalState') },
    MergePullRequestByFastForward: merged,
    MergePullRequestBySquash: merged,
    MergePullRequestByThreeWay: merged,
  }),
  ...watchedRows('gate', 'lambda', {
    DeleteFunctionCodeSigningConfig: {
      resources: [lambda],
      advice: back('PutFunctionCodeSigningConfig'),
      losses: [loses('takes code that nobody signed')],
    },
    PutFunctionCodeSigningConfig: {
      resources: [lambda],
      advice: back('PutFunctionCodeSigningConfig'),
      losses: [mayLose('may take code that others signed')],
    },
    UpdateCodeSigningConfig: {
      resources: given('in.codeSigningConfigArn'),
      advice: back('UpdateCodeSigningConfig'),
      losses: [
        loses(
          'only warns of code that nobody signed',
          at('in.codeSigningPolicies.untrustedArtifactOnDeployment', 'Warn'),
        ),
        mayLose('may take code that others signed', has('in.allowedPublishers')),
      ],
    },
  }),
  ...watchedRows('gate', 'cloudformation', {
    SetTypeConfiguration: {
      resources: extension,
      advice: back('SetTypeConfiguration'),
      losses: [
        blinds('switched the hook off', is('HookInvocationStatus', 'DISABLED'), is('TargetStacks', 'NONE')),
        loses('lets the hook only warn', is('FailureMode', 'WARN')),
        mayLose('may have loosened the hook', isHook, isAnyType),
      ],
    },
    DeactivateType: {
      resources: extension,
      advice: back('ActivateType'),
      losses: [blinds('switched the hook off', isHook), mayLose('may have switched a hook off', isAnyType)],
    },
    DeregisterType: {
      resources: extension,
      losses: [blinds('deleted the hook', isHook), mayLose('may have deleted a hook', isAnyType)],
    },
  }),
];
