import { at, blinds, has, loses, mayLose } from './losses.ts';
import type { ResourceRule } from './resource-rules.ts';
import { back, by, type CallRow, type WatchedTouches, watchedRows } from './row.ts';
import { detector, given, local } from './shapes.ts';

const analyzer = local('access-analyzer', 'analyzer/{name}', 'in.analyzerName');
const hub = [{ arn: 'securityhub:{region}:{account}:hub/default' }];
const configurationPolicy = local('securityhub', 'configuration-policy/{name}', 'in.identifier');
const recorder = given('in.configurationRecorderName');

/** A row of a call that always takes something away. */
const off = (resources: readonly ResourceRule[], what: string, ...advice: readonly string[]): WatchedTouches => ({
  resources,
  losses: [loses(what)],
  ...(advice.length === 0 ? {} : { advice: back(...advice) }),
});
/** The same, where nobody sees any more what happens next. */
const blind = (resources: readonly ResourceRule[], what: string, ...advice: readonly string[]): WatchedTouches => ({
  ...off(resources, what, ...advice),
  losses: [blinds(what)],
});

const features = (place: string) =>
  loses('stopped looking at some of what happens', at(`in.${place}[].status`, 'DISABLED'));

/**
 * Calls that may blind what looks at an account: Config, GuardDuty, Security Hub, Access Analyzer, Macie, Inspector, Detective.
 * A row says what is lost; what goes on as before or gets more is no loss. Parameters: recorded CloudTrail logs and the AWS
 * API models.
 */
