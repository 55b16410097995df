import { describe, expect, test } from '@jest/globals';
import type { PlanCall } from '../../../../lib/core/account/plan-call.ts';
import type { Case } from '../../../../lib/core/governance/cases/case.ts';
import { type Order, warrantsHold, warrantsRestore } from '../../../../lib/core/governance/cases/warrant.ts';
import { standInFor } from '../../../../lib/core/governance/holds/denies/stand-in.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import {
  caseOf,
  DAY,
  FACTS,
  FINDING,
  findingWith,
  GOVERNANCE,
  governanceWith,
  HOUR,
  NOW,
  person,
  PLATO,
  SASHA,
} from '../approval-fixtures.ts';
import { BROKEN, GLASS, SIGNED } from './waiver-fixtures.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const DETACH: PlanCall = { name: 'DetachRolePolicy', roleName: 'kiro-deploy', policyArn: ADMIN };
const ATTACH: PlanCall = { name: 'AttachRolePolicy', roleName: 'kiro-deploy', policyArn: ADMIN };
const DELETE: PlanCall = { name: 'DeleteRole', roleName: 'kiro-deploy' };
const { account } = FINDING;

const INTENDED = [FACTS.raised(), FACTS.holdIntended()];
const RESTORING = [...SIGNED, FACTS.restoreIntended()];
const ALONE = [...BROKEN, FACTS.restoreIntended({ alone: 'olga', waiverUntil: NOW + 2 * HOUR, at: NOW + HOUR })];

const SWAPPED = { ...FINDING, principal: `${FINDING.principal}-2` };
const TOLD = findingWith({ response: { kind: 'alert', why: 'class "agent" only alerts' } });

const refused = (detail: string) => ({ ok: false, error: { code: 'NO_WARRANT', detail } });

/** A hold that the ledger intends with these calls. */
function holdOf(calls: readonly PlanCall[]): Fact {
  return { kind: 'hold-intended', findingId: FINDING.id, calls, at: NOW };
}

describe('a call of a hold', () => {
  const order: Order = { account, call: DETACH };

  test('may be made while the ledger has that hold in progress', () => {
    expect(warrantsHold(caseOf(INTENDED), order)).toEqual({ ok: true, value: undefined });
  });

  test('may be made of a deny that stands in', () => {
    const put = standInFor(FINDING)?.put ?? DELETE;
    expect(warrantsHold(caseOf([FACTS.raised(), holdOf([put])]), { account, call: put }).ok).toBe(true);
  });

  test.each<[string, readonly Fact[], Order, string]>([
    [
      'of a finding that was forged',
      [FACTS.raised(SWAPPED), FACTS.holdIntended()],
      order,
      'the finding is not what its digest says',
    ],
    ['in another account', INTENDED, { ...order, account: '444455556666' }, 'the finding is of account 111122223333'],
    ['that is to be made only', [FACTS.raised()], order, 'the ledger has no hold in progress'],
    ['that is done', [...INTENDED, FACTS.holdConfirmed()], order, 'the ledger has no hold in progress'],
    [
      'that is of another plan',
      [FACTS.raised(), holdOf([DELETE])],
      { account, call: DELETE },
      'the hold in progress is not the plan that was frozen',
    ],
    [
      'that was only to be told',
      [FACTS.raised(TOLD), holdOf([DETACH])],
      order,
      'the hold in progress is not the plan that was frozen',
    ],
    ['that is another', INTENDED, { account, call: ATTACH }, 'the hold in progress has no such call'],
  ])('may not be made %s', (_, facts, asked, detail) => {
    expect(warrantsHold(caseOf(facts), asked)).toEqual(refused(detail));
  });

  test('may be made of a plan of several calls, in whatever place it stands', () => {
    const { response } = FINDING;
    const plan = 'plan' in response ? { ...response.plan, calls: [DELETE, DETACH] } : undefined;
    if (plan === undefined) throw new Error('the finding is held');
    const facts = [FACTS.raised(findingWith({ response: { kind: 'hold', plan } })), holdOf(plan.calls)];
    for (const call of plan.calls) expect(warrantsHold(caseOf(facts), { account, call }).ok).toBe(true);
  });
});

