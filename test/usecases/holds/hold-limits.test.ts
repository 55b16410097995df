import { describe, expect, test } from '@jest/globals';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Response } from '../../../lib/core/governance/finding.ts';
import type { BreakerLimit } from '../../../lib/core/governance/standards/standards.ts';
import { stopsHold } from '../../../lib/usecases/holds/stops-hold.ts';
import { caseOf as factsOf, FACTS, FINDING, NOW as THEN } from '../../core/governance/approval-fixtures.ts';
import { weakeningsOf } from '../../../lib/core/governance/rules/weakenings-of.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { account, ADMIN, AGENT, attachAdmin, DAY, governance, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import { answers, byTerraform, denies, foundBy, put, sign } from './held-world.ts';

describe('the guard is not the next incident', () => {
  test('who puts the same excess back again and again is quarantined', async () => {
    const here = await open();
    const statuses = [];
    for (const id of ['a', 'b', 'c', 'd']) {
      const findingId = await foundBy(here, attachAdmin({ id }));
      statuses.push({ status: (await caseOf(here, findingId)).status, denies: denies(here, 'deployer').length });
    }
    expect(statuses).toEqual([0, 0, 0, 1].map((count) => ({ status: 'held', denies: count })));
    expect(here.announced.at(-1)).toContain('quarantined: the same excess came back after 3 holds');
  });

  test('who takes its deny away again and again is quarantined', async () => {
    const here = await open();
    await foundBy(
      here,
      byTerraform(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id: 'a' })),
    );
    for (const id of ['b', 'c', 'd']) {
      const [policyName = ''] = denies(here, 'deployer');
      await foundBy(here, byTerraform(record('DeleteRolePolicy', { roleName: 'deployer', policyName }, { id })));
    }
    expect(here.announced.at(-1)).toContain('quarantined: the same excess came back after 3 holds');
    expect(answers(here, 'deployer', ['s3:GetObject', 'iam:CreateUser'])).toEqual(['deny', 'deny']);
  });

  test.each([
    ['where the holds are some minutes apart', 19, true],
    ['not where they are long ago', 31, false],
  ])('%s', async (_, minutes, isQuarantined) => {
    const here = await open();
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      const now = NOW + index * minutes * MINUTE;
      here.at(now);
      await foundBy(here, attachAdmin({ id, time: now }));
    }
    expect(denies(here, 'deployer').length > 0).toBe(isQuarantined);
  });

  test('too many holds at once stop, page, and go on when the window has passed', async () => {
    const here = await open({ governance: { ...governance(), breaker: { holds: 2, withinMinutes: 10 } } });
    await foundBy(here, put('deployer', 's3:PutObject', 'a'));
    await foundBy(here, put('deployer', 's3:PutObjectAcl', 'b'));
    const third = await foundBy(here, attachAdmin());
    expect(await caseOf(here, third)).toMatchObject({ status: 'hold-failed', irregularities: [] });
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
    expect(here.announced.at(-1)).toContain('the breaker is open: 2 holds in account');
    here.at(NOW + 5 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, third)).status).toBe('hold-failed');
    here.at(NOW + 20 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await caseOf(here, third)).status).toBe('held');
  });
});

describe('a share of the principals of an account', () => {
  const AGENTS = ['deployer-1', 'deployer-2', 'deployer-3', 'deployer-4'];
  const limited = (sharePercent: number) => {
    const state = account();
    const role = state.roles.get('deployer');
    if (role === undefined) throw new Error('no such role');
    const more = AGENTS.map(
      (name) => [name, { ...role, name, id: `AROA${name}`, arn: `${AGENT}${name.slice(-2)}` }] as const,
    );
    const breaker = { holds: 30, withinMinutes: 10, sharePercent };
    return open({
      state: { ...state, roles: new Map([...state.roles, ...more]) },
      governance: { ...governance(), breaker },
    });
  };
  const holdsOf = async (here: Awaited<ReturnType<typeof open>>) => {
    const statuses = [];
    for (const role of AGENTS) {
      const id = await foundBy(here, put(role, 's3:PutObject', role));
      statuses.push((await caseOf(here, id)).status);
    }
    return statuses;
  };

  test('opens the breaker where more of them are held', async () => {
    const here = await limited(49);
    expect(await holdsOf(here)).toEqual(['held', 'held', 'held', 'hold-failed']);
    expect(here.announced.at(-1)).toContain('the breaker is open: 3 of 6 principals held in account');
  });

  test('does not where fewer are', async () => {
    expect(await holdsOf(await limited(50))).toEqual(['held', 'held', 'held', 'held']);
  });
});

