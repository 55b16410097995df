import { describe, expect, test } from '@jest/globals';
import type { PlanCall, ServiceCall } from '../../../../../lib/core/account/plan-call.ts';
import type { Case } from '../../../../../lib/core/governance/cases/case.ts';
import { foldCase } from '../../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../../lib/core/governance/finding.ts';
import { isHoldDue } from '../../../../../lib/core/governance/holds/hold-due.ts';
import { isSupersededBy } from '../../../../../lib/core/governance/holds/in-code/superseded-by.ts';
import { namesInStack } from '../../../../../lib/core/governance/holds/in-code/stack-part.ts';
import { mayWait, waitOrHold, waitsUntil } from '../../../../../lib/core/governance/holds/in-code/wait-for-stack.ts';
import type { Fact } from '../../../../../lib/core/governance/ledger/fact.ts';
import type { HoldWaits } from '../../../../../lib/core/governance/ledger/stack-fact.ts';
import { entriesOf, FACTS, findingWith, MINUTE, NOW, SASHA } from '../../approval-fixtures.ts';

const KEPT: Finding = findingWith({ severity: 'high', keptIn: { region: 'eu-central-1', names: ['logs'] } });
const RULES = { waitForStackMinutes: 15, flapping: { holds: 3, withinMinutes: 60 } };
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
    expect(waitsUntil(KEPT, [], RULES)).toBe(UNTIL);
    expect(waitsUntil(KEPT, [], { ...RULES, waitForStackMinutes: 0 })).toBe(NOW);
    expect(mayWait(caseOf([]))).toBe(true);
    expect(mayWait(caseOf([waitingSince(NOW, NOW + MINUTE)]))).toBe(true);
  });

  const WAITED = [waitingSince(NOW, NOW + MINUTE)];
  const before = (minutes: number, parts: Partial<Finding> = {}): Finding => ({
    ...KEPT,
    id: 'F-000000000002',
    raisedAt: NOW - minutes * MINUTE,
    ...parts,
  });
  const inStack = (region: string, ...names: readonly string[]) => ({ keptIn: { region, names } });
  test.each<[string, Finding, readonly Fact[], number]>([
    ['of the same thing that waited before it', before(10), WAITED, 10],
    ['of the same thing by one of its names', before(10, inStack('eu-central-1', 'other', 'logs')), WAITED, 10],
    ['of the same thing that has not waited', before(10), [], 0],
    ['of the same thing long before', before(60), WAITED, 0],
    ['of the same thing since', before(-1), WAITED, 0],
    ['that it is itself', KEPT, WAITED, 0],
    ['of the same moment whose id comes after', before(0), WAITED, 0],
    ['that no stack keeps', findingWith({ id: 'F-000000000002', raisedAt: NOW - MINUTE }), WAITED, 0],
    ['of another thing', before(10, inStack('eu-central-1', 'other')), WAITED, 0],
    ['of a thing elsewhere', before(10, inStack('us-east-1', 'logs')), WAITED, 0],
    ['of a thing in another account', before(10, { account: '444455556666' }), WAITED, 0],
  ])('counts from a finding %s, and ends just before that one', (_, other, facts, minutes) => {
    const waited = facts.map((fact) => ({ ...fact, findingId: other.id }));
    const first = minutes === 0 ? 0 : minutes * MINUTE + 1;
    expect(waitsUntil(KEPT, [caseOf(waited, other)], RULES)).toBe(UNTIL - first);
  });

  test.each<[string, readonly Fact[], Finding]>([
    ['what no stack keeps', [], findingWith({ severity: 'high' })],
    ['what is critical', [], { ...KEPT, severity: 'critical' }],
    ['what is being held', [FACTS.holdIntended()], KEPT],
    ['what is held', [FACTS.holdIntended(), FACTS.holdConfirmed()], KEPT],
    ['a hold that has failed', [FACTS.holdIntended(), FACTS.holdFailed()], KEPT],
    ['what was rejected', [FACTS.rejected(SASHA)], KEPT],
  ])('is never, of %s', (_, facts, finding) => {
    expect(mayWait(caseOf(facts, finding))).toBe(false);
  });

  test('keeps a hold from being due until the stack is looked at again, and no longer', () => {
    const look = NOW + 2 * MINUTE;
    const found = caseOf([waitingSince(NOW, look)]);
    expect([look - 1, look].map((at) => isHoldDue(found, at))).toEqual([false, true]);
    const rejected = caseOf([waitingSince(NOW, look), FACTS.rejected(SASHA)]);
    expect(isHoldDue(rejected, NOW)).toBe(true);
  });
});

