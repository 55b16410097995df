import { describe, expect, test } from '@jest/globals';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import { assessWatched, type UnassessedChange } from '../../../lib/core/governance/assess/assess-watched.ts';
import { ReplayedObservations } from '../../../lib/usecases/replay/replayed-observations.ts';
import { account, callOf, DAY, ENGINEER, governance, NOW, record } from '../company.ts';

const brought = (id: string, time = NOW) =>
  callOf(record('UpdateService', { cluster: 'shop', service: id }, { id, time, source: 'ecs.amazonaws.com' }));

function changeOf({ change }: ReturnType<typeof brought>): UnassessedChange {
  if (change.kind !== 'deployment' && change.kind !== 'trust') throw new Error(`it is a change of kind ${change.kind}`);
  return change;
}

/** The account with a tag on the role of engineers. */
function withTag(key: string, value: string): AccountState {
  const state = account();
  const role = state.roles.get('engineer');
  if (role === undefined) throw new Error('no such role');
  return { ...state, roles: new Map(state.roles).set('engineer', { ...role, tags: new Map([[key, value]]) }) };
}

/** What comes of calls, and how often they were assessed. */
function seen(calls: readonly ReturnType<typeof brought>[], states = [account()], rules = governance()) {
  const observations = new ReplayedObservations();
  let assessed = 0;
  const findings = calls.flatMap((call, index): readonly Finding[] => {
    const state = states[index] ?? states[0];
    const watched = { call, change: changeOf(call), state, governance: rules, now: call.time };
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

  test('are assessed once however often the account changes, for as long as who acts is of one class', () => {
    expect(seen([brought('a'), brought('b')], [account(), account()]).assessed).toBe(1);
  });

  test('are assessed again where who acts is of another class by now', () => {
    const marked = governance();
    const [agent, engineer] = marked.classes;
    if (agent === undefined || engineer === undefined) throw new Error('no such classes');
    const tagged = {
      ...agent,
      name: 'tagged',
      match: { ...engineer.match, names: [], tags: [new Map([['kind', 'agent']])] },
    };
    const rules = { ...marked, classes: [tagged, agent, engineer] };
    expect(seen([brought('a'), brought('b')], [account(), withTag('kind', 'agent')], rules).assessed).toBe(2);
  });

  test('are assessed each where they may open something', () => {
    const asked = (id: string) => callOf(record('AcceptDelegationRequest', { delegationRequestId: id }, { id }));
    expect(seen([asked('a'), asked('b')]).assessed).toBe(2);
  });

  test('of somebody else are assessed by themselves', () => {
    const other = { ...brought('b'), actor: { ...brought('b').actor, principalArn: `${ENGINEER}-2` } };
    expect(seen([brought('a'), other]).assessed).toBe(2);
  });
});
