import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { FACTS, FINDING, findingWith } from '../../core/governance/approval-fixtures.ts';
import { cancelled, type Fate, faultNamed, MemoryTable, type Request } from './memory-table.ts';
import { writerOn, entriesOf, callsNamed, patientWriterOn, fatesOf } from './ledger-writers.ts';

function subjectsNamed(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => ({ subject: `${prefix}-${index}`, entries: 0 }));
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