describe('a class whose mode is lowered', () => {
  const lowered = () => {
    const rules = governance();
    return { ...rules, classes: rules.classes.map((each) => ({ ...each, mode: 'warn' as const })) };
  };

  test('has no hold that was planned before and is due after, until the mode is raised again', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines({ ...here.deps, governance: lowered() });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'open', hold: { kind: 'none' } });
    await resume(here.deps);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('keeps what is held, and what people signed still ends', async () => {
    const here = await open();
    const findingId = await foundBy(here, attachAdmin());
    await sign(here, findingId);
    here.at(NOW + DAY);
    await meetDueDeadlines({ ...here.deps, governance: lowered() });
    expect((await caseOf(here, findingId)).status).toBe('held');
  });
});

describe('what stops a hold', () => {
  const topic = 'arn:aws:sns:us-east-1:111122223333:alarms';
  const order = { service: 'sns', name: 'SetTopicAttributes', region: 'us-east-1', resource: topic } as const;
  const move = { service: 'organizations', name: 'MoveAccount', account: '1', from: 'ou-a', to: 'ou-b' } as const;
  const planned = (calls: readonly PlanCall[]): Response => ({
    kind: 'hold',
    plan: { kind: 'exact-inverse', account: '111122223333', calls, restore: [], summary: '' },
  });
  const ofTopic = planned([{ ...order, document: null, expects: null }]);
  const held = (index: number, response: Response): Case => {
    const told = { ...FINDING, id: `F-${index}`, response };
    const facts = [FACTS.raised(told), FACTS.holdIntended(THEN), FACTS.holdConfirmed(THEN)];
    return factsOf(facts);
  };
  const cases = (count: number, response: Response) =>
    Array.from({ length: count }, (_, index) => held(index, response));
  const why = async (response: Response, before: readonly Case[], breaker: Partial<BreakerLimit> = {}) => {
    const asked: string[] = [];
    const rules = { ...governance(), breaker: { holds: 9, withinMinutes: 10, ...breaker } };
    const snapshots = {
      known: async (account: string) => {
        asked.push(account);
        return ['a', 'b', 'c'];
      },
    };
    const calls = 'plan' in response ? response.plan.calls : [];
    const found = factsOf([FACTS.raised({ ...FINDING, response })]);
    const known = { cases: before, ofPrincipal: [], governance: rules, now: THEN, calls };
    return { said: await stopsHold(found, known, { snapshots }), asked };
  };

  test.each<[string, Response, number, Partial<BreakerLimit>, string | undefined]>([
    ['nothing', FINDING.response, 0, {}, undefined],
    ['an excess put back again and again, where no deny can stand in', ofTopic, 3, {}, 'quarantined'],
    ['no such excess where a deny can', FINDING.response, 3, {}, undefined],
    ['the breaker, before all', ofTopic, 3, { holds: 3 }, 'the breaker is open: 3 holds'],
    [
      'that nobody can read where an account would be moved to',
      planned([move]),
      0,
      {},
      'the organization cannot be read',
    ],
  ])('is %s', async (_, response, count, breaker, said) => {
    const answer = await why(response, cases(count, response), breaker);
    expect({ said: answer.said?.slice(0, said?.length), asked: answer.asked }).toEqual({ said, asked: [] });
  });

  test('is a share only where it is asked for, and holds are enough for one', async () => {
    const share = { sharePercent: 20 };
    expect((await why(ofTopic, cases(2, ofTopic), share)).asked).toEqual([]);
    expect((await why(ofTopic, cases(3, ofTopic), share)).asked).toEqual([FINDING.account]);
  });
});

describe('a class that is renamed in ambit.yaml while a hold waits for its deadline', () => {
  const renamed = () => {
    const rules = governance();
    return { ...rules, classes: rules.classes.map((each) => ({ ...each, name: `${each.name}-2` })) };
  };

  test('is no way out of the hold: the principal is in it all the same', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    expect(weakeningsOf(here.deps.governance, renamed())).toEqual([]);
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines({ ...here.deps, governance: renamed() });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held' });
    expect(here.account.effects).toEqual(['DeleteRolePolicy']);
  });

  test('is the class by which a deny stands in for the hold', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('engineer', 'iam:*'));
    here.account.refuses.add('DeleteRolePolicy');
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines({ ...here.deps, governance: renamed() });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held' });
    expect(answers(here, 'engineer', ['s3:GetObject', 'iam:CreateUser'])).toEqual(['allow', 'deny']);
  });
});
