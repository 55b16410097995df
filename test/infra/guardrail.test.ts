import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Guardrail } from '../../infra/guardrail.ts';
import { compare } from '../../lib/core/access/compare.ts';
import { type Decision, decide } from '../../lib/core/access/decide.ts';
import type { PolicySet } from '../../lib/core/access/policy-set.ts';
import {
  type Guarded,
  guardrailDocument,
  guardrailText,
  MOST_CHARACTERS,
} from '../../lib/core/governance/guardrail/guardrail-document.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { ambit } from '../cli/cli.ts';
import { allBut, parsed } from './measure-role.ts';
import { HUB, MEMBER } from './places.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

const TRAIL = `arn:aws:cloudtrail:us-east-1:${MEMBER}:trail/organization`;
const guarded: Guarded = {
  prefix: 'Ambit',
  hubAccount: HUB,
  stackSets: 'service-managed',
  operators: [],
  trails: [TRAIL],
};
const everything: JsonObject = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** A principal that may do everything, under an organization that allows everything but what the guardrail denies. */
function under(arn: string, identity: JsonValue = [everything]): PolicySet {
  return parsed({ principal: { arn }, identity, scps: [[everything, guardrailDocument(guarded)]] });
}

const inMember = (name: string): string => `arn:aws:iam::${MEMBER}:role/${name}`;
const inHub = (name: string): string => `arn:aws:iam::${HUB}:role/${name}`;
const ADMIN = inMember('Administrator');
const HELD = { 'aws:ResourceTag/AmbitHold': 'held' };

