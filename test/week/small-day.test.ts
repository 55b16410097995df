import { beforeAll, describe, expect, test } from '@jest/globals';
import { SEED } from '../core/access/reading-sets.ts';
import { told } from './told.ts';
import { judge, type Verdict } from './verdict.ts';
import { draw, type Drawn, type Outcome, play } from './week.ts';

/** One day of few: more of it is bad, and goes wrong, than in a week of many, so that each fault meets something bad. */
const FAULTS = { lost: 0.15, late: 0.15, twice: 0.15 };
const PLAN = { principals: 60, days: 1, calls: 240, bad: 0.14, faults: FAULTS, seed: SEED };

describe(`a day of duplicate, lost and late events, with an outage (seed ${SEED})`, () => {
  let drawn: Drawn;
  let outcome: Outcome;
  let verdict: Verdict;

  beforeAll(async () => {
    drawn = draw(PLAN);
    outcome = await play(drawn);
    verdict = judge(drawn, outcome);
  });

  test('there is something of everything in it', () => {
    const { estate, deliveries, outage, calls } = drawn;
    expect(estate.bads.length).toBeGreaterThan(10);
    expect(new Set(estate.bads.map(({ way }) => way)).size).toBeGreaterThan(4);
    const meetsBad = (ids: ReadonlySet<string>) => estate.bads.some(({ callId }) => ids.has(callId));
    expect([deliveries.lost, deliveries.late, deliveries.twice].map(meetsBad)).toEqual([true, true, true]);
    expect(calls.filter(({ at }) => at >= outage.from && at < outage.until).length).toBeGreaterThan(0);
    expect(told(estate, outcome.facts).filter(({ heldAt }) => heldAt !== undefined).length).toBeGreaterThan(10);
  });

  test('nothing that is handled, swept or due fails', () => {
    expect(outcome.faults).toEqual([]);
  });

  test('all that is bad is told or held by the end of the next sweep', () => {
    expect(verdict.tooLate).toEqual([]);
  });

  test('what was bad and came in time can be used no more', () => {
    expect(verdict.notHeld).toEqual([]);
  });

  test('nobody else is held, and nothing good is taken or denied', () => {
    expect(verdict.wrongHolds).toEqual([]);
  });

  test('nobody is told of what is good', () => {
    expect(verdict.falseAlerts).toEqual([]);
  });

  test('the ledger is whole and signed to its end', () => {
    expect(outcome.ledgerFault).toBeUndefined();
  });
});
