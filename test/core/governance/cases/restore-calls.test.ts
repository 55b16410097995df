import { describe, expect, test } from '@jest/globals';
import type { PlanCall } from '../../../../lib/core/account/plan-call.ts';
import { type Hold, isRestoreOf, releaseCalls, restoreCalls } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { ReservedDeny } from '../../../../lib/core/governance/holds/denies/reserved-deny.ts';
import { attachedStandInFor, standInFor } from '../../../../lib/core/governance/holds/denies/stand-in.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { caseOf, FACTS, FINDING, findingWith, NOW, PLATO, SASHA } from '../approval-fixtures.ts';
import { ALERTED, planOf, WAITING } from './told-and-held.ts';

describe('what gives back what is held', () => {
  const { restore } = planOf(FINDING);
  const all = standInFor(FINDING);
  const exact = standInFor(FINDING, { Statement: [{ Effect: 'Deny', Action: 's3:Put*', Resource: '*' }] });
  const attach = attachedStandInFor(FINDING);
  if (all === undefined || exact === undefined || attach === undefined) throw new Error('a role can be denied');
  const REFUSED = { kind: 'hold-failed', findingId: FINDING.id, detail: 'x', by: 'refusal', at: NOW } as const;
  const pending = (calls: readonly PlanCall[], standIns: readonly ReservedDeny[] = []): Hold => ({
    kind: 'pending',
    calls,
    standIns,
    at: NOW,
  });

  test.each<[string, Finding, Hold, readonly PlanCall[]]>([
    ['nothing, where nothing was taken', FINDING, { kind: 'none' }, []],
    ['what was frozen', FINDING, pending(planOf(FINDING).calls), restore],
    ['what was frozen, where it was held when its time was up', WAITING, pending(planOf(WAITING).calls), restore],
    ['nothing, of what is only told', ALERTED, pending([]), []],
  ])('is %s', (_, finding, hold, calls) => {
    expect(restoreCalls({ finding, hold })).toEqual(calls);
  });

  test('is each of several calls in its place', () => {
    const [first, second, other] = ['r', 's', 't'].map((roleName): PlanCall => ({ name: 'DeleteRole', roleName }));
    if (first === undefined || second === undefined || other === undefined) throw new Error('three calls');
    const plan = { ...planOf(FINDING), restore: [first, second] };
    const held = { finding: findingWith({ response: { kind: 'hold', plan } }), hold: pending(plan.calls) };
    expect(isRestoreOf([first, second], held)).toBe(true);
    for (const calls of [[first, other], [other, second], [second, first], [first]])
      expect(isRestoreOf(calls, held)).toBe(false);
  });

  test('is what was frozen, where it is only planned to be held', () => {
    expect(releaseCalls(FINDING)).toEqual(restore);
    expect(releaseCalls(ALERTED)).toEqual([]);
    expect(releaseCalls(ALERTED, pending([]))).toEqual([]);
  });

  test.each<[string, readonly Fact[], readonly ReservedDeny[]]>([
    ['what stands in for the plan', [FACTS.holdIntended(NOW, [all.put])], [all]],
    [
      'what an attempt began that another overtook',
      [FACTS.holdIntended(NOW, [exact.put]), FACTS.holdIntended(NOW, [all.put])],
      [exact, all],
    ],
    [
      'what an attempt began that failed',
      [FACTS.holdIntended(NOW, [exact.put]), FACTS.holdFailed(), FACTS.holdIntended()],
      [exact],
    ],
    [
      'a reserved policy that AWS refused, for the mark',
      [FACTS.holdIntended(NOW, [all.put]), REFUSED, FACTS.holdIntended()],
      [all],
    ],
    [
      'nothing by AWS’s own policy that AWS refused to attach',
      [FACTS.holdIntended(NOW, [attach.put]), REFUSED, FACTS.holdIntended()],
      [],
    ],
    [
      'what an earlier attempt began, without AWS’s own policy that AWS refused to attach',
      [FACTS.holdIntended(NOW, [exact.put]), FACTS.holdIntended(NOW, [attach.put]), REFUSED, FACTS.holdIntended()],
      [exact],
    ],
    [
      'AWS’s own policy that an earlier attempt may have attached',
      [FACTS.holdIntended(NOW, [attach.put]), FACTS.holdIntended(NOW, [attach.put]), REFUSED, FACTS.holdIntended()],
      [attach],
    ],
    [
      'AWS’s own policy that the account did not show',
      [FACTS.holdIntended(NOW, [attach.put]), { ...REFUSED, by: 'not-shown' }, FACTS.holdIntended()],
      [attach],
    ],
    [
      'what was begun twice, once',
      [FACTS.holdIntended(NOW, [all.put]), FACTS.holdFailed(), FACTS.holdIntended(NOW, [all.put])],
      [all],
    ],
  ])('lifts %s', (_, facts, standIns) => {
    const { hold } = caseOf([FACTS.raised(), ...facts, FACTS.holdConfirmed()]);
    const calls = [...restore, ...standIns.map(({ remove }) => remove)];
    expect(restoreCalls({ finding: FINDING, hold })).toEqual(calls);
    expect(releaseCalls(FINDING, hold)).toEqual(calls);
  });

  test('does not lift again what a restore has lifted', () => {
    const given = caseOf([
      FACTS.raised(),
      FACTS.holdIntended(NOW, [all.put]),
      FACTS.holdConfirmed(),
      FACTS.signed(SASHA),
      FACTS.signed(PLATO),
      FACTS.restoreIntended({ calls: [...restore, all.remove] }),
      FACTS.restoreConfirmed(),
      FACTS.waiverEnded(),
      FACTS.holdIntended(),
      FACTS.holdConfirmed(),
    ]);
    expect(given).toMatchObject({ status: 'held', irregularities: [] });
    expect(restoreCalls(given)).toEqual(restore);
  });

  test.each<[string, readonly PlanCall[], boolean]>([
    ['all of them', [...restore, exact.remove, all.remove], true],
    ['those that lift the last alone, as older ledgers have it', [...restore, all.remove], true],
    ['those that lift one twice', [...restore, all.remove, all.remove], false],
    ['those that lift, without what was frozen', [exact.remove, all.remove], false],
    ['what was frozen in another order', [...restore, ...restore, all.remove], false],
    ['one that nothing stands in by', [...restore, all.put], false],
    ['none', [], false],
  ])('is told from other calls: %s', (_, calls, isOne) => {
    const current = { finding: FINDING, hold: pending([all.put], [exact, all]) };
    expect(isRestoreOf(calls, current)).toBe(isOne);
  });
});
