import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../../../../lib/core/governance/cases/case.ts';
import { foldCase } from '../../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../../lib/core/governance/finding.ts';
import { isHoldDue } from '../../../../../lib/core/governance/holds/hold-due.ts';
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
