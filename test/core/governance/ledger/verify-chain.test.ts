import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEntry } from '../../../../lib/core/governance/ledger/fact.ts';
import {
  chained,
  type Checkpoint,
  checkpointText,
  subjectOf,
  verifyCheckpoint,
  type VerifySignature,
} from '../../../../lib/core/governance/ledger/ledger-chain.ts';
import {
  checkpointLine,
  entryLine,
  readLedgerLine,
  verifyLedgerLines,
} from '../../../../lib/core/governance/ledger/ledger-line.ts';
import { type ChainFault, type ChainLink, verifyChain } from '../../../../lib/core/governance/ledger/verify-chain.ts';
import { entriesOf, FACTS, NOW, SASHA } from '../approval-fixtures.ts';

const signed = (text: string) => `signature of ${text}`;
const verify: VerifySignature = (text, signature) => signature === signed(text);
const LEDGER = entriesOf([
  FACTS.raised(),
  FACTS.holdIntended(),
  FACTS.holdConfirmed(),
  FACTS.announced('console'),
  FACTS.signed(SASHA),
  FACTS.assessed('call-1'),
]);

function checkpointAt(entry: LedgerEntry): Checkpoint {
  const unsigned = { sequence: entry.sequence, hash: entry.hash, at: NOW };
  return { ...unsigned, signature: signed(checkpointText(unsigned)) };
}

function reportOf(
  links: readonly ChainLink[],
  checkpoints: readonly Checkpoint[] = [],
  trusted: VerifySignature | undefined = verify,
) {
  const verifier = verifyChain(trusted);
  for (const checkpoint of checkpoints) verifier.checkpoint(checkpoint);
  for (const link of links) verifier.entry(link);
  return verifier.report();
}

/** A ledger in which an entry holds another fact; the hashes from there on are made to fit. */
function forged(from: number, count: number): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const entry of LEDGER) {
    const isForged = entry.sequence >= from && entry.sequence < from + count;
    const fact = entry.sequence === from ? FACTS.announced('nobody') : entry.fact;
    entries.push(isForged ? chained(fact, subjectOf(fact), entries.at(-1)) : entry);
  }
  return entries;
}

const LAST = LEDGER.at(-1) ?? fail();
const SIGNED_END = checkpointAt(LAST);

function fail(): never {
  throw new Error('the fixture has entries');
}

function swapped(place: number): readonly LedgerEntry[] {
  return LEDGER.flatMap((entry, index) => {
    if (index === place) return LEDGER[place + 1] ?? [];
    return index === place + 1 ? (LEDGER[place] ?? []) : entry;
  });
}

describe('a ledger as it was written', () => {
  test('verifies, and the report says how far a trusted signature covers it', () => {
    expect(reportOf(LEDGER, [SIGNED_END])).toEqual({
      from: 1,
      until: 6,
      entries: 6,
      head: LAST.hash,
      signedUntil: 6,
      uncheckedSignatures: 0,
      fault: undefined,
    });
  });

  test('verifies without a key, but then nothing of it is covered by a signature', () => {
    const verifier = verifyChain(undefined);
    for (const entry of LEDGER) verifier.entry(entry);
    verifier.checkpoint(SIGNED_END);
    expect(verifier.report()).toMatchObject({ signedUntil: 0, uncheckedSignatures: 1, fault: undefined });
  });

  test('gives every fact a hash that another fact, place, subject or past does not have', () => {
    const [first, second] = LEDGER;
    expect(first?.previous).toBe(`sha256:${'0'.repeat(64)}`);
    expect(second?.previous).toBe(first?.hash);
    expect(new Set(LEDGER.map(({ hash }) => hash)).size).toBe(LEDGER.length);
  });

  test('keeps the subject apart: a call for its assessment, the finding for all else', () => {
    expect(LEDGER.map(({ subject }) => subject)).toEqual([
      ...Array.from({ length: 5 }, () => 'F-000000000001'),
      'call-1',
    ]);
  });
});

