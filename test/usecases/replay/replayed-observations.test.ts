import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import { assessWatched, type UnassessedChange } from '../../../lib/core/governance/assess/assess-watched.ts';
import { ReplayedObservations } from '../../../lib/usecases/replay/replayed-observations.ts';
import { account, callOf, DAY, ENGINEER, governance, NOW, record } from '../company.ts';

const brought = (id: string, time = NOW) =>
  callOf(record('UpdateService', { cluster: 'shop', service: id }, { id, time, source: 'ecs.amazonaws.com' }));

function changeOf({ change }: ReturnType<typeof brought>): UnassessedChange {
  if (change.kind !== 'deployment') throw new Error(`it is a change of kind ${change.kind}`);
  return change;
}

/** What comes of calls, and how often they were assessed. */
function seen(calls: readonly ReturnType<typeof brought>[], states = [account()]) {
  const observations = new ReplayedObservations();
  let assessed = 0;
  const findings = calls.flatMap((call, index): readonly Finding[] => {
    const state = states[index] ?? states[0];
    const watched = { call, change: changeOf(call), state, governance: governance(), now: call.time };
    return observations.unlessKnown(watched, () => {
      assessed += 1;
      return assessWatched(watched);
    });
  });
  return { ids: [...new Set(findings.map(({ id }) => id))], assessed };
}

describe('changes that are only observed', () => {
  test('are assessed once a day for one account as it is', () => {
    const { ids, assessed } = seen([brought('a'), brought('b'), brought('c')]);
    expect(assessed).toBe(1);
    expect(ids).toHaveLength(1);
  });

  test('are assessed again the next day', () => {
    expect(seen([brought('a'), brought('b', NOW + DAY)]).ids).toHaveLength(2);
  });

  test('are assessed again where the account has changed: whoever acts may be of another class', () => {
    expect(seen([brought('a'), brought('b')], [account(), account()]).assessed).toBe(2);
  });

  test('of somebody else are assessed by themselves', () => {
    const other = { ...brought('b'), actor: { ...brought('b').actor, principalArn: `${ENGINEER}-2` } };
    expect(seen([brought('a'), other]).assessed).toBe(2);
  });
});
