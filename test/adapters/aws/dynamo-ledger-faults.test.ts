import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { FACTS, FINDING } from '../../core/governance/approval-fixtures.ts';
import { cancelled, faultNamed, MemoryTable, type Request } from './memory-table.ts';
import { writerOn, entriesOf, callsNamed, patientWriterOn, fatesOf } from './ledger-writers.ts';

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