interface Asked {
  readonly by: string;
  readonly action: string;
  readonly on: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

function answer({ by, action, on, context = {} }: Asked): Decision['decision'] {
  return decide(under(by), { principal: by, action, resource: on, context: { 'aws:PrincipalArn': by, ...context } })
    .decision;
}

describe('a hold', () => {
  const remove = { action: 'iam:DeleteRolePolicy', on: inMember('agent'), context: HELD };

  test.each(['iam:DeleteRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteUserPolicy', 'iam:PutUserPolicy'])(
    'is safe from %s by somebody who may do everything',
    (action) => {
      const on = action.includes('User') ? `arn:aws:iam::${MEMBER}:user/rita` : inMember('agent');
      expect(answer({ by: ADMIN, action, on, context: HELD })).toBe('explicit-deny');
      expect(answer({ by: ADMIN, action, on })).toBe('allow');
    },
  );

  test.each(['AmbitHolder', 'AmbitRestorer'])('is in the hands of %s', (name) => {
    expect(answer({ by: inMember(name), ...remove })).toBe('allow');
  });

  test.each(['AmbitObserver', 'AmbitHolders', 'stacksets-exec-1'])('is not in those of %s', (name) => {
    expect(answer({ by: inMember(name), ...remove })).toBe('explicit-deny');
  });

  test.each([
    ['iam:UntagRole', 'AmbitHold'],
    ['iam:UntagRole', 'ambithold'],
    ['iam:TagRole', 'AmbitHold'],
    ['iam:CreateRole', 'AmbitHold'],
  ])('keeps its mark from %s of %s', (action, key) => {
    const asked = { by: ADMIN, action, on: inMember('agent') };
    expect(answer({ ...asked, context: { 'aws:TagKeys': ['team', key] } })).toBe('explicit-deny');
    expect(answer({ ...asked, context: { 'aws:TagKeys': ['team'] } })).toBe('allow');
    expect(answer({ ...asked, by: inMember('AmbitHolder'), context: { 'aws:TagKeys': [key] } })).toBe('allow');
  });
});

describe('Ambit itself', () => {
  const lambda = `arn:aws:lambda:us-east-1:${HUB}:function:Ambit-on-call`;
  const rule = `arn:aws:events:eu-west-1:${MEMBER}:rule/Ambit-watch-iam`;

  test.each<[string, string]>([
    ['iam:UpdateAssumeRolePolicy', inMember('AmbitRestorer')],
    ['iam:PutRolePolicy', inHub('AmbitOnCall')],
    ['iam:PassRole', inHub('AmbitRestore')],
    ['iam:DeleteRole', inMember('AmbitForwarder-us-east-1')],
    ['iam:CreateRole', inMember('stacksets-exec-of-mine')],
    ['iam:UpdateAssumeRolePolicy', inHub('cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1')],
    ['lambda:UpdateFunctionCode', lambda],
    ['lambda:PutFunctionConcurrency', lambda],
    ['lambda:InvokeFunction', lambda],
    ['events:DisableRule', rule],
    ['events:RemoveTargets', rule],
    ['events:PutEvents', `arn:aws:events:us-east-1:${HUB}:event-bus/Ambit`],
    ['scheduler:DeleteSchedule', `arn:aws:scheduler:us-east-1:${HUB}:schedule/Ambit/deadline-1`],
    ['scheduler:DeleteScheduleGroup', `arn:aws:scheduler:us-east-1:${HUB}:schedule-group/Ambit`],
    ['sqs:PurgeQueue', `arn:aws:sqs:us-east-1:${HUB}:Ambit-calls`],
    ['sns:DeleteTopic', `arn:aws:sns:us-east-1:${HUB}:Ambit-findings`],
    ['dynamodb:PutItem', `arn:aws:dynamodb:us-east-1:${HUB}:table/Ambit-Hub-Table`],
    ['dynamodb:DeleteTable', `arn:aws:dynamodb:us-east-1:${HUB}:table/Ambit-Hub-Table`],
    ['s3:PutBucketObjectLockConfiguration', 'arn:aws:s3:::ambit-hubevidence'],
    ['s3:BypassGovernanceRetention', 'arn:aws:s3:::ambit-hubevidence/ledger/000000000001.jsonl'],
    ['logs:DeleteLogGroup', `arn:aws:logs:us-east-1:${HUB}:log-group:/aws/lambda/Ambit-on-call`],
    ['logs:DeleteLogStream', `arn:aws:logs:us-east-1:${HUB}:log-group:/aws/events/Ambit-own-roles`],
    ['cloudwatch:DeleteAlarms', `arn:aws:cloudwatch:us-east-1:${HUB}:alarm:Ambit-backlog`],
    ['cloudformation:DeleteStack', `arn:aws:cloudformation:us-east-1:${HUB}:stack/Ambit/0`],
    ['cloudformation:DeleteStack', `arn:aws:cloudformation:us-east-1:${MEMBER}:stack/StackSet-AmbitMembers-0/0`],
    [
      'cloudformation:SetTypeConfiguration',
      `arn:aws:cloudformation:us-east-1:${MEMBER}:type/hook/Ambit-Gate-Environment`,
    ],
    ['cloudtrail:StopLogging', TRAIL],
  ])('is safe from %s on %s', (action, on) => {
    expect(answer({ by: ADMIN, action, on })).toBe('explicit-deny');
    expect(answer({ by: inHub('Administrator'), action, on })).toBe('explicit-deny');
  });

  test('is safe from whoever would sign with its key or delete it', () => {
    const key = {
      on: `arn:aws:kms:us-east-1:${HUB}:key/1`,
      context: { 'kms:ResourceAliases': ['alias/Ambit/ledger'] },
    };
    const actions = ['kms:Sign', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy', 'kms:DeleteAlias'];
    for (const action of actions) expect(answer({ by: ADMIN, action, ...key })).toBe('explicit-deny');
    expect(answer({ by: ADMIN, action: 'kms:Verify', ...key })).toBe('allow');
    expect(answer({ by: inHub('AmbitOnCall'), action: 'kms:Sign', ...key })).toBe('allow');
  });

  test('is safe from whoever would cut a function off from its queue', () => {
    const mapping = {
      on: `arn:aws:lambda:us-east-1:${HUB}:event-source-mapping:1`,
      context: { 'lambda:FunctionArn': lambda },
    };
    expect(answer({ by: ADMIN, action: 'lambda:DeleteEventSourceMapping', ...mapping })).toBe('explicit-deny');
  });

  test.each<[string, string, string]>([
    [inHub('AmbitOnCall'), 'dynamodb:PutItem', `arn:aws:dynamodb:us-east-1:${HUB}:table/Ambit-Hub-Table`],
    [inMember('AmbitForwarder-us-east-1'), 'events:PutEvents', `arn:aws:events:us-east-1:${HUB}:event-bus/Ambit`],
    [inMember('AmbitHook'), 'lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${HUB}:function:Ambit-gate`],
    [inMember('stacksets-exec-1'), 'iam:PutRolePolicy', inMember('AmbitObserver')],
    [inHub('cdk-hnb659fds-cfn-exec-role-1'), 'lambda:UpdateFunctionCode', lambda],
    [ADMIN, 'lambda:GetFunctionConfiguration', lambda],
    [ADMIN, 's3:GetObject', 'arn:aws:s3:::ambit-hubevidence/ledger/000000000001.jsonl'],
  ])('goes on: %s may %s', (by, action, on) => {
    expect(answer({ by, action, on })).toBe('allow');
  });
});

/** Whatever concerns Ambit by a name or a mark; the guardrail may deny some of it, and nothing else. */
const CONCERNS_AMBIT: readonly JsonObject[] = [
  {
    Resource: [
      'arn:*:iam::*:role/Ambit*',
      'arn:*:iam::*:role/stacksets-exec-*',
      `arn:*:iam::${HUB}:role/cdk-*`,
      'arn:*:lambda:*:*:function:Ambit-*',
      'arn:*:events:*:*:*/Ambit*',
      'arn:*:scheduler:*:*:*/Ambit*',
      'arn:*:sqs:*:*:Ambit-*',
      'arn:*:sns:*:*:Ambit-*',
      'arn:*:dynamodb:*:*:table/Ambit-*',
      'arn:*:logs:*:*:log-group:/aws/*/Ambit-*',
      'arn:*:cloudwatch:*:*:alarm:Ambit-*',
      'arn:*:cloudformation:*:*:*Ambit*',
      'arn:*:s3:::ambit-*',
      TRAIL,
    ],
  },
  { Condition: { Null: { 'aws:ResourceTag/AmbitHold': 'false' } } },
  { Condition: { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': 'AmbitHold' } } },
  { Condition: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/Ambit/*' } } },
  { Condition: { ArnLike: { 'lambda:FunctionArn': 'arn:*:lambda:*:*:function:Ambit-*' } } },
];

describe('measured by the access engine, somebody who may do everything', () => {
  const principal = { arn: ADMIN };

  test('loses nothing that does not concern Ambit', () => {
    const Statement = CONCERNS_AMBIT.map((part) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...part }));
    const concerning = parsed({ principal, identity: [{ Version: '2012-10-17', Statement }] });
    const unbound = parsed({ principal, identity: [everything] });
    expect(compare(unbound, [under(ADMIN), concerning])).toMatchObject({ verdict: 'within', reasons: [] });
    expect(compare(unbound, [under(ADMIN)]).verdict).toBe('exceeds');
  });

  test('is left with no way to change a role of Ambit', () => {
    const roles = [inMember('AmbitRestorer'), inMember('AmbitHolder'), inHub('AmbitOnCall'), inHub('AmbitRestore')];
    const rule = allBut({ NotAction: ['iam:Get*', 'iam:List*', 'iam:Simulate*', 'sts:*'] }, roles);
    expect(compare(under(ADMIN), [{ ...parsed({ identity: [rule] }), principal }])).toMatchObject({
      verdict: 'within',
    });
  });
});

describe('whoever operates Ambit', () => {
  const role = inHub('aws-reserved/sso.amazonaws.com/AWSReservedSSO_AmbitOperator_0123456789abcdef');
  const operated = { ...guarded, operators: [inHub('aws-reserved/sso.amazonaws.com/AWSReservedSSO_AmbitOperator_*')] };
  const scps = [[everything, guardrailDocument(operated)]];
  const may = (by: string, action: string, on: string): Decision['decision'] =>
    decide(parsed({ principal: { arn: by }, identity: [everything], scps }), {
      principal: by,
      action,
      resource: on,
      context: { 'aws:PrincipalArn': by },
    }).decision;

  test('brings dead letters back, but changes neither roles nor functions of Ambit', () => {
    expect(may(role, 'sqs:SendMessage', `arn:aws:sqs:us-east-1:${HUB}:Ambit-calls`)).toBe('allow');
    expect(may(role, 'iam:PutRolePolicy', inHub('AmbitRestore'))).toBe('explicit-deny');
    expect(may(role, 'lambda:UpdateFunctionCode', `arn:aws:lambda:us-east-1:${HUB}:function:Ambit-on-call`)).toBe(
      'explicit-deny',
    );
    expect(may(ADMIN, 'sqs:SendMessage', `arn:aws:sqs:us-east-1:${HUB}:Ambit-calls`)).toBe('explicit-deny');
    expect(may(ADMIN, 'iam:UpdateAssumeRolePolicy', role)).toBe('explicit-deny');
  });
});

test('is a policy of the organization that fits, with as many trails as it has room for', () => {
  const stack = new Stack(new App(), 'Management');
  const { policy } = new Guardrail(stack, 'Guardrail', { ...guarded, targets: ['r-abcd'] });
  expect(policy.type).toBe('SERVICE_CONTROL_POLICY');
  Template.fromStack(stack).hasResourceProperties('AWS::Organizations::Policy', {
    TargetIds: ['r-abcd'],
    Content: guardrailDocument(guarded),
  });
  expect(guardrailText({ ...guarded, prefix: 'LongestPrefix123' }).length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(() => guardrailText({ ...guarded, trails: Array.from({ length: 40 }, () => TRAIL) })).toThrow(
    'at most 5120 are allowed',
  );
});

describe('ambit guardrail scp', () => {
  test('prints the guardrail as it is attached', async () => {
    const words = ['guardrail', 'scp', '--hub-account', HUB, '--trail', TRAIL];
    expect(await ambit(words)).toMatchObject({ code: 0, stdout: `${guardrailText(guarded)}\n`, stderr: '' });
    const characters = guardrailText(guarded).length;
    expect((await ambit([...words, '--json'])).json()).toEqual([
      { document: guardrailDocument(guarded), characters, mostCharacters: MOST_CHARACTERS },
    ]);
  });

  test.each<[readonly string[], number, string]>([
    [['--hub-account', '1'], 64, '12 digits'],
    [[], 64, '--hub-account'],
    [['--hub-account', HUB, '--prefix', '-Ambit'], 64, '--prefix'],
    [['--hub-account', HUB, '--trail', 'trail/organization'], 64, '--trail'],
    [['--hub-account', HUB, ...Array.from({ length: 40 }, () => ['--trail', TRAIL]).flat()], 65, 'name fewer trails'],
  ])('of %j says what is wrong, in one line', async (words, code, said) => {
    const ran = await ambit(['guardrail', 'scp', ...words]);
    expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(said) });
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
