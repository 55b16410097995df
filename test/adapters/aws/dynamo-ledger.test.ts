import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import type { Fact, LedgerEntry } from '../../../lib/core/governance/fact.ts';
import { verifyChain } from '../../../lib/core/governance/verify-chain.ts';
import { FACTS, FINDING, findingWith } from '../../core/governance/approval-fixtures.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';
import { cancelled, type Fate, faultNamed, MemoryTable, type Request } from './memory-table.ts';

const clock = { now: () => Date.now() };

ledgerContract('a table in memory', (work) => work(new DynamoLedger(new MemoryTable().table(), clock)));

/** A ledger of its own on the same table: another function. */
function writerOn(memory: MemoryTable): DynamoLedger {
  return new DynamoLedger(memory.table(), clock);
}

async function entriesOf(memory: MemoryTable): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  const verifier = verifyChain(undefined);
  for await (const entry of writerOn(memory).entries()) {
    entries.push(entry);
    verifier.entry(entry);
  }
  expect(verifier.report()).toMatchObject({ entries: entries.length, fault: undefined });
  return entries;
}

function callsNamed(prefix: string, count: number): readonly Fact[] {
  return Array.from({ length: count }, (_, index) => FACTS.assessed(`${prefix}-${index}`));
}

/** A finding whose text gzip cannot make smaller. */
function raisedWithNoise(id: string, bytes: number): Fact {
  return FACTS.raised(findingWith({ id, resources: [randomBytes(bytes).toString('base64')] }));
}

/** The first requests of this name meet these fates. */
function fatesOf(name: string, fates: readonly Fate[]): (request: Request) => Fate {
  const left = [...fates];
  return (request) => (request.name === name ? (left.shift() ?? 'done') : 'done');
}

describe('twenty writers at once', () => {
  test('lose nothing, write nothing twice, and leave one chain', async () => {
    const memory = new MemoryTable();
    const writers = Array.from({ length: 20 }, () => writerOn(memory));
    const results = await Promise.all(
      writers.flatMap((writer, index) =>
        [0, 1, 2].map((turn) => writer.append([FACTS.assessed(`call-${index}-${turn}`), FACTS.holdIntended()])),
      ),
    );
    const entries = await entriesOf(memory);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(entries).toHaveLength(120);
    const calls = entries.flatMap(({ subject, fact }) => (fact.kind === 'call-assessed' ? [subject] : []));
    expect(new Set(calls).size).toBe(60);
    expect(await writerOn(memory).about(FINDING.id)).toHaveLength(60);
  });

  test('who expect the same agree on one winner', async () => {
    const memory = new MemoryTable();
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        writerOn(memory).append([FACTS.raised(), FACTS.holdIntended()], { subject: FINDING.id, entries: 0 }),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await writerOn(memory).about(FINDING.id)).toHaveLength(2);
  });

  test('who expect something of a subject that they do not write about come before who changes it, or not at all', async () => {
    const memory = new MemoryTable();
    const expect0 = { subject: 'the-call', entries: 0 };
    const changed = writerOn(memory).append([FACTS.assessed('the-call')]);
    const others = await Promise.all(
      [3, 60, 3, 60, 3].map((facts, index) => writerOn(memory).append(callsNamed(`other-${index}`, facts), expect0)),
    );
    await changed;
    const subjects = (await entriesOf(memory)).map(({ subject }) => subject);
    const before = others.reduce((sum, result) => sum + (result.ok ? result.value.length : 0), 0);
    expect(subjects.indexOf('the-call')).toBe(before);
    expect(subjects).toHaveLength(before + 1);
  });

  test('let a batch through that is too long for one transaction, whole', async () => {
    const memory = new MemoryTable();
    const batches = { areDone: false };
    const others = Array.from({ length: 4 }, async (_, index) => {
      const writer = writerOn(memory);
      for (let turn = 0; !batches.areDone; turn += 1) await writer.append([FACTS.assessed(`small-${index}-${turn}`)]);
    });
    const [one, other] = [callsNamed('one', 150), callsNamed('other', 150)];
    await Promise.all([one, other].map((facts) => writerOn(memory).append(facts)));
    batches.areDone = true;
    await Promise.all(others);
    const subjects = (await entriesOf(memory)).map(({ subject }) => subject);
    for (const prefix of ['one', 'other']) {
      const first = subjects.indexOf(`${prefix}-0`);
      expect(subjects.slice(first, first + 150)).toEqual(Array.from({ length: 150 }, (_, at) => `${prefix}-${at}`));
    }
  });
});

