import { describe, expect, test } from '@jest/globals';
import type { Fact, LedgerEntry } from '../../lib/core/governance/ledger/fact.ts';
import { CHAIN_START } from '../../lib/core/governance/ledger/ledger-chain.ts';
import type { NothingFound } from '../../lib/core/governance/ledger/nothing-found.ts';
import { verifyChain } from '../../lib/core/governance/ledger/verify-chain.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { FACTS, FINDING, findingWith, SASHA } from '../core/governance/approval-fixtures.ts';

/** Gives work an empty ledger, and takes it away afterwards. */
export type WithLedger = (work: (ledger: Ledger) => Promise<void>) => Promise<void>;

async function all(entries: AsyncIterable<LedgerEntry>): Promise<readonly LedgerEntry[]> {
  const list: LedgerEntry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}

/** What every ledger does. */
export function ledgerContract(name: string, withLedger: WithLedger): void {
  describe(`${name}, as a ledger`, () => {
    keepsInOrder(withLedger);
    appendsIfAsExpected(withLedger);
    appendsAtOnce(withLedger);
    takesWhatComes(withLedger);
  });
}

/** What was appended comes back, chained. */
function keepsInOrder(withLedger: WithLedger): void {
  test('gives back what was appended, in order, about its subject and in all', () =>
    withLedger(async (ledger) => {
      const appended = await ledger.append([FACTS.raised(), FACTS.assessed('call-1'), FACTS.signed(SASHA)]);
      const entries = await all(ledger.entries());
      expect(appended).toEqual({ ok: true, value: entries });
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(entries.map(({ fact }) => fact)).toEqual([FACTS.raised(), FACTS.assessed('call-1'), FACTS.signed(SASHA)]);
      expect(await ledger.about(FINDING.id)).toEqual([entries[0], entries[2]]);
      expect(await ledger.about('call-1')).toEqual([entries[1]]);
      expect(await all(ledger.entries(3))).toEqual([entries[2]]);
      expect(await ledger.head()).toBe(3);
    }));

  test('is empty to begin with', () =>
    withLedger(async (ledger) => {
      expect(await all(ledger.entries())).toEqual([]);
      expect(await ledger.about('nothing')).toEqual([]);
      expect(await ledger.findings()).toEqual([]);
      expect(await ledger.head()).toBe(0);
      expect(await ledger.append([])).toEqual({ ok: true, value: [] });
    }));

  test('chains every entry to the one before', () =>
    withLedger(async (ledger) => {
      for (const call of ['a', 'b', 'c']) await ledger.append([FACTS.assessed(call), FACTS.assessed(call)]);
      const entries = await all(ledger.entries());
      expect(entries.map(({ previous }) => previous)).toEqual([
        CHAIN_START,
        ...entries.slice(0, -1).map(({ hash }) => hash),
      ]);
      const verifier = verifyChain(undefined);
      for (const entry of entries) verifier.entry(entry);
      expect(verifier.report()).toMatchObject({ entries: 6, fault: undefined });
    }));

  test('lists findings, newest first, each once', () =>
    withLedger(async (ledger) => {
      const second = findingWith({ id: 'F-000000000002' });
      await ledger.append([FACTS.raised(), FACTS.raised(second), FACTS.holdIntended(), FACTS.raised()]);
      expect(await ledger.findings()).toEqual([FINDING.id, second.id]);
    }));
}

/** An append that expects something else than there is appends nothing. */
function appendsIfAsExpected(withLedger: WithLedger): void {
  test('refuses an append that expected another number of entries, and appends nothing of it', () =>
    withLedger(async (ledger) => {
      await ledger.append([FACTS.raised()]);
      const expect0 = { subject: FINDING.id, entries: 0 };
      expect(await ledger.append([FACTS.holdIntended(), FACTS.holdConfirmed()], expect0)).toEqual({
        ok: false,
        error: { code: 'CONFLICT', subject: FINDING.id, expected: 0, found: 1 },
      });
      expect(await ledger.about(FINDING.id)).toHaveLength(1);
      expect((await ledger.append([FACTS.holdIntended()], { ...expect0, entries: 1 })).ok).toBe(true);
    }));

  test('refuses an append where a finding of a kind was raised about a principal since an entry, and only there', () =>
    withLedger(async (ledger) => {
      await ledger.append([FACTS.assessed('call-1'), FACTS.raised(), FACTS.assessed('call-2')]);
      const { principal, kind } = FINDING;
      const appended = (expected: NothingFound) => ledger.append([FACTS.assessed('call-3')], expected);
      for (const since of [0, 1]) {
        expect(await appended({ principal, kind, since })).toEqual({
          ok: false,
          error: { code: 'CONFLICT', subject: principal, expected: since, found: 2 },
        });
      }
      const others: readonly NothingFound[] = [
        { principal, kind, since: 2 },
        { principal, kind: 'gate-bypassed', since: 0 },
        { principal: `${principal}-too`, kind, since: 0 },
      ];
      for (const expected of others) expect(await appended(expected)).toMatchObject({ ok: true });
    }));

  test('refuses an append of which one of several expectations is not met, and names the first of those', () =>
    withLedger(async (ledger) => {
      await ledger.append([FACTS.raised(), FACTS.assessed('call-1')]);
      const [finding, call] = [FINDING.id, 'call-1'].map((subject) => ({ subject, entries: 0 }));
      const fresh = { subject: 'call-2', entries: 0 };
      if (finding === undefined || call === undefined) throw new Error('nothing is expected');
      expect(await ledger.append([FACTS.assessed('call-2')], fresh, call, finding)).toEqual({
        ok: false,
        error: { code: 'CONFLICT', subject: 'call-1', expected: 0, found: 1 },
      });
      expect(await ledger.about('call-2')).toEqual([]);
      const met = { ...finding, entries: 1 };
      expect((await ledger.append([FACTS.assessed('call-2')], fresh, met, { ...call, entries: 1 })).ok).toBe(true);
    }));
}

