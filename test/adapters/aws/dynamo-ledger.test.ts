import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { FACTS, FINDING, findingWith } from '../../core/governance/approval-fixtures.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';
import { faultNamed, MemoryTable } from './memory-table.ts';
import { writerOn, entriesOf, callsNamed, fatesOf } from './ledger-writers.ts';

ledgerContract('a table in memory', (work) => work(writerOn(new MemoryTable())));

/** A finding whose text gzip cannot make smaller. */
function raisedWithNoise(id: string, bytes: number): Fact {
  return FACTS.raised(findingWith({ id, resources: [randomBytes(bytes).toString('base64')] }));
}

describe('appends of one process that come at once', () => {
  const transactionsOf = (memory: MemoryTable) => memory.requests.filter(({ name }) => name === 'TransactWriteItems');

  test('go together, each with its own entries, in their order', async () => {
    const memory = new MemoryTable();
    const ledger = writerOn(memory);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => {
        const facts = callsNamed(`call-${index}`, 2);
        return ledger.append(facts, { subject: `call-${index}-0`, entries: 0 });
      }),
    );
    const entries = await entriesOf(memory);
    expect(results).toEqual(results.map((_, index) => ({ ok: true, value: entries.slice(2 * index, 2 * index + 2) })));
    expect(transactionsOf(memory).length).toBeLessThanOrEqual(2);
  });

  test('do not share the fate of one that is refused, or is no JSON', async () => {
    const memory = new MemoryTable();
    const ledger = writerOn(memory);
    const nothing = { subject: FINDING.id, entries: 0 };
    const broken: Fact = { kind: 'hold-confirmed', findingId: 'F-1', at: Number.NaN };
    const [first, second, third, fourth] = await Promise.allSettled([
      ledger.append([FACTS.raised(), FACTS.holdIntended()], nothing),
      ledger.append([FACTS.raised()], nothing),
      ledger.append([FACTS.assessed('a'), broken]),
      ledger.append([FACTS.holdConfirmed()], { subject: FINDING.id, entries: 2 }),
    ]);
    expect(first).toMatchObject({ value: { ok: true } });
    expect(second).toMatchObject({ value: { ok: false, error: { code: 'CONFLICT', expected: 0, found: 2 } } });
    expect(third).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
    expect(fourth).toMatchObject({ value: { ok: true } });
    expect((await entriesOf(memory)).map(({ fact }) => fact.kind)).toEqual([
      'finding-raised',
      'hold-intended',
      'hold-confirmed',
    ]);
  });

  test('that are many, or long, go in as many transactions as they need', async () => {
    const memory = new MemoryTable();
    const ledger = writerOn(memory);
    const long = Array.from({ length: 4 }, (_, index) => ledger.append([raisedWithNoise(`F-${index}`, 400_000)]));
    const many = Array.from({ length: 70 }, (_, index) => ledger.append([FACTS.assessed(`call-${index}`)]));
    expect((await Promise.all([...long, ...many])).every(({ ok }) => ok)).toBe(true);
    expect(await entriesOf(memory)).toHaveLength(74);
    expect(transactionsOf(memory).length).toBeGreaterThan(6);
    expect(memory.requests.filter(({ name }) => name === 'PutItem')).toEqual([]);
  });

  test('are written whole after the answer to some of them was lost', async () => {
    const memory = new MemoryTable();
    memory.fate = fatesOf('TransactWriteItems', ['done', 'lost', 'lost', faultNamed('InternalServerError', 500)]);
    const ledger = writerOn(memory);
    const appends = Array.from({ length: 60 }, (_, index) => ledger.append([FACTS.assessed(`call-${index}`)]));
    const results = await Promise.all(appends);
    const entries = await entriesOf(memory);
    expect(results.flatMap((result) => (result.ok ? result.value : []))).toEqual(entries);
    expect(entries).toHaveLength(60);
  });
});

