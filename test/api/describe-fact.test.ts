import { expect, test } from '@jest/globals';
import { ledgerEvent } from '../../lib/api/describe-fact.ts';
import { entriesOf, FACTS, governanceWith } from '../core/governance/approval-fixtures.ts';

test('a drill is told with its canary and how long it took, and belongs to no finding', () => {
  const [entry] = entriesOf([FACTS.drillPassed()]);
  if (entry === undefined) throw new Error('one fact is one entry');
  expect(ledgerEvent(entry, governanceWith())).toMatchObject({
    subject: 'drill',
    findingId: null,
    text: 'a drill passed: the canary arn:aws:iam::111122223333:role/ambit-drill/AmbitDrill-0123456789ab was found 42 seconds after the call',
  });
});

test('a finding is told with what was planned about it', () => {
  const [entry] = entriesOf([FACTS.raised()]);
  if (entry === undefined) throw new Error('one fact is one entry');
  const { text } = ledgerEvent(entry, governanceWith());
  expect(text).toMatch(/^excess-access \(critical\): arn:aws:iam::\S+; hold: \S/);
});

const digest = `sha256:${'0'.repeat(64)}` as const;
const weakens = [{ place: 'waiver.maxDays', detail: 'it is 60, not 30' }];
const adopted = { kind: 'rules-adopted', digest, standards: digest, version: 2, previous: digest, at: 0 } as const;
const refused = { kind: 'rules-refused', found: digest, inForce: digest, weakens, problem: '', at: 0 } as const;

test.each([
  [{ ...adopted, by: 'first-use' } as const, /version 2 .*TRUSTED ON FIRST USE/],
  [{ ...adopted, by: 'no-weakening' } as const, /in force: they ask for as much/],
  [{ ...adopted, by: 'signatures' } as const, /in force: they ask for less .* people signed/],
  [refused, /weaker rules was found and is not in force: waiver.maxDays: it is 60, not 30/],
  [{ ...refused, weakens: [], problem: 'a tab' }, /cannot be read, and is not in force: a tab/],
])('what became of rules is told in words, and belongs to no finding', (fact, text) => {
  const [entry] = entriesOf([fact]);
  if (entry === undefined) throw new Error('one fact is one entry');
  expect(ledgerEvent(entry, governanceWith())).toMatchObject({ findingId: null, text: expect.stringMatching(text) });
});
