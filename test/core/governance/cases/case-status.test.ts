import { describe, expect, test } from '@jest/globals';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import {
  type CaseStatus,
  isCaseStatus,
  RESTORABLE,
  SIGNABLE,
} from '../../../../lib/core/governance/cases/case-status.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { entriesOf, FACTS, FINDING, findingWith, NOW, PLATO, SASHA } from '../approval-fixtures.ts';

const about = { findingId: FINDING.id, at: NOW } as const;
const LOOKED: Fact = { kind: 'gap-looked', ...about, from: NOW, until: NOW, calls: [], count: 0, seen: NOW };
const NOT_DELETED: Fact = { kind: 'deletion-refused', ...about, callId: 'call-2', name: 'DeleteRole', by: 'deployer' };
const WAITS: Fact = {
  kind: 'hold-waits',
  ...about,
  stack: 'arn:stack',
  status: 'UPDATE_IN_PROGRESS',
  look: NOW + 1,
  until: NOW + 2,
  since: NOW,
};
const GAVE_WAY: Fact = { kind: 'hold-gave-way', ...about, by: 'F-2', until: NOW + 1 };
const GONE: Fact = { kind: 'excess-gone', ...about, why: 'the stack rolled back' };
const REFUSED: Fact = { kind: 'signature-refused', ...about, personId: 'robot', code: 'IS_AGENT', detail: 'an agent' };
const EVERY_FACT: readonly Fact[] = [
  FACTS.assessed('call-1'),
  FACTS.raised(),
  WAITS,
  GAVE_WAY,
  GONE,
  FACTS.holdIntended(),
  FACTS.holdConfirmed(),
  FACTS.holdFailed(),
  LOOKED,
  NOT_DELETED,
  FACTS.announced('console'),
  FACTS.signed(SASHA),
  REFUSED,
  FACTS.rejected(SASHA),
  FACTS.restoreIntended(),
  FACTS.restoreConfirmed(),
  FACTS.restoreFailed(),
  FACTS.waiverEnded(),
  FACTS.waiverDue(),
  FACTS.waiverKept(),
  FACTS.waiverRevoked(PLATO),
  FACTS.glassBroken(SASHA),
  FACTS.approvalRequested(SASHA),
];

const PENDING = [FACTS.raised(), FACTS.holdIntended()];
const HELD = [...PENDING, FACTS.holdConfirmed()];
const RESTORING = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO), FACTS.restoreIntended()];
const RESTORED = [...RESTORING, FACTS.restoreConfirmed()];

const ALWAYS = ['gap-looked', 'deletion-refused', 'announced', 'signature-refused'];
const UNDECIDED = [...ALWAYS, 'hold-intended', 'signed', 'rejected', 'approval-requested'];
const WAITING = [...UNDECIDED, 'restore-intended', 'glass-broken'];
const DUE = [...WAITING, 'hold-gave-way'];
const OUTCOMES = ['hold-confirmed', 'hold-failed'];
const ENDS = ['waiver-ended', 'waiver-due', 'waiver-kept', 'waiver-revoked'];

const raisedTo = (kind: 'alert' | 'observe') => FACTS.raised(findingWith({ response: { kind, why: 'its class' } }));

const STATUSES: readonly (readonly [CaseStatus, readonly Fact[], readonly string[]])[] = [
  ['observed', [raisedTo('observe')], WAITING],
  ['alerted', [raisedTo('alert')], WAITING],
  ['open', [FACTS.raised()], [...DUE, 'hold-waits', 'excess-gone']],
  ['open', [FACTS.raised(), WAITS], [...DUE, 'hold-waits', 'excess-gone']],
  ['alerted', [FACTS.raised(), WAITS, GONE], WAITING],
  ['hold-pending', PENDING, [...UNDECIDED, ...OUTCOMES]],
  ['held', HELD, WAITING],
  ['hold-failed', [...PENDING, FACTS.holdFailed()], DUE],
  ['rejected', [...PENDING, FACTS.rejected(SASHA)], [...ALWAYS, ...OUTCOMES, 'hold-gave-way', 'hold-intended']],
  ['restoring', RESTORING, [...ALWAYS, 'restore-confirmed', 'restore-failed', 'waiver-ended']],
  ['restored', RESTORED, [...ALWAYS, ...ENDS, 'hold-intended', 'signed']],
  ['restore-failed', [...RESTORING, FACTS.restoreFailed()], DUE],
  ['waiver-ended', [...RESTORED, FACTS.waiverEnded()], DUE],
];

function statusOf(facts: readonly Fact[]): CaseStatus | undefined {
  return foldCase(entriesOf(facts))?.status;
}

/** Kinds that are not refused for the status alone. */
function lawfulAfter(facts: readonly Fact[]): readonly string[] {
  return EVERY_FACT.filter((fact) => {
    const refusals = foldCase(entriesOf([...facts, fact]))?.irregularities ?? [];
    return !refusals.some(({ detail }) => detail.startsWith('not lawful while'));
  }).map(({ kind }) => kind);
}

describe('where a finding stands', () => {
  test.each(STATUSES)('%s: only some may follow', (status, facts, lawful) => {
    expect(statusOf(facts)).toBe(status);
    expect(lawfulAfter(facts).toSorted()).toEqual(lawful.toSorted());
  });

  test('nothing is gone by itself that no hold has waited for', () => {
    const found = foldCase(entriesOf([FACTS.raised(), GONE]));
    expect(found?.status).toBe('open');
    expect(found?.irregularities).toEqual([expect.objectContaining({ detail: 'no hold has waited' })]);
  });

  test('is asked by name, and no other text is one', () => {
    const names = [...new Set(STATUSES.map(([status]) => status))];
    expect(names.filter(isCaseStatus)).toEqual(names);
    expect(['', 'waived', 'toString'].filter(isCaseStatus)).toEqual([]);
  });

  test('people may sign where nothing is decided; it is carried out once it is known what the hold did', () => {
    const may = STATUSES.filter(([, , lawful]) => lawful.includes('rejected')).map(([status]) => status);
    const undecided = [...new Set(may)];
    expect(SIGNABLE.toSorted()).toEqual(undecided.toSorted());
    expect(RESTORABLE.toSorted()).toEqual(undecided.filter((status) => status !== 'hold-pending').toSorted());
  });
});
