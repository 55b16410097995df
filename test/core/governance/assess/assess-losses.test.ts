import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../../../lib/core/activity/call.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { assessLosses, takesAway } from '../../../../lib/core/governance/assess/assess-losses.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { recordOf } from '../../activity/records.ts';
import { account, role } from '../accounts.ts';
import { BLINDED, GATES, NO_LOSS, TAMPERED, UNGUARDED, UNTOLD } from '../loss-cases.ts';
import { ACCOUNT, governance, NOW, principalClass } from '../cases.ts';

const TIME = new Date(NOW - 60_000).toISOString();
const SESSION = {
  type: 'AssumedRole',
  principalId: 'AROAENGINEER:rita',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/engineer/rita`,
  accountId: ACCOUNT,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/engineer` } },
};

interface Told {
  readonly rules?: Governance;
  readonly more?: JsonObject;
}

function findingsOf(call: string, request: JsonObject | null, { rules = governance(), more = {} }: Told = {}) {
  const [source, eventName] = call.split(':');
  const reading = readCall(
    recordOf({
      eventSource: `${source}.amazonaws.com`,
      eventName: eventName ?? '',
      requestParameters: request,
      userIdentity: SESSION,
      eventTime: TIME,
      ...more,
    }),
  );
  if (reading.kind !== 'call') return [];
  const input = { call: reading.call, governance: rules, state: account(role('engineer')), now: NOW };
  return changesOf(reading.call)
    .filter(takesAway)
    .flatMap((change) => assessLosses({ ...input, change }));
}

describe('a call that opens a gate, or takes it away', () => {
  test.each(GATES)('is told: %s with %j', (call, request, finding) => {
    expect(findingsOf(call, request)).toMatchObject([{ kind: 'gate-bypassed', ...finding }]);
  });

  test.each<[string, JsonObject]>([
    ['codecommit:OverridePullRequestApprovalRules', { pullRequestId: '1', overrideStatus: 'REVOKE' }],
    ['ecr:PutImageScanningConfiguration', { imageScanningConfiguration: { scanOnPush: true } }],
    ['cloudformation:DeactivateType', { type: 'RESOURCE', typeName: 'a' }],
    ['codedeploy:UpdateDeploymentGroup', { alarmConfiguration: { enabled: true } }],
  ])('is none where the gate stays shut: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toEqual([]);
  });
});

const kindsIn = (findings: readonly Finding[]) => findings.map(({ kind, verdict }) => `${kind} ${verdict}`);

describe('a call that leaves nobody to see what happens next', () => {
  test.each(BLINDED)('is critical, and its session is contained: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toMatchObject([
      { kind: 'watch-tampered', verdict: 'exceeds', severity: 'critical', response: { kind: 'hold' } },
    ]);
  });
});

describe('a call that takes something away from those who watch', () => {
  test.each(TAMPERED)('is told: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toMatchObject([
      { kind: 'watch-tampered', verdict: 'exceeds', severity: 'high', response: { kind: 'alert' } },
    ]);
  });
});

describe('a call that takes a guard away', () => {
  test.each(UNGUARDED)('is told: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toMatchObject([
      { kind: 'guardrail-removed', verdict: 'exceeds', severity: 'medium', response: { kind: 'alert' } },
    ]);
  });

  test('is critical where the guard was of a guarded environment, and its session is contained', () => {
    const request = { stackName: 'cost-prod', enableTerminationProtection: false };
    expect(findingsOf('cloudformation:UpdateTerminationProtection', request)).toMatchObject([
      {
        severity: 'critical',
        resources: ['cost', expect.stringContaining('stack/cost-prod')],
        reasons: [{ rule: 'guard', detail: expect.stringContaining('of the guarded environment "cost"') }],
        response: { kind: 'hold', plan: { kind: 'contain' } },
      },
    ]);
  });
});

describe('a call that puts up a guard, or lets those who watch see as much as before', () => {
  test.each(NO_LOSS)('is none: %s with %j', (call, request) => {
    expect(findingsOf(call, request)).toEqual([]);
  });
});

describe('a call of which only the state before would tell', () => {
  test.each(UNTOLD)('is undetermined, and never held: %s with %j', (call, request) => {
    const findings = findingsOf(call, request);
    expect(findings).toMatchObject([{ verdict: 'undetermined', severity: 'medium', response: { kind: 'alert' } }]);
    expect(findings.map(({ kind }) => kind)).not.toContain('unassessed-change');
  });
});

describe('who took something away', () => {
  const by = (userIdentity: JsonObject) => ({ more: { userIdentity } });
  const pipelines = governance({ classes: [principalClass({ kind: 'pipeline' })] });

  test.each<[string, Told]>([
    ['a service on its own', by({ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' })],
    ['CloudFormation, for a stack', by({ ...SESSION, invokedBy: 'cloudformation.amazonaws.com' })],
    ['a pipeline', { rules: pipelines }],
  ])('is observed where it is %s', (_, told) => {
    expect(findingsOf('events:DeleteRule', { name: 'r' }, told)).toMatchObject([{ response: { kind: 'observe' } }]);
  });

  test.each<[string, Told]>([
    ['CloudFormation', by({ ...SESSION, invokedBy: 'cloudformation.amazonaws.com' })],
    ['a pipeline', { rules: pipelines }],
  ])('is contained where nobody sees what happens next, also where it is %s', (_, told) => {
    expect(findingsOf('cloudtrail:StopLogging', { name: 't' }, told)).toMatchObject([{ response: { kind: 'hold' } }]);
  });

  test('is nobody where AWS refused it', () => {
    const told = { more: { errorCode: 'AccessDenied' } };
    expect(findingsOf('cloudtrail:StopLogging', { name: 't' }, told)).toEqual([]);
  });
});

test('each certain loss is a finding of its own, and of what may be none the same change is one within an hour', () => {
  const twice = (call: string, request: JsonObject) =>
    ['a', 'b'].flatMap((eventID) => findingsOf(call, request, { more: { eventID } })).map(({ id }) => id);
  expect(new Set(twice('events:DeleteRule', { name: 'r' })).size).toBe(2);
  expect(new Set(twice('events:PutRule', { name: 'r' })).size).toBe(1);
});

test('a guard of which nothing is known to be lost is told of as every other change', () => {
  expect(kindsIn(findingsOf('appsync:UpdateGraphqlApi', { apiId: 'a' }))).toEqual(['unassessed-change undetermined']);
});