describe('what was done to a ledger is named with the first bad entry', () => {
  const changedFact = LEDGER.map((entry) => (entry.sequence === 3 ? { ...entry, fact: FACTS.holdFailed() } : entry));
  const cases: readonly (readonly [string, readonly ChainLink[], readonly Checkpoint[], ChainFault])[] = [
    ['a changed fact', changedFact, [], { code: 'CHANGED', sequence: 3, detail: 'its content does not have its hash' }],
    [
      'a changed fact with its hash made to fit',
      forged(3, 1),
      [],
      { code: 'CHANGED', sequence: 3, detail: 'entry 4 does not follow it' },
    ],
    [
      'two changed entries in a row',
      forged(2, 2),
      [],
      { code: 'CHANGED', sequence: 3, detail: 'entry 4 does not follow it' },
    ],
    [
      'the first entry, forged',
      forged(1, 1),
      [],
      { code: 'CHANGED', sequence: 1, detail: 'entry 2 does not follow it' },
    ],
    [
      'all forged to the end',
      forged(4, 3),
      [SIGNED_END],
      { code: 'CHANGED', sequence: 6, detail: 'it is not the entry that was signed' },
    ],
    [
      'a removed entry',
      LEDGER.filter(({ sequence }) => sequence !== 2),
      [],
      { code: 'REMOVED', sequence: 2, until: 2 },
    ],
    ['a removed beginning', LEDGER.slice(3), [], { code: 'REMOVED', sequence: 1, until: 3 }],
    ['two entries in the wrong order', swapped(2), [], { code: 'REORDERED', sequence: 3 }],
    ['an entry twice', [...LEDGER, LAST], [], { code: 'REORDERED', sequence: 6 }],
    ['a cut end', LEDGER.slice(0, 4), [SIGNED_END], { code: 'TRUNCATED', sequence: 5, signed: 6 }],
    ['nothing left', [], [SIGNED_END], { code: 'TRUNCATED', sequence: 1, signed: 6 }],
    [
      'a checkpoint by another key',
      LEDGER,
      [{ ...SIGNED_END, signature: 'other' }],
      { code: 'FORGED_CHECKPOINT', sequence: 6 },
    ],
  ];
  test.each(cases)('%s', (_, links, checkpoints, fault) => {
    expect(reportOf(links, checkpoints).fault).toEqual(fault);
  });

  test('a cut end is not seen without a checkpoint: the report says how far it is covered', () => {
    expect(reportOf(LEDGER.slice(0, 4))).toMatchObject({ entries: 4, signedUntil: 0, fault: undefined });
  });

  test('no change of any member of any entry goes unseen', () => {
    const members = ['sequence', 'subject', 'fact', 'previous', 'hash'] as const;
    fc.assert(
      fc.property(
        fc.nat({ max: LEDGER.length - 1 }),
        fc.constantFrom(...members),
        fc.jsonValue(),
        (place, member, value) => {
          const original = LEDGER[place];
          fc.pre(original !== undefined && JSON.stringify(original[member]) !== JSON.stringify(value));
          const lines = LEDGER.map((entry, index) =>
            JSON.stringify(index === place ? { ...entry, [member]: value } : entry),
          );
          const verifier = verifyChain(undefined);
          for (const text of lines) {
            const line = readLedgerLine(text);
            if (line.kind === 'entry') verifier.entry(line.link);
            if (line.kind === 'unreadable') verifier.unreadable(line.detail);
          }
          // the hash of the last entry is only known from what follows, or from a checkpoint
          expect(verifier.report().fault).toBeDefined();
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('checkpoints', () => {
  test('are signed over their sequence, hash and time', () => {
    expect(verifyCheckpoint(SIGNED_END, verify)).toBe(true);
    for (const change of [{ sequence: 5 }, { hash: LEDGER[0]?.hash ?? LAST.hash }, { at: NOW + 1 }]) {
      expect(verifyCheckpoint({ ...SIGNED_END, ...change }, verify)).toBe(false);
    }
  });
});

describe('an exported ledger', () => {
  async function* stream(lines: readonly string[]) {
    yield* lines;
  }
  const lines = [checkpointLine(SIGNED_END), ...LEDGER.map(entryLine)];

  test('verifies line by line, whatever the order of its members', async () => {
    expect((await verifyLedgerLines(stream([...lines, '']), verify)).fault).toBeUndefined();
    const reversed = LEDGER.map((entry) => JSON.stringify(Object.fromEntries(Object.entries(entry).toReversed())));
    expect((await verifyLedgerLines(stream(reversed), verify)).fault).toBeUndefined();
  });

  test.each([
    '{"sequence":',
    '[]',
    '{"sequence":"1"}',
    '{"checkpoint":{"sequence":1}}',
    '{"sequence":3,"subject":"a"}',
    '1e999',
    `{"checkpoint":null,"sequence":3}`,
  ])('names the place of a line that is none: %s', async (line) => {
    const report = await verifyLedgerLines(stream(lines.with(3, line)), verify);
    expect(report.fault).toMatchObject({ code: 'UNREADABLE', sequence: 3 });
  });

  const written = entryLine(LEDGER[2] ?? fail());
  test.each([
    [
      'a member twice, of which the hash has the last',
      written.replace('{"fact":', '{"fact":{"kind":"rejected"},"fact":'),
    ],
    ['a member twice within the fact', written.replace('"kind":', '"kind":"rejected","kind":')],
    ['a member that no hash is over', written.replace('{"fact":', '{"approvedBy":"everybody","fact":')],
    ['a checkpoint with an entry beside it', checkpointLine(SIGNED_END).replace('}}', '},"fact":{"kind":"rejected"}}')],
    ['a checkpoint that says more than was signed', checkpointLine(SIGNED_END).replace('"at":', '"by":"us","at":')],
    ['a number in another form', written.replace('"sequence":3', '"sequence":3.0')],
    ['a text in another form', written.replace('"subject":"F', '"subject":"\\u0046')],
    ['white space', written.replace('"sequence":', '"sequence": ')],
  ])('is not as it was written with %s', async (_, line) => {
    expect(line).not.toBe(written);
    const report = await verifyLedgerLines(stream(lines.with(3, line)), verify);
    expect(report.fault).toMatchObject({ code: 'UNREADABLE', sequence: 3 });
  });
});
