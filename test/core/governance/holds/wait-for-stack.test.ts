import { describe, expect, test } from '@jest/globals';
import type { PlanCall } from '../../../../lib/core/account/plan-call.ts';
import type { Case } from '../../../../lib/core/governance/cases/case.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { isHoldDue } from '../../../../lib/core/governance/holds/hold-due.ts';
import { namesInStack } from '../../../../lib/core/governance/holds/stack-part.ts';
import { waitOrHold, waitsUntil } from '../../../../lib/core/governance/holds/wait-for-stack.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import type { HoldWaits } from '../../../../lib/core/governance/ledger/stack-fact.ts';
import { entriesOf, FACTS, findingWith, MINUTE, NOW, SASHA } from '../approval-fixtures.ts';

const KEPT: Finding = findingWith({ severity: 'high', keptIn: { region: 'eu-central-1', names: ['logs'] } });
const RULES = { waitForStackMinutes: 15 };
const UNTIL = NOW + 15 * MINUTE;
const STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/cost/1';

function waitingSince(since: number, look: number): HoldWaits {
  const status = 'UPDATE_IN_PROGRESS';
  return { kind: 'hold-waits', findingId: KEPT.id, stack: STACK, status, look, until: UNTIL, since, at: since };
}

function caseOf(facts: readonly Fact[], finding = KEPT): Case {
  const found = foldCase(entriesOf([FACTS.raised(finding), ...facts]));
  if (found === undefined) throw new Error('a finding was raised');
  return found;
}

describe('until when a hold may wait', () => {
  test('is said by the rules, from when the finding was raised', () => {
    expect(waitsUntil(caseOf([]), RULES)).toBe(UNTIL);
    expect(waitsUntil(caseOf([]), { waitForStackMinutes: 0 })).toBe(NOW);
    expect(waitsUntil(caseOf([waitingSince(NOW + MINUTE, NOW + 2 * MINUTE)]), RULES)).toBe(UNTIL);
  });

  test.each<[string, readonly Fact[], Finding]>([
    ['what no stack keeps', [], findingWith({ severity: 'high' })],
    ['what is critical', [], { ...KEPT, severity: 'critical' }],
    ['what is being held', [FACTS.holdIntended()], KEPT],
    ['what is held', [FACTS.holdIntended(), FACTS.holdConfirmed()], KEPT],
    ['a hold that has failed', [FACTS.holdIntended(), FACTS.holdFailed()], KEPT],
    ['what was rejected', [FACTS.rejected(SASHA)], KEPT],
  ])('is never, of %s', (_, facts, finding) => {
    expect(waitsUntil(caseOf(facts, finding), RULES)).toBeUndefined();
  });

  test('keeps a hold from being due until the stack is looked at again, and no longer', () => {
    const look = NOW + 2 * MINUTE;
    const found = caseOf([waitingSince(NOW, look)]);
    expect([look - 1, look].map((at) => isHoldDue(found, at))).toEqual([false, true]);
    const rejected = caseOf([waitingSince(NOW, look), FACTS.rejected(SASHA)]);
    expect(isHoldDue(rejected, NOW)).toBe(true);
  });
});

describe('a hold that is due', () => {
  const found = (status: string) => ({ kind: 'found', stack: STACK, status }) as const;

  test.each([
    'CREATE_IN_PROGRESS',
    'ROLLBACK_IN_PROGRESS',
    'DELETE_IN_PROGRESS',
    'UPDATE_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'IMPORT_IN_PROGRESS',
    'IMPORT_ROLLBACK_IN_PROGRESS',
  ])('waits for a stack that is %s, until its time is over', (status) => {
    const at = (now: number) => waitOrHold({ waits: undefined }, found(status), { now, until: UNTIL });
    expect(at(NOW)).toEqual({ kind: 'wait', stack: STACK, status, look: NOW + MINUTE, until: UNTIL, since: NOW });
    expect([UNTIL - 1, UNTIL].map((now) => at(now).kind)).toEqual(['wait', 'hold']);
  });

  test.each([
    ['a minute later at the first', NOW, MINUTE],
    ['as long after as it has waited', NOW + 3 * MINUTE, 3 * MINUTE],
    ['five minutes later at the most', NOW + 8 * MINUTE, 5 * MINUTE],
    ['when its time is over', NOW + 12 * MINUTE, 3 * MINUTE],
  ])('is looked at again %s', (_, now, after) => {
    const decided = waitOrHold({ waits: waitingSince(NOW, now) }, found('UPDATE_IN_PROGRESS'), { now, until: UNTIL });
    expect(decided).toMatchObject({ kind: 'wait', look: now + after, since: NOW });
  });

  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_FAILED',
    'ROLLBACK_COMPLETE',
    'DELETE_FAILED',
    'REVIEW_IN_PROGRESS',
    'SOMETHING_IN_PROGRESS',
  ])('is made where the stack is %s', (status) => {
    const decided = waitOrHold({ waits: undefined }, found(status), { now: NOW, until: UNTIL });
    expect(decided).toEqual({ kind: 'hold', because: expect.stringContaining(status) });
  });

  test.each([
    [{ kind: 'none' } as const, /no stack is known/],
    [{ kind: 'unreadable', why: 'Throttling' } as const, /cannot be read: Throttling/],
  ])('is made where no stack can be told: %j', (reading, says) => {
    const decided = waitOrHold({ waits: undefined }, reading, { now: NOW, until: UNTIL });
    expect(decided).toEqual({ kind: 'hold', because: expect.stringMatching(says) });
  });
});

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1';
const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const policyOf = (service: 's3' | 'kms' | 'sns' | 'sqs' | 'dynamodb' | 'secretsmanager' | 'ecr', resource: string) =>
  ({ service, name: 'Put', region: 'eu-central-1', resource, document: null, expects: null }) as const;