test('of two findings of the same moment one waits for the other, by their ids', () => {
  const first = { ...KEPT, id: 'F-000000000000' };
  const waited = caseOf([{ ...waitingSince(NOW, NOW + MINUTE), findingId: first.id }], first);
  expect(waitsUntil(KEPT, [waited], RULES)).toBe(UNTIL - 1);
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
    expect(at(UNTIL - 1).kind).toBe('wait');
    const because = `the stack ${STACK} is still ${status}, and was waited for until ${new Date(UNTIL).toISOString()}`;
    expect(at(UNTIL)).toEqual({ kind: 'hold', because });
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

describe('a hold of what was granted twice', () => {
  const set = { service: 'sso', instanceArn: INSTANCE, permissionSetArn: SET } as const;
  const inline = (document: string | null, expects: string | null): ServiceCall =>
    document === null
      ? { ...set, name: 'DeleteInlinePolicyFromPermissionSet', expects }
      : { ...set, name: 'PutInlinePolicyToPermissionSet', document, expects };
  const provision: ServiceCall = { ...set, name: 'ProvisionPermissionSet' };
  const bucket = (document: string | null, expects: string | null, resource = 'arn:aws:s3:::logs'): ServiceCall => ({
    ...policyOf('s3', resource),
    document,
    expects,
  });
  const attach: ServiceCall = { ...set, name: 'AttachManagedPolicyToPermissionSet', policyArn: 'arn:p' };
  const [limit, fence] = [{ managed: 'arn:limit' }, { managed: 'arn:fence' }];
  const bounded = (boundary: typeof limit, expects: typeof limit | null): ServiceCall => ({
    ...set,
    name: 'PutPermissionsBoundaryToPermissionSet',
    boundary,
    expects,
  });
  const attaching = (expects: string): ServiceCall => ({
    service: 'organizations',
    name: 'AttachPolicy',
    policyId: 'p-1',
    targetId: 'ou-1',
    expects,
  });
  const assigning: ServiceCall = {
    service: 'sso',
    instanceArn: INSTANCE,
    name: 'DeleteAccountAssignment',
    assignment: { permissionSetArn: SET, account: '111122223333', assignee: { kind: 'user', id: 'u-1' } },
  };
  const permitting: ServiceCall = {
    service: 'lambda',
    name: 'RemovePermission',
    region: 'eu-central-1',
    resource: 'arn:aws:lambda:x:1:function:cost',
    statementId: 's',
    asked: {},
    statement: 'A',
  };
  const joining: ServiceCall = {
    service: 'identitystore',
    name: 'DeleteGroupMembership',
    identityStoreId: 'd-1',
    groupId: 'g-1',
    userId: 'u-1',
  };
  const unbounded: ServiceCall = { ...set, name: 'DeletePermissionsBoundaryFromPermissionSet', expects: fence };
  const scp = (document: string, expects: string): ServiceCall => ({
    service: 'organizations',
    name: 'UpdatePolicy',
    policyId: 'p-1',
    document,
    expects,
  });

  test.each<[string, readonly ServiceCall[], readonly ServiceCall[], boolean]>([
    ['an inline policy', [inline('A', 'B'), provision], [inline('0', 'A'), provision], true],
    ['an inline policy that goes', [inline('A', 'B')], [inline(null, 'A')], true],
    ['a bucket', [bucket('A', 'B')], [bucket(null, 'A')], true],
    ['a bucket that had no policy in between', [bucket(null, 'B')], [bucket('0', null)], true],
    ['a boundary', [bounded(limit, fence)], [bounded(fence, limit)], true],
    ['a boundary that goes', [bounded(fence, limit)], [unbounded], true],
    ['a boundary that went', [unbounded], [bounded(limit, null)], true],
    ['not a boundary by an inline policy', [unbounded], [inline('A', null)], false],
    ['not of what is attached', [attaching('A')], [attaching('A')], false],
    ['not of an assignment', [assigning], [assigning], false],
    ['not of a statement', [permitting], [permitting], false],
    ['not of a membership', [joining], [joining], false],
    ['a policy of the organization', [scp('A', 'B')], [scp('0', 'A')], true],
    ['not where the other expected something else', [bucket('A', 'B')], [bucket('0', 'C')], false],
    ['not of another bucket', [bucket('A', 'B')], [bucket('0', 'A', 'arn:aws:s3:::others')], false],
    ['not of another part', [unbounded], [inline('0', 'A')], false],
    ['not where something else was held besides', [inline('A', 'B'), attach], [inline('0', 'A')], false],
    ['not where nothing was written', [provision], [inline('0', 'A')], false],
    ['not by one that writes nothing', [inline('A', 'B')], [attach, provision], false],
  ])('is taken further by the hold of the first grant: %s', (_, calls, further, isFurther) => {
    expect(isSupersededBy(calls, further)).toBe(isFurther);
  });

  test.each(['kms', 'sns', 'sqs', 'dynamodb', 'secretsmanager', 'ecr'] as const)('also a resource of %s', (service) => {
    const written = (document: string, expects: string) => ({ ...policyOf(service, 'arn:r'), document, expects });
    expect(isSupersededBy([written('A', 'B')], [written('0', 'A')])).toBe(true);
  });
});