describe('any order of appends by several writers', () => {
  const fates: readonly (() => Fate)[] = [
    () => 'lost',
    () => faultNamed('ProvisionedThroughputExceededException'),
    () => faultNamed('InternalServerError', 500),
    () => cancelled(['TransactionConflict', 'None']),
    () => cancelled(['ThrottlingError', 'None']),
  ];
  const append = fc.record({
    writer: fc.nat(3),
    about: fc.nat(2),
    facts: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) },
      { weight: 1, arbitrary: fc.constant(60) },
    ),
    expects: fc.boolean(),
  });

  test('verifies, and has what was acknowledged once and what was refused not at all, whatever AWS answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(append, { minLength: 2, maxLength: 10 }), fc.nat(4), async (appends, which) => {
        const memory = new MemoryTable();
        const isWrite = ({ name }: Request) => name === 'TransactWriteItems' || name === 'PutItem';
        memory.fate = (request) => (isWrite(request) && Math.random() < 0.25 ? (fates[which]?.() ?? 'done') : 'done');
        const writers = [0, 1, 2, 3].map(() => writerOn(memory));
        const outcomes = await Promise.all(
          appends.map(async ({ writer, about, facts, expects }, index) => {
            const ledger = writers[writer] ?? writerOn(memory);
            const subject = `F-${about}`;
            const entries = (await ledger.about(subject)).length;
            const marked = Array.from({ length: facts }, (_, at): Fact => {
              return { kind: 'hold-failed', findingId: subject, detail: `${index}-${at}`, at: 1 };
            });
            const result = await ledger.append(marked, expects ? { subject, entries } : undefined);
            return { index, facts: result.ok ? facts : 0, value: result.ok ? result.value : [] };
          }),
        );
        memory.fate = () => 'done';
        const written = await entriesOf(memory);
        const marks = written.map(({ fact }) => (fact.kind === 'hold-failed' ? fact.detail : ''));
        for (const { index, facts, value } of outcomes) {
          const own = written.filter((_, at) => marks[at]?.startsWith(`${index}-`));
          expect(own).toEqual(value);
          expect(own).toHaveLength(facts);
        }
        for (const about of [0, 1, 2]) {
          const subject = `F-${about}`;
          expect(await writerOn(memory).about(subject)).toEqual(written.filter((entry) => entry.subject === subject));
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('a write whose answer was lost', () => {
  test.each([
    ['one fact', 1],
    ['a batch', 80],
  ])('is found again and not repeated: %s', async (_, count) => {
    const memory = new MemoryTable();
    memory.fate = fatesOf(
      'TransactWriteItems',
      Array.from({ length: 6 }, () => 'lost'),
    );
    const appended = await writerOn(memory).append(callsNamed('call', count));
    expect(appended).toEqual({ ok: true, value: await entriesOf(memory) });
    expect(await entriesOf(memory)).toHaveLength(count);
  });

  test('is no conflict with itself', async () => {
    const memory = new MemoryTable();
    memory.fate = fatesOf('TransactWriteItems', ['lost']);
    const appended = await writerOn(memory).append([FACTS.raised()], { subject: FINDING.id, entries: 0 });
    expect(appended.ok).toBe(true);
    expect(await writerOn(memory).about(FINDING.id)).toHaveLength(1);
  });

  test('is not taken for one of another writer that has the same facts', async () => {
    const memory = new MemoryTable();
    memory.fate = fatesOf('TransactWriteItems', [faultNamed('InternalServerError', 500)]);
    const [one, other] = [writerOn(memory), writerOn(memory)];
    await Promise.all([one.append([FACTS.raised()]), other.append([FACTS.raised()])]);
    expect(await entriesOf(memory)).toHaveLength(2);
  });

  test('lets its own claim of the head go on', async () => {
    const memory = new MemoryTable();
    memory.fate = fatesOf('PutItem', ['lost']);
    await writerOn(memory).append(callsNamed('call', 80));
    expect(await entriesOf(memory)).toHaveLength(80);
  });
});

describe('a writer that is killed', () => {
  /** A batch is written, but the head is not moved over it; nothing is written any more. */
  async function killedInABatch(memory: MemoryTable): Promise<void> {
    const isCommit = ({ input }: Request) => JSON.stringify(input).includes('LEDGER#HEAD');
    memory.fate = (request) => {
      return request.name === 'TransactWriteItems' && isCommit(request) ? faultNamed('AccessDeniedException') : 'done';
    };
    const facts = [FACTS.raised(), ...callsNamed('killed', 80)];
    await expect(writerOn(memory).append(facts)).rejects.toThrow('AccessDeniedException');
    memory.fate = () => 'done';
  }

  test('leaves nothing of a batch that anybody reads', async () => {
    const memory = new MemoryTable();
    await killedInABatch(memory);
    const ledger = writerOn(memory);
    expect(await entriesOf(memory)).toEqual([]);
    expect(await ledger.about('killed-3')).toEqual([]);
    expect(await ledger.findings()).toEqual([]);
  });

  test('keeps the others from writing no longer than its claim lasts', async () => {
    const memory = new MemoryTable();
    await killedInABatch(memory);
    let now = Date.now();
    const pause = async (milliseconds: number) => {
      now += milliseconds;
      await setImmediate();
    };
    const ledger = new DynamoLedger(memory.table(pause), { now: () => now });
    const before = now;
    await ledger.append([FACTS.raised(), FACTS.assessed('killed-3')], { subject: FINDING.id, entries: 0 });
    expect(now - before).toBeGreaterThan(10_000);
    expect(await ledger.about('killed-3')).toHaveLength(1);
    expect(await ledger.findings()).toEqual([FINDING.id]);
    expect(await entriesOf(memory)).toHaveLength(2);
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
    await ledger.append(callsNamed('c', 1500));
    await ledger.append([FACTS.assessed('d')]);
    const all = await entriesOf(memory);
    expect(all).toHaveLength(2492);
    for (const from of [1, 500, 990, 991, 992, 999, 1000, 1001, 2000, 2491, 2492]) {
      expect(await firstOf(ledger.entries(from))).toEqual(all[from - 1]);
    }
    expect(await firstOf(ledger.entries(2493))).toBeUndefined();
  });

  async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
    for await (const item of items) return item;
    return undefined;
  }
});

describe('a ledger that was damaged', () => {
  async function ledgerOfThree(): Promise<MemoryTable> {
    const memory = new MemoryTable();
    await writerOn(memory).append([FACTS.raised(), FACTS.holdIntended(), FACTS.assessed('the-call')]);
    return memory;
  }

  test('is not read past an entry that was changed', async () => {
    const memory = await ledgerOfThree();
    const item = memory.items.get('LEDGER#ENTRIES#0 000000000003');
    if (item === undefined) throw new Error('entry 3 is not where it should be');
    item['text'] = { S: item['text']?.S?.replace('the-call', 'a-call') ?? '' };
    await expect(entriesOf(memory)).rejects.toThrow('entry 3 of the ledger is not what was written');
    await expect(writerOn(memory).about('the-call')).rejects.toThrow('entry 3 of the ledger');
  });

  test('is not read past an entry that was removed, and says which', async () => {
    const memory = await ledgerOfThree();
    memory.items.delete('LEDGER#ENTRIES#0 000000000002');
    await expect(entriesOf(memory)).rejects.toThrow('entry 2 is missing from the ledger');
    await expect(writerOn(memory).about(FINDING.id)).rejects.toThrow(`an entry about "${FINDING.id}" is missing`);
  });

  test('is not appended to where its head is not one', async () => {
    const memory = await ledgerOfThree();
    const head = memory.items.get('LEDGER#HEAD HEAD');
    if (head === undefined) throw new Error('there is no head');
    delete head['hash'];
    await expect(writerOn(memory).append([FACTS.holdConfirmed()])).rejects.toThrow('the head of the ledger is damaged');
  });
});

describe('a table that does not take it', () => {
  test('is tried for half a minute, then the append fails and says so', async () => {
    const memory = new MemoryTable();
    let now = 0;
    const pause = async (milliseconds: number) => {
      now += milliseconds;
      await setImmediate();
    };
    memory.fate = ({ name }) => (name === 'TransactWriteItems' ? faultNamed('ThrottlingException') : 'done');
    const ledger = new DynamoLedger(memory.table(pause), { now: () => now });
    await expect(ledger.append([FACTS.raised()])).rejects.toThrow(/^the ledger was not written in 30 s/);
    expect(now).toBeGreaterThan(30_000);
    memory.fate = () => 'done';
    expect((await ledger.append([FACTS.raised()])).ok).toBe(true);
  });

  test.each(['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException'])(
    'is not asked again after %s',
    async (name) => {
      const memory = new MemoryTable();
      memory.fate = fatesOf('TransactWriteItems', [faultNamed(name)]);
      await expect(writerOn(memory).append([FACTS.raised()])).rejects.toThrow(name);
      expect(memory.requests.filter((request) => request.name === 'TransactWriteItems')).toHaveLength(1);
    },
  );

  test('is not asked again where it says that an item is not allowed', async () => {
    const memory = new MemoryTable();
    memory.fate = fatesOf('TransactWriteItems', [cancelled(['None', 'ValidationError'])]);
    await expect(writerOn(memory).append([FACTS.raised()])).rejects.toThrow('cancelled');
  });
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