describe('what a hold overwrites is asked for by the name', () => {
  const about = { region: 'eu-central-1', asked: {}, statement: null };
  const set = { service: 'sso', instanceArn: INSTANCE, permissionSetArn: SET } as const;
  const assignment = { permissionSetArn: SET, account: '111122223333', assignee: { kind: 'user', id: 'u-1' } } as const;
  test.each<[string, readonly PlanCall[], readonly string[]]>([
    ['of a bucket', [policyOf('s3', 'arn:aws:s3:::logs')], ['logs']],
    ['of a key', [policyOf('kms', 'arn:aws:kms:eu-central-1:111122223333:key/k-1')], ['k-1']],
    ['of a table', [policyOf('dynamodb', 'arn:aws:dynamodb:eu-central-1:111122223333:table/costs')], ['costs']],
    ['of a repository', [policyOf('ecr', 'arn:aws:ecr:eu-central-1:111122223333:repository/team/cost')], ['team/cost']],
    ['of a topic', [policyOf('sns', 'arn:aws:sns:eu-central-1:1:news')], ['arn:aws:sns:eu-central-1:1:news']],
    [
      'of a secret',
      [policyOf('secretsmanager', 'arn:aws:secretsmanager:x:1:secret:s-1')],
      ['arn:aws:secretsmanager:x:1:secret:s-1'],
    ],
    [
      'of a queue',
      [policyOf('sqs', 'arn:aws:sqs:eu-central-1:1:jobs')],
      ['https://sqs.eu-central-1.amazonaws.com/1/jobs'],
    ],
    [
      'of a queue in China',
      [policyOf('sqs', 'arn:aws-cn:sqs:cn-north-1:1:jobs')],
      ['https://sqs.cn-north-1.amazonaws.com.cn/1/jobs'],
    ],
    ['of a queue without an ARN', [policyOf('sqs', 'jobs')], []],
    [
      'of a statement, or its function',
      [
        {
          service: 'lambda',
          name: 'RemovePermission',
          resource: 'arn:aws:lambda:x:1:function:cost',
          statementId: 's',
          ...about,
        },
      ],
      ['s', 'cost'],
    ],
    [
      'of a permission set, once',
      [
        { ...set, name: 'DeleteInlinePolicyFromPermissionSet', expects: null },
        { ...set, name: 'ProvisionPermissionSet' },
      ],
      [`${INSTANCE}|${SET}`],
    ],
    [
      'of an assignment',
      [{ service: 'sso', instanceArn: INSTANCE, name: 'DeleteAccountAssignment', assignment }],
      [`${INSTANCE}|111122223333|AWS_ACCOUNT|${SET}|USER|u-1`],
    ],
    [
      'of a policy of the organization',
      [{ service: 'organizations', name: 'AttachPolicy', policyId: 'p-1', targetId: 'ou-1' }],
      ['p-1'],
    ],
    [
      'of an account',
      [{ service: 'organizations', name: 'MoveAccount', account: '1', from: 'ou-1', to: 'ou-2' }],
      ['1'],
    ],
    [
      'of no membership',
      [{ service: 'identitystore', name: 'DeleteGroupMembership', identityStoreId: 'd-1', groupId: 'g', userId: 'u' }],
      [],
    ],
    ['of nothing in IAM', [{ name: 'DetachRolePolicy', roleName: 'cost', policyArn: 'arn:p' }], []],
  ])('%s', (_, calls, names) => {
    expect(namesInStack(calls)).toEqual(names);
  });
});