/** Of many who append at once each gets a place, or one of them wins. */
function appendsAtOnce(withLedger: WithLedger): void {
  test('lets one of two append who both expect that nothing was found', () =>
    withLedger(async (ledger) => {
      const expected = { principal: FINDING.principal, kind: FINDING.kind, since: 0 };
      const both = [FINDING, findingWith({ id: 'F-000000000002' })].map((finding) =>
        ledger.append([FACTS.raised(finding)], expected),
      );
      const outcomes = await Promise.all(both);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await ledger.findings()).toHaveLength(1);
    }));

  test('lets one of many calls raise a finding that all of them lead to', () =>
    withLedger(async (ledger) => {
      const calls = Array.from({ length: 20 }, (_, index) => `call-${index}`);
      const results = await Promise.all(
        calls.map((call) =>
          ledger.append(
            [FACTS.raised(), FACTS.assessed(call)],
            { subject: call, entries: 0 },
            { subject: FINDING.id, entries: 0 },
          ),
        ),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.every((result) => result.ok || result.error.subject === FINDING.id)).toBe(true);
      expect(await ledger.about(FINDING.id)).toHaveLength(1);
    }));

  test('lets exactly one of many win who expect the same', () =>
    withLedger(async (ledger) => {
      const racers = Array.from({ length: 20 }, () =>
        ledger.append([FACTS.raised()], { subject: FINDING.id, entries: 0 }),
      );
      const results = await Promise.all(racers);
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await ledger.about(FINDING.id)).toHaveLength(1);
    }));

  test('keeps apart the places of many who expect nothing', () =>
    withLedger(async (ledger) => {
      const calls = Array.from({ length: 20 }, (_, index) => `call-${index}`);
      await Promise.all(calls.map((call) => ledger.append([FACTS.assessed(call)])));
      const entries = await all(ledger.entries());
      expect(entries.map(({ sequence }) => sequence)).toEqual(calls.map((_, index) => index + 1));
      expect(new Set(entries.map(({ subject }) => subject))).toEqual(new Set(calls));
    }));
}

/** Long ledgers, odd names, and what is no entry. */
function takesWhatComes(withLedger: WithLedger): void {
  test('gives every entry of a long ledger once', () =>
    withLedger(async (ledger) => {
      await ledger.append(Array.from({ length: 1000 }, (_, index) => FACTS.assessed(`call-${index}`)));
      const entries = await all(ledger.entries());
      expect(entries.map(({ subject }) => subject)).toEqual(
        Array.from({ length: 1000 }, (_, index) => `call-${index}`),
      );
    }));

  test('bears any text in a name', () =>
    withLedger(async (ledger) => {
      for (const id of ['a\u0000b', "'; DROP TABLE entry; --", '\ud800 alone', '🦜', '']) {
        const { value } = await appended(ledger, FACTS.assessed(id));
        expect(await ledger.about(id)).toEqual(value);
        expect(value).toHaveLength(1);
      }
    }));

  test('refuses what is no JSON, and appends nothing of it', () =>
    withLedger(async (ledger) => {
      const broken: Fact = { kind: 'hold-confirmed', findingId: 'F-1', at: Number.NaN };
      await expect(ledger.append([FACTS.raised(), broken])).rejects.toThrow(TypeError);
      expect(await all(ledger.entries())).toEqual([]);
    }));
}

async function appended(ledger: Ledger, fact: Fact) {
  const result = await ledger.append([fact]);
  if (!result.ok) throw new Error('nothing was expected');
  return result;
}
