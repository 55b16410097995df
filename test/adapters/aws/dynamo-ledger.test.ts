import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import type { Fact, LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { verifyChain } from '../../../lib/core/governance/ledger/verify-chain.ts';
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

function subjectsNamed(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({ subject: `${prefix}-${index}`, entries: 0 }));
}

/** Another function on the same table whose clock goes on while it waits, past the claims of others. */
function patientWriterOn(memory: MemoryTable): { readonly ledger: DynamoLedger; readonly now: () => number } {
  let now = Date.now();
  const pause = async (milliseconds: number) => {
    now += milliseconds;
    await setImmediate();
  };
  return { ledger: new DynamoLedger(memory.table(pause), { now: () => now }), now: () => now };
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

  test('who expect that nothing was found of a principal agree on one who finds something', async () => {
    const memory = new MemoryTable();
    const expected = { principal: FINDING.principal, kind: FINDING.kind, since: 0 };
    const ids = Array.from({ length: 20 }, (_, index) => `F-${String(index).padStart(12, '0')}`);
    const results = await Promise.all(
      ids.map((id) => writerOn(memory).append([FACTS.assessed(id), FACTS.raised(findingWith({ id }))], expected)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await entriesOf(memory)).toHaveLength(2);
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

  test.each([1, 60])(
    'who expect nothing of more subjects than a transaction takes agree on one winner: %d facts',
    async (facts) => {
      const memory = new MemoryTable();
      const expected = subjectsNamed('shared', 250);
      const results = await Promise.all(
        Array.from({ length: 4 }, (_, index) =>
          writerOn(memory).append(
            [FACTS.assessed(`shared-${60 * index}`), ...callsNamed(`by-${index}`, facts)],
            ...expected,
          ),
        ),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await entriesOf(memory)).toHaveLength(1 + facts);
    },
  );

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

test('who loses the head again and again claims it, and others wait for it', async () => {
  const memory = new MemoryTable();
  const lost = cancelled(['ConditionalCheckFailed', 'None', 'None']);
  memory.fate = fatesOf('TransactWriteItems', [lost, lost]);
  await writerOn(memory).append([FACTS.assessed('a')]);
  const claims = memory.requests.filter(({ name, pks }) => name === 'PutItem' && pks.includes('LEDGER#HEAD'));
  expect(claims).toHaveLength(1);
  await writerOn(memory).append([FACTS.assessed('b')]);
  expect(await entriesOf(memory)).toHaveLength(2);
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
            const result = await ledger.append(marked, ...(expects ? [{ subject, entries }] : []));
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

describe('a transaction that is seen in part', () => {
  const isSeen = (memory: MemoryTable) => memory.items.has('LEDGER#HEAD HEAD');

  /** Appends, and does the work again and again from when the head is seen until all is. */
  async function meanwhile(memory: MemoryTable, facts: readonly Fact[], work: () => Promise<void>): Promise<void> {
    const appending = { isDone: false };
    const appended = writerOn(memory)
      .append(facts)
      .finally(() => {
        appending.isDone = true;
      });
    while (!isSeen(memory)) await setImmediate();
    while (!appending.isDone) await work();
    await appended;
  }

  test.each(['000000000001', '000000000002'])('is read without a gap, though its entry %s comes late', async (late) => {
    const memory = new MemoryTable();
    memory.lateBy = (key) => (key === `LEDGER#ENTRIES#0 ${late}` ? 12 : 0);
    let reads = 0;
    await meanwhile(memory, [FACTS.raised(), FACTS.holdIntended(), FACTS.assessed('a')], async () => {
      const entries = await entriesOf(memory);
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3].slice(0, entries.length));
      const about = await writerOn(memory).about(FINDING.id);
      expect(about.map(({ sequence }) => sequence)).toEqual([1, 2].slice(0, about.length === 0 ? 0 : 2));
      reads += 1;
    });
    expect(reads).toBeGreaterThan(0);
  });

  test('is never the second of two entries about a subject alone', async () => {
    const memory = new MemoryTable();
    memory.lateBy = (key) => (/^LEDGER#SUBJECT#.* N#000000000001$/.test(key) ? 12 : 0);
    let reads = 0;
    await meanwhile(memory, [FACTS.raised(), FACTS.holdIntended()], async () => {
      expect([0, 2]).toContain((await writerOn(memory).about(FINDING.id)).length);
      reads += 1;
    });
    expect(reads).toBeGreaterThan(0);
  });

  test.each([
    ['one transaction', /^LEDGER#SUBJECT#/, 2],
    ['a batch', /^LEDGER#ENTRIES#/, 60],
  ])('counts for who expected less of its subject: %s', async (_, late, count) => {
    for (const facts of [[FACTS.holdFailed()], [FACTS.assessed('b')], callsNamed('c', 60)]) {
      const memory = new MemoryTable();
      memory.lateBy = (key) => (late.test(key) ? 20 : 0);
      const other = writerOn(memory);
      const first = writerOn(memory).append([FACTS.raised(), ...callsNamed('a', count - 1)]);
      while (!isSeen(memory) || memory.items.get('LEDGER#HEAD HEAD')?.['sequence']?.N === '0') await setImmediate();
      const second = await other.append(facts, { subject: FINDING.id, entries: 0 });
      expect(second).toMatchObject({ ok: false, error: { found: 1 } });
      expect((await first).ok).toBe(true);
      expect(await entriesOf(memory)).toHaveLength(count);
    }
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

  test.each([0, 6, 12])(
    'is no conflict with itself, also where its head comes to be seen %d requests later',
    async (late) => {
      const memory = new MemoryTable();
      memory.lateBy = (key) => (key.startsWith('LEDGER#HEAD') ? late : 0);
      memory.fate = fatesOf('TransactWriteItems', ['lost']);
      const appended = await writerOn(memory).append([FACTS.raised()], { subject: FINDING.id, entries: 0 });
      expect(appended.ok).toBe(true);
      expect(await writerOn(memory).about(FINDING.id)).toHaveLength(1);
    },
  );

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

describe('of more subjects than a transaction takes, one that was written about', () => {
  /** The transactions of one batch. */
  const BATCH = ['first checks', 'last checks', 'head'] as const;

  test.each([...BATCH.entries()])('is noticed, whoever is killed at transaction %d: %s', async (killedAt) => {
    const memory = new MemoryTable();
    const isOfBatch = ({ name, input }: Request) =>
      name === 'TransactWriteItems' && JSON.stringify(input).includes('ConditionCheck');
    let seen = -1;
    memory.fate = (request) => {
      if (isOfBatch(request)) seen += 1;
      return isOfBatch(request) && seen === killedAt ? faultNamed('AccessDeniedException') : 'done';
    };
    const expected = subjectsNamed('shared', 250);
    await expect(writerOn(memory).append(callsNamed('killed', 3), ...expected)).rejects.toThrow(
      'AccessDeniedException',
    );
    memory.fate = () => 'done';
    expect(await entriesOf(memory)).toEqual([]);
    const { ledger: again } = patientWriterOn(memory);
    expect(await again.append(callsNamed('killed', 3), ...expected)).toMatchObject({ ok: true });
    expect(await again.append([FACTS.assessed('shared-249')])).toMatchObject({ ok: true });
    const late = await again.append(callsNamed('late', 3), ...expected);
    expect(late).toMatchObject({ ok: false, error: { subject: 'shared-249', expected: 0, found: 1 } });
    expect(await entriesOf(memory)).toHaveLength(4);
  });

  test('is noticed by who did not count it again', async () => {
    const memory = new MemoryTable();
    const expected = subjectsNamed('shared', 250);
    const stale = writerOn(memory);
    expect(await stale.append(callsNamed('first', 1), ...expected)).toMatchObject({ ok: true });
    await writerOn(memory).append([FACTS.assessed('shared-200')]);
    expect(await stale.append(callsNamed('second', 1), ...expected)).toMatchObject({ ok: false });
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
    const { ledger, now } = patientWriterOn(memory);
    const before = now();
    await ledger.append([FACTS.raised(), FACTS.assessed('killed-3')], { subject: FINDING.id, entries: 0 });
    expect(now() - before).toBeGreaterThan(10_000);
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

  test('does not give an entry for one about another subject', async () => {
    const memory = await ledgerOfThree();
    for (const item of memory.items.values()) {
      if (item['ordinal']?.N === '2') item['sequence'] = { N: '3' };
    }
    await expect(writerOn(memory).about(FINDING.id)).rejects.toThrow(
      `entry 3 of the ledger is not about "${FINDING.id}"`,
    );
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
