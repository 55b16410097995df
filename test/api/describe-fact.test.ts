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
