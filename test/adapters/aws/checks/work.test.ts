import { describe, expect, test } from '@jest/globals';
import { checkCases } from '../../../../lib/adapters/aws/checks/findings.ts';
import { checkOwnRules } from '../../../../lib/adapters/aws/checks/own-rules.ts';
import { checkDrill, checkReconcile, checkSeal, checkSweeps } from '../../../../lib/adapters/aws/checks/work.ts';
import { RECONCILED, sweptCursor } from '../../../../lib/adapters/aws/cursor-names.ts';
import { DynamoCursors } from '../../../../lib/adapters/aws/dynamo-cursors.ts';
import { DynamoLedger } from '../../../../lib/adapters/aws/dynamo-ledger.ts';
import { EvidenceCheckpoints } from '../../../../lib/adapters/aws/evidence-checkpoints.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import { CHAIN_START } from '../../../../lib/core/governance/ledger/ledger-chain.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import {
  DAY,
  entriesOf,
  FACTS,
  FINDING,
  findingWith,
  HOUR,
  NOW,
  PLATO,
  SASHA,
} from '../../../core/governance/approval-fixtures.ts';
import { MemoryBucket } from '../memory-bucket.ts';
import { memorySigner } from '../memory-signer.ts';
import { MemoryTable } from '../memory-table.ts';

const ONE = '111122223333';
const OTHER = '444455556666';
const clock = { now: () => NOW };

function tableWith(places: Readonly<Record<string, number>> = {}) {
  const table = new MemoryTable().table();
  const cursors = new DynamoCursors(table);
  const kept = Promise.all(Object.entries(places).map(([name, at]) => cursors.keep(name, String(at))));
  return kept.then(() => table);
}

describe('sweeps', () => {
  test('are fine where every account was measured lately, named or not', async () => {
    const table = await tableWith({ [sweptCursor(ONE)]: NOW - HOUR, [sweptCursor(OTHER)]: NOW - 13 * HOUR });
    expect(await checkSweeps(table, [], NOW)).toMatchObject({
      verdict: 'ok',
      says: expect.stringMatching(/^2 accounts/),
    });
    expect(await checkSweeps(table, [ONE], NOW)).toMatchObject({
      verdict: 'ok',
      says: expect.stringMatching(/^1 accounts/),
    });
  });

  test('are a problem of the accounts that were not', async () => {
    const table = await tableWith({ [sweptCursor(ONE)]: NOW - 13 * HOUR - 1 });
    expect(await checkSweeps(table, [ONE, OTHER], NOW)).toMatchObject({
      verdict: 'problem',
      says: `accounts that were not measured for 13 hours: ${ONE}, ${OTHER}`,
    });
  });

  test('that were never made are warned of', async () => {
    expect(await checkSweeps(await tableWith(), [], NOW)).toMatchObject({ verdict: 'warning' });
  });
});

test.each<[string, Readonly<Record<string, number>>, string]>([
  ['never', {}, 'warning'],
  ['lately', { [RECONCILED]: NOW - 3 * HOUR }, 'ok'],
  ['long ago', { [RECONCILED]: NOW - 3 * HOUR - 1 }, 'problem'],
])('the trail was compared %s', async (_, places, verdict) => {
  expect(await checkReconcile(await tableWith(places), NOW)).toMatchObject({ verdict });
});