describe('a call of a restore', () => {
  const order: Order = { account, call: ATTACH };
  const now = NOW + 3 * HOUR;

  test('may be made while the ledger has a restore in progress that the quorum signed, until its waiver ends', () => {
    const asked = (at: number) => warrantsRestore(caseOf(RESTORING), order, { governance: GOVERNANCE, now: at });
    expect(asked(now)).toEqual({ ok: true, value: undefined });
    expect(asked(NOW + 7 * DAY - 1).ok).toBe(true);
    expect(asked(NOW + 7 * DAY)).toEqual(refused('its waiver has ended'));
  });

  test('may be made for who took it alone, until then', () => {
    const asked = (at: number) => warrantsRestore(caseOf(ALONE), order, { governance: GLASS, now: at });
    expect(asked(NOW + 2 * HOUR - 1).ok).toBe(true);
    expect(asked(NOW + 2 * HOUR)).toEqual(refused('its waiver has ended'));
  });

  test('may be made with the quorum as it was when the restore was begun', () => {
    const short = FACTS.signed(PLATO, { until: NOW + 2 * HOUR + 1 });
    const facts = [...SIGNED.slice(0, -1), short, FACTS.restoreIntended()];
    expect(warrantsRestore(caseOf(facts), order, { governance: GOVERNANCE, now }).ok).toBe(true);
  });

  const quorum = 'its quorum is not complete';
  test.each<[string, Case, Order, string, typeof GOVERNANCE?]>([
    [
      'of a finding that was forged',
      { ...caseOf(RESTORING), finding: SWAPPED },
      order,
      'the finding is not what its digest says',
    ],
    [
      'in another account',
      caseOf(RESTORING),
      { ...order, account: '444455556666' },
      'the finding is of account 111122223333',
    ],
    ['that nobody has begun', caseOf(SIGNED), order, 'the ledger has no restore in progress'],
    ['that is done', caseOf([...RESTORING, FACTS.restoreConfirmed()]), order, 'the ledger has no restore in progress'],
    [
      'that was rejected',
      { ...caseOf(RESTORING), rejection: { personId: 'dana', reason: 'no', at: NOW } },
      order,
      'it was rejected by dana',
    ],
    ['without a waiver', { ...caseOf(RESTORING), waiver: undefined }, order, 'its waiver has ended'],
    [
      'by people who may not sign any more',
      caseOf(RESTORING),
      order,
      quorum,
      governanceWith({ people: [SASHA, { ...PLATO, groups: [] }] }),
    ],
    ['for one person where no rule lets anybody take it alone', caseOf(ALONE), order, quorum, GOVERNANCE],
    [
      'for another than who took it alone',
      { ...caseOf(ALONE), glass: { ...glassOfAlone(), personId: 'otto' } },
      order,
      quorum,
      { ...GLASS, people: [...GLASS.people, person('otto', ['on-call'])] },
    ],
    [
      'of other calls than were signed',
      { ...caseOf(RESTORING), restore: { kind: 'pending', calls: [DELETE], at: NOW + 2 * HOUR } },
      { account, call: DELETE },
      'the restore in progress is not what was signed',
    ],
    ['that is another', caseOf(RESTORING), { account, call: DETACH }, 'the restore in progress has no such call'],
  ])('may not be made %s', (_, current, asked, detail, governance = GOVERNANCE) => {
    expect(warrantsRestore(current, asked, { governance, now: NOW + 90 * 60_000 })).toEqual(refused(detail));
  });
});

function glassOfAlone() {
  const { glass } = caseOf(ALONE);
  if (glass === undefined) throw new Error('olga took it alone');
  return glass;
}