describe('what a process knows of the ledger already', () => {
  const namesSince = (memory: MemoryTable, before: number) => memory.requests.slice(before).map(({ name }) => name);

  test('is not read again: an append is a look at the head and a transaction, a subject the list of its entries', async () => {
    const memory = new MemoryTable();
    const ledger = writerOn(memory);
    await ledger.append([FACTS.raised()], { subject: FINDING.id, entries: 0 });
    const before = memory.requests.length;
    expect(await ledger.about(FINDING.id)).toHaveLength(1);
    await ledger.append([FACTS.holdIntended()], { subject: FINDING.id, entries: 1 });
    await ledger.append([FACTS.holdConfirmed()]);
    const append = ['GetItem', 'TransactWriteItems'];
    expect(namesSince(memory, before)).toEqual(['Query', ...append, ...append]);
    expect(await ledger.about(FINDING.id)).toEqual(await writerOn(memory).about(FINDING.id));
  });

  test.each([
    ['one transaction', 1],
    ['a batch', 60],
  ])('is not believed once others wrote about the same: in %s', async (_, count) => {
    for (const facts of [[FACTS.holdIntended()], [FACTS.assessed('b')], callsNamed('c', 60)]) {
      const memory = new MemoryTable();
      const [one, other] = [writerOn(memory), writerOn(memory)];
      await one.append([FACTS.raised()], { subject: FINDING.id, entries: 0 });
      await other.append([FACTS.holdIntended(), ...callsNamed('a', count - 1)]);
      const late = await one.append(facts, { subject: FINDING.id, entries: 1 });
      expect(late).toMatchObject({ ok: false, error: { expected: 1, found: 2 } });
      await one.append([FACTS.holdConfirmed()], { subject: FINDING.id, entries: 2 });
      const kinds = (await writerOn(memory).about(FINDING.id)).map(({ fact }) => fact.kind);
      expect(kinds).toEqual(['finding-raised', 'hold-intended', 'hold-confirmed']);
    }
  });

  test('is not believed where the head does not say when the last batch was', async () => {
    const memory = new MemoryTable();
    const [one, other] = [writerOn(memory), writerOn(memory)];
    await one.append([FACTS.raised()], { subject: FINDING.id, entries: 0 });
    await other.append([FACTS.holdIntended(), ...callsNamed('a', 60)]);
    const head = memory.items.get('LEDGER#HEAD HEAD');
    if (head === undefined) throw new Error('there is no head');
    delete head['batched'];
    const late = await one.append([FACTS.holdConfirmed()], { subject: FINDING.id, entries: 1 });
    expect(late).toMatchObject({ ok: false, error: { found: 2 } });
  });
});

describe('facts of any size', () => {
  test.each([
    ['just under what an item takes', 290_000],
    ['more than an item takes', 700_000],
    ['more than a transaction takes', 4_000_000],
  ])('are kept whole: %s', async (_, bytes) => {
    const memory = new MemoryTable();
    const ledger = writerOn(memory);
    const fact = raisedWithNoise('F-noise', bytes);
    await ledger.append([FACTS.assessed('before')]);
    const appended = await ledger.append([fact, FACTS.assessed('after')], { subject: 'F-noise', entries: 0 });
    const entries = await entriesOf(memory);
    expect(appended).toEqual({ ok: true, value: entries.slice(1) });
    expect((await ledger.about('F-noise')).map((entry) => entry.fact)).toEqual([fact]);
    expect(await ledger.findings()).toEqual(['F-noise']);
  });

  test('share transactions as far as they fit', async () => {
    const memory = new MemoryTable();
    const facts = Array.from({ length: 12 }, (_, index) => raisedWithNoise(`F-${index}`, 400_000));
    await writerOn(memory).append(facts);
    expect((await entriesOf(memory)).map(({ fact }) => fact)).toEqual(facts);
  });
});

describe('a long ledger', () => {
  test('is read from anywhere, also from the middle of a batch that reaches over partitions', async () => {
    const memory = new MemoryTable();
    const ledger = writerOn(memory);
    await ledger.append(callsNamed('a', 990));
    await ledger.append([FACTS.assessed('b')]);
    await ledger.append(callsNamed('c', 1100));
    await ledger.append([FACTS.assessed('d')]);
    const all = await entriesOf(memory);
    expect(all).toHaveLength(2092);
    for (const from of [1, 500, 990, 991, 992, 999, 1000, 1001, 2000, 2091, 2092]) {
      expect(await firstOf(ledger.entries(from))).toEqual(all[from - 1]);
    }
    expect(await firstOf(ledger.entries(2093))).toBeUndefined();
  });

  async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
    for await (const item of items) return item;
    return undefined;
  }
});

test('the ledger is never deleted from, and written only where all its keys begin with LEDGER#', async () => {
  const memory = new MemoryTable();
  const ledger = writerOn(memory);
  await ledger.append([FACTS.raised(), ...callsNamed('a', 120)]);
  await ledger.append([FACTS.holdIntended()], { subject: FINDING.id, entries: 1 });
  await ledger.append([FACTS.assessed('b')], { subject: FINDING.id, entries: 2 });
  await Promise.all([ledger.about('a-3'), ledger.findings(), entriesOf(memory)]);
  const names = new Set(memory.requests.map(({ name }) => name));
  expect([...names].sort()).toEqual(['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'TransactWriteItems']);
  expect(memory.requests.flatMap(({ pks }) => pks).filter((pk) => !pk.startsWith('LEDGER#'))).toEqual([]);
  expect(memory.requests.filter(({ input }) => /"(Delete|Update)"/.test(JSON.stringify(input)))).toEqual([]);
});