export const DETECTION_CALLS: readonly CallRow[] = [
  ...watchedRows('tamper', 'config', {
    StopConfigurationRecorder: blind(recorder, 'stopped the recorder', 'StartConfigurationRecorder'),
    DeleteConfigurationRecorder: blind(recorder, 'deleted the recorder', 'PutConfigurationRecorder'),
    PutConfigurationRecorder: {
      resources: given('in.configurationRecorder.name'),
      advice: back('PutConfigurationRecorder'),
      losses: [
        loses('left kinds of resources out', at('in.configurationRecorder.recordingGroup.allSupported', false)),
        loses(
          'left IAM and other global resources out',
          at('in.configurationRecorder.recordingGroup.includeGlobalResourceTypes', false),
        ),
        mayLose('gave the recorder another role', has('in.configurationRecorder.roleARN')),
      ],
    },
    DeleteDeliveryChannel: blind(given('in.deliveryChannelName'), 'deleted the channel', 'PutDeliveryChannel'),
    PutDeliveryChannel: {
      resources: given('in.deliveryChannel.name'),
      advice: back('PutDeliveryChannel'),
      losses: [mayLose('may have sent elsewhere what is recorded')],
    },
    DeleteConfigRule: off(given('in.configRuleName'), 'deleted the rule', 'PutConfigRule'),
    DeleteOrganizationConfigRule: off(
      given('in.organizationConfigRuleName'),
      'deleted the rule',
      'PutOrganizationConfigRule',
    ),
    DeleteConformancePack: off(given('in.conformancePackName'), 'deleted the rules', 'PutConformancePack'),
    DeleteConfigurationAggregator: off(
      given('in.configurationAggregatorName'),
      'deleted the aggregator',
      'PutConfigurationAggregator',
    ),
    DeleteRemediationConfiguration: off(
      given('in.configRuleName'),
      'mends no more what the rule finds',
      'PutRemediationConfigurations',
    ),
    PutRetentionConfiguration: {
      resources: [],
      advice: back('PutRetentionConfiguration'),
      losses: [mayLose('may have shortened how long it is kept')],
    },
  }),
  ...watchedRows('tamper', 'guardduty', {
    DeleteDetector: blind([detector], 'deleted the detector', 'CreateDetector'),
    UpdateDetector: {
      resources: [detector],
      advice: back('UpdateDetector'),
      losses: [
        blinds('suspended the detector', at('in.enable', false)),
        features('features'),
        ...[
          's3Logs.enable',
          'kubernetes.auditLogs.enable',
          'malwareProtection.scanEc2InstanceWithFindings.ebsVolumes',
        ].map((source) => loses('stopped looking at some of what happens', at(`in.dataSources.${source}`, false))),
      ],
    },
    StopMonitoringMembers: blind([detector], 'watches the members no more', 'StartMonitoringMembers'),
    DisassociateMembers: blind([detector], 'watches the members no more', 'InviteMembers'),
    DeleteMembers: blind([detector], 'watches the members no more', 'CreateMembers'),
    DisassociateFromMasterAccount: blind([detector], 'left those who watch', 'AcceptInvitation'),
    DisassociateFromAdministratorAccount: blind([detector], 'left those who watch', 'AcceptAdministratorInvitation'),
    DisableOrganizationAdminAccount: off(
      given('in.adminAccountId'),
      'took the findings from the account that looks at them',
      'EnableOrganizationAdminAccount',
    ),
    UpdateMemberDetectors: {
      resources: [detector],
      advice: back('UpdateMemberDetectors'),
      losses: [features('features')],
    },
    UpdateOrganizationConfiguration: {
      resources: [detector],
      advice: back('UpdateOrganizationConfiguration'),
      losses: [
        loses('leaves new accounts unwatched', at('in.autoEnable', false)),
        loses('leaves new accounts unwatched', at('in.autoEnableOrganizationMembers', 'NONE')),
      ],
    },
    DeletePublishingDestination: off([detector], 'sends its findings nowhere', 'CreatePublishingDestination'),
    UpdatePublishingDestination: {
      resources: [detector],
      advice: back('UpdatePublishingDestination'),
      losses: [mayLose('may have sent the findings elsewhere')],
    },
    CreateFilter: {
      resources: [detector],
      advice: by('DeleteFilter'),
      losses: [loses('puts findings away unseen', at('in.action', 'ARCHIVE'))],
    },
    UpdateFilter: {
      resources: [detector],
      advice: back('UpdateFilter'),
      losses: [loses('puts findings away unseen', at('in.action', 'ARCHIVE')), mayLose('may put findings away unseen')],
    },
    CreateIPSet: {
      resources: [detector],
      advice: by('DeleteIPSet'),
      losses: [loses('trusts addresses', at('in.activate', true))],
    },
    UpdateIPSet: {
      resources: [detector],
      advice: back('UpdateIPSet'),
      losses: [mayLose('may trust other addresses')],
    },
    DeleteThreatIntelSet: off([detector], 'forgot known threats', 'CreateThreatIntelSet'),
    ArchiveFindings: {
      resources: [detector],
      advice: by('UnarchiveFindings'),
      losses: [mayLose('put findings away')],
    },
  }),
  ...watchedRows('tamper', 'securityhub', {
    DisableSecurityHub: blind(hub, 'switched Security Hub off', 'EnableSecurityHub'),
    BatchDisableStandards: off(
      given('in.standardsSubscriptionArns'),
      'checks the standards no more',
      'BatchEnableStandards',
    ),
    DisableImportFindingsForProduct: off(
      given('in.productSubscriptionArn'),
      'takes the findings of the product no more',
      'EnableImportFindingsForProduct',
    ),
    DisassociateMembers: off(given('in.accountIds'), 'watches the members no more', 'InviteMembers'),
    DisassociateFromAdministratorAccount: off(hub, 'left those who watch', 'AcceptAdministratorInvitation'),
    BatchUpdateFindings: {
      resources: hub,
      advice: back('BatchUpdateFindings'),
      losses: [
        mayLose('put findings away', at('in.Workflow.Status', 'SUPPRESSED'), at('in.Workflow.Status', 'RESOLVED')),
      ],
    },
    DeleteInsight: off(given('in.insightArn'), 'deleted the insight', 'CreateInsight'),
    UpdateStandardsControl: {
      resources: given('in.standardsControlArn'),
      advice: back('UpdateStandardsControl'),
      losses: [loses('checks the control no more', at('in.controlStatus', 'DISABLED'))],
    },
    CreateConfigurationPolicy: {
      resources: given('out.arn', 'in.name'),
      advice: by('DeleteConfigurationPolicy'),
      losses: [mayLose('may have switched controls off')],
    },
    UpdateConfigurationPolicy: {
      resources: [configurationPolicy],
      advice: back('UpdateConfigurationPolicy'),
      losses: [mayLose('may have switched controls off')],
    },
    DeleteConfigurationPolicy: off([configurationPolicy], 'deleted the configuration', 'CreateConfigurationPolicy'),
  }),
  ...watchedRows('tamper', 'access-analyzer', {
    DeleteAnalyzer: off([analyzer], 'deleted the analyzer', 'CreateAnalyzer'),
    CreateArchiveRule: {
      resources: [analyzer],
      advice: by('DeleteArchiveRule'),
      losses: [loses('puts findings away unseen')],
    },
    UpdateArchiveRule: {
      resources: [analyzer],
      advice: back('UpdateArchiveRule'),
      losses: [mayLose('may put other findings away unseen')],
    },
    ApplyArchiveRule: off(given('in.analyzerArn'), 'put findings away'),
    UpdateAnalyzer: {
      resources: [analyzer],
      advice: back('UpdateAnalyzer'),
      losses: [mayLose('may have narrowed the analyzer')],
    },
    UpdateFindings: {
      resources: given('in.analyzerArn'),
      advice: by('UpdateFindings'),
      losses: [mayLose('put findings away', at('in.status', 'ARCHIVED'))],
    },
  }),
  ...watchedRows('tamper', 'macie2', {
    DisableMacie: off([], 'switched Macie off', 'EnableMacie'),
    UpdateMacieSession: {
      resources: [],
      advice: back('UpdateMacieSession'),
      losses: [loses('paused Macie', at('in.status', 'PAUSED'))],
    },
  }),
  ...watchedRows('tamper', 'inspector2', {
    Disable: off([], 'switched Inspector off', 'Enable'),
    CreateFilter: {
      resources: given('out.arn', 'in.name'),
      advice: by('DeleteFilter'),
      losses: [loses('puts findings away unseen', at('in.action', 'SUPPRESS'))],
    },
  }),
  ...watchedRows('tamper', 'detective', {
    DeleteGraph: off(given('in.graphArn'), 'deleted the graph', 'CreateGraph'),
  }),
];