describe('the ledger', () => {
  async function ledgerOf(facts: readonly Fact[]) {
    const table = new MemoryTable().table();
    const ledger = new DynamoLedger(table, clock);
    const seal = (at: number) => new EvidenceCheckpoints(table, new MemoryBucket().evidence()).seal(memorySigner(), at);
    if (facts.length > 0) await ledger.append(facts);
    return { table, ledger, seal };
  }

  test('is fine while it is empty, and when all of it is signed', async () => {
    const { table, ledger, seal } = await ledgerOf([]);
    expect(await checkSeal(table, ledger, NOW)).toMatchObject({ verdict: 'ok' });
    await ledger.append([FACTS.raised()]);
    await seal(NOW);
    expect(await checkSeal(table, ledger, NOW + DAY)).toMatchObject({
      verdict: 'ok',
      says: '1 entries, signed until 1',
    });
  });

  test('may be unsigned for an hour from the first entry that is, no longer', async () => {
    const { table, ledger, seal } = await ledgerOf([FACTS.raised(findingWith({ raisedAt: NOW }))]);
    expect(await checkSeal(table, ledger, NOW + HOUR)).toMatchObject({
      verdict: 'ok',
      says: '1 entries, signed until 0; the rest follows',
    });
    expect(await checkSeal(table, ledger, NOW + HOUR + 1)).toMatchObject({ verdict: 'problem' });
    await seal(NOW + HOUR);
    await ledger.append([{ kind: 'hold-confirmed', findingId: FINDING.id, at: NOW + 2 * HOUR }]);
    expect(await checkSeal(table, ledger, NOW + 3 * HOUR)).toMatchObject({ verdict: 'ok' });
    expect(await checkSeal(table, ledger, NOW + 3 * HOUR + 1)).toMatchObject({ verdict: 'problem' });
  });

  test("says whether Ambit's own rules are those that were deployed", async () => {
    const { ledger } = await ledgerOf([]);
    const [old, next] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`] as const;
    const says = async () => (await checkOwnRules(ledger, next)).says;
    expect(await checkOwnRules(ledger, old)).toMatchObject({ verdict: 'warning', says: 'no rules are in force yet' });
    const content = { digest: old, standards: old, version: 1, previous: CHAIN_START, at: NOW };
    await ledger.append([{ kind: 'rules-adopted', ...content, by: 'first-use' }]);
    expect(await checkOwnRules(ledger, old)).toMatchObject({
      verdict: 'ok',
      says: expect.stringMatching(/first use$/),
    });
    expect(await says()).toMatch(/nobody has looked at it yet$/);
    const weaker = { weakens: [], at: NOW };
    await ledger.append([{ kind: 'rules-refused', found: next, inForce: old, problem: '', ...weaker }]);
    expect(await says()).toMatch(/it is weaker, and nobody signed that$/);
    const proposal = { digest: next, standards: next, version: 2, previous: old, personId: PLATO.id, reason: 'x' };
    await ledger.append([{ kind: 'rules-proposed', ...proposal, ...weaker }]);
    expect(await says()).toMatch(/signatures are missing$/);
  });

  test('says whether enforce counts, and when a drill passed last', async () => {
    const { ledger } = await ledgerOf([]);
    const verdicts = async (mode: 'warn' | 'enforce', now: number) =>
      (await checkDrill(ledger, mode, now)).map(({ name, verdict }) => `${name}: ${verdict}`);
    expect(await verdicts('warn', NOW)).toEqual(['mode: ok', 'drill: warning']);
    expect(await verdicts('enforce', NOW)).toEqual(['mode: warning', 'drill: warning']);
    await ledger.append([FACTS.drillPassed()]);
    expect(await verdicts('enforce', NOW + 90 * DAY)).toEqual(['mode: ok', 'drill: ok']);
    expect(await verdicts('enforce', NOW + 90 * DAY + 1)).toEqual(['mode: ok', 'drill: warning']);
  });
});

describe('findings', () => {
  const HELD = [FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()];
  const verdictsOf = (facts: readonly Fact[], later: number) => {
    const found = foldCase(entriesOf(facts));
    return checkCases(found === undefined ? [] : [found], 7, NOW + later).map(
      ({ name, verdict }) => `${name}: ${verdict}`,
    );
  };

  test.each<[string, readonly Fact[], number]>([
    ['there are none', [], 0],
    ['what is held is held', HELD, DAY],
    ['a hold is under way', [FACTS.raised(), FACTS.holdIntended()], HOUR / 4],
  ])('are fine where %s', (_, facts, later) => {
    expect(verdictsOf(facts, later)).toEqual(['holds: ok', 'restores: ok']);
  });

  test.each<[string, readonly Fact[], number]>([
    ['a hold failed', [FACTS.raised(), FACTS.holdIntended(), FACTS.holdFailed()], 0],
    ['nobody holds', [FACTS.raised()], HOUR],
    ['a hold does not end', [FACTS.raised(), FACTS.holdIntended()], HOUR],
  ])('are a problem where %s', (_, facts, later) => {
    expect(verdictsOf(facts, later)).toEqual(['holds: problem', 'restores: ok']);
  });

  test('are a problem where what was signed did not come back', () => {
    const facts = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO), FACTS.restoreIntended(), FACTS.restoreFailed()];
    expect(verdictsOf(facts, HOUR)).toEqual(['holds: ok', 'restores: problem']);
  });
});
