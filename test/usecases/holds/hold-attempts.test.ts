import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { EnforceOutcome } from '../../../lib/ports/enforcer.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess, holdAgain } from '../../../lib/usecases/holds/hold-access.ts';
import {
  CLAIM_LASTS,
  effectLeftUntil,
  endOf,
  isClaimOf,
  isFresh,
  leftUntil,
  momentAfter,
  underClaim,
  whyAgain,
} from '../../../lib/usecases/holds/hold-claim.ts';
import { makeHoldAgain, makeHoldsAgain } from '../../../lib/usecases/holds/make-holds-again.ts';
import { caseOf as folded, entriesOf, FACTS, FINDING, NOW as THEN } from '../../core/governance/approval-fixtures.ts';
import { ADMIN, attachAdmin, DAY, governance, MINUTE, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { foundBy, put, sign } from './held-world.ts';

const UNDO: PlanCall = { name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN };
const lowered = (mode: 'warn' | 'observe') => {
  const rules = governance();
  return { ...rules, classes: rules.classes.map((each) => ({ ...each, mode })) };
};

describe('nothing is held, and nothing written down,', () => {
  const notHeld = (code: string) => ({ kind: 'not-held', code });
  const agents = (here: World) => foundBy(here, attachAdmin());
  const engineers = (here: World) => foundBy(here, put('engineer', 'iam:*'));

  test.each<[string, (here: World) => Promise<string>, Partial<HandleDeps>, object]>([
    ['of what no finding tells', async () => 'F-000000000000', {}, notHeld('NO_SUCH_FINDING')],
    ['before the deadline', engineers, {}, notHeld('NOT_DUE')],
    ['of what is held', agents, {}, { kind: 'already-held' }],
    [
      'of who is protected',
      engineers,
      { governance: { ...governance(), protectedPrincipals: ['arn:aws:iam::*:role/engineer'] } },
      notHeld('PROTECTED'),
    ],
    ['where the class only warns by now', engineers, { governance: lowered('warn') }, notHeld('NOT_ENFORCED')],
    [
      'of who is in no class by now, which only warns',
      engineers,
      { governance: { ...governance(), classes: [] } },
      notHeld('NOT_ENFORCED'),
    ],
    [
      'of what was given back',
      async (here) => {
        const id = await agents(here);
        await sign(here, id);
        return id;
      },
      {},
      notHeld('WAIVED'),
    ],
    [
      'of what people were only told of',
      async (here) => {
        const { finding } = await caseOf(here, await engineers(here));
        const told = { ...finding, id: 'F-0123456789ab', response: { kind: 'alert', why: 'it only alerts' } } as const;
        await here.deps.ledger.append([{ kind: 'finding-raised', finding: told, at: NOW }]);
        return told.id;
      },
      {},
      notHeld('NO_PLAN'),
    ],
  ])('%s', async (_, found, change, outcome) => {
    const here = await open();
    const id = await found(here);
    const [head, effects] = [await here.deps.ledger.head(), here.account.effects.length];
    expect(await holdAccess(id, { ...here.deps, ...change })).toEqual(outcome);
    expect([await here.deps.ledger.head(), here.account.effects.length]).toEqual([head, effects]);
  });
});

describe('a hold that failed', () => {
  const failing = async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const id = await foundBy(here, attachAdmin());
    for (const due of await here.deps.scheduler.due(NOW + DAY)) await here.deps.scheduler.done(due);
    return { here, id };
  };
  const looks = async ({ deps }: World, until: number) =>
    (await deps.scheduler.due(until)).flatMap((due) => (due.kind === 'second-look' ? [due.at] : []));

  test.each([
    ['a minute later at first', 0, MINUTE],
    ['a minute later while the finding is younger', MINUTE / 2, MINUTE],
    ['as long after it as the finding is old then', 10 * MINUTE, 10 * MINUTE],
    ['after a day at the latest', 3 * DAY, DAY],
  ])('is looked at again %s', async (_, age, wait) => {
    const { here, id } = await failing();
    here.at(NOW + age);
    const outcome = await holdAccess(id, here.deps);
    expect(outcome).toMatchObject({ kind: 'failed', detail: 'PutRolePolicy was refused: AccessDenied: not allowed' });
    const [look = 0, ...more] = await looks(here, NOW + 9 * DAY);
    // each of its attempts has a moment of its own
    expect([Math.round((look - NOW) / 1000), more]).toEqual([(age + wait) / 1000, []]);
  });

  test('is not tried before, only looked at again then; and tried when it is time', async () => {
    const { here, id } = await failing();
    here.account.refuses.clear();
    const { hold } = await caseOf(here, id);
    const next = hold.kind === 'none' ? 0 : hold.at + MINUTE;
    here.at(next - 1);
    expect(await holdAgain(await caseOf(here, id), here.deps)).toBeUndefined();
    expect(await looks(here, NOW + DAY)).toEqual([next]);
    expect(here.account.effects).toEqual([]);
    here.at(next);
    expect(await holdAgain(await caseOf(here, id), here.deps)).toEqual({ kind: 'held' });
    expect(await holdAgain(await caseOf(here, id), here.deps)).toBeUndefined();
  });

  test('is told of, and told of again when it is done', async () => {
    const { here, id } = await failing();
    expect(here.announced.at(-1)).toContain('PutRolePolicy was refused');
    const told = here.announced.length;
    here.account.refuses.clear();
    await holdAccess(id, here.deps);
    expect(here.announced.length).toBe(told + 1);
  });
});

describe('a hold that is not there any more', () => {
  const why = 'somebody took it back';
  const madeIn = async ({ deps }: World, id: string) =>
    (await deps.ledger.about(id)).flatMap(({ fact }) => (fact.kind === 'hold-intended' ? [fact.why] : []));
  const undone = async (here: World, at = 0) => {
    here.at(NOW + at);
    const id = await foundBy(here, attachAdmin());
    here.account.play(attachAdmin());
    here.at(NOW + MINUTE);
    return id;
  };

  test.each<[string, number, object, number]>([
    ['is made again, and says why', NOW, { kind: 'held' }, 2],
    ['is left where it is newer than what took it back', NOW - 1, { kind: 'already-held' }, 1],
  ])('%s', async (_, made, outcome, holds) => {
    const here = await open();
    const id = await undone(here);
    expect(await makeHoldAgain(id, { made, why }, here.deps)).toEqual(outcome);
    expect(await madeIn(here, id)).toEqual([undefined, why].slice(0, holds));
    expect(here.account.effects).toEqual(Array(holds).fill('DetachRolePolicy'));
  });

  test.each<[string, (here: World, id: string) => Promise<unknown>, Case['status']]>([
    ['was given back', sign, 'restored'],
    [
      'is being given back',
      async (here, id) => {
        const restorer = { enforce: () => Promise.reject(new Error('killed')) };
        await expect(sign({ ...here, deps: { ...here.deps, restorer } }, id)).rejects.toThrow('killed');
      },
      'restoring',
    ],
  ])('is not made again of what %s', async (_, given, status) => {
    const here = await open();
    const id = await undone(here);
    await given(here, id);
    expect((await caseOf(here, id)).status).toBe(status);
    const outcome = await makeHoldAgain(id, { made: NOW + DAY, why }, here.deps);
    expect(outcome).toEqual({ kind: 'not-held', code: 'WAIVED' });
    expect(await madeIn(here, id)).toHaveLength(1);
    expect((await caseOf(here, id)).status).toBe(status);
  });

  test('is not begun where nobody knows of it', async () => {
    const here = await open();
    const outcome = await makeHoldAgain('F-000000000000', { made: NOW, why }, here.deps);
    expect(outcome).toEqual({ kind: 'not-held', code: 'NO_SUCH_FINDING' });
  });

  /** What was found of a call that took holds back, at a moment; null: of none, at a start. */
  const foundOf = async (here: World, id: string, time: number | null): Promise<Finding> => {
    const { finding } = await caseOf(here, id);
    const call = time === null || finding.call === null ? null : { ...finding.call, name: 'AttachRolePolicy', time };
    return { ...finding, id: 'F-0123456789ab', kind: 'hold-undone', call, raisedAt: NOW + 500, resources: [id] };
  };
  const told = (by: string) => `${by} took the hold back (F-0123456789ab); it is held again`;

  test.each<[string, number, number | null, readonly string[]]>([
    ['once for the call that took it back', 0, NOW + 1000, [told('AttachRolePolicy')]],
    ['in whose second it was made, which is all that a record tells', 999, NOW, [told('AttachRolePolicy')]],
    ['not where it was made after that', 1000, NOW, []],
    ['without a call, where it was made before that was found', 500, null, [told('a call')]],
    ['not where that was found before', 501, null, []],
  ])('is made again %s', async (_, held, time, reasons) => {
    const here = await open();
    const id = await undone(here, held);
    const found = await foundOf(here, id, time);
    // what else it names and is not held is passed over
    const waiting = await foundBy(here, put('engineer', 'iam:*'));
    const resources = ['F-none', waiting, id];
    for (const _again of [1, 2]) await makeHoldsAgain({ ...found, resources }, here.deps);
    expect((await madeIn(here, id)).slice(1)).toEqual(reasons);
  });

  test('is looked at again where the account shows it as there, which it may do for a minute after', async () => {
    const here = await open();
    const id = await foundBy(here, attachAdmin());
    const found = await foundOf(here, id, NOW + 1000);
    const looks = async () => (await here.deps.scheduler.due(NOW + DAY)).filter(({ kind }) => kind === 'second-look');
    const before = (await looks()).length;
    here.at(NOW + 2000);
    await makeHoldsAgain({ ...found, resources: ['F-none', id] }, here.deps);
    expect(await looks()).toHaveLength(before + 1);
    expect(await looks()).toContainEqual(expect.objectContaining({ findingId: id, at: NOW + 2000 + MINUTE }));
  });

  test('is left as it is where it is a deny, and its principal is gone', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy');
    const id = await foundBy(here, attachAdmin());
    const found = await foundOf(here, id, NOW + 1000);
    const { roles } = here.account.state;
    here.account.state = { ...here.account.state, roles: new Map([...roles].filter(([name]) => name !== 'deployer')) };
    const held = await here.deps.ledger.about(id);
    await makeHoldsAgain(found, here.deps);
    expect(await here.deps.ledger.about(id)).toEqual(held);
  });

  test('is left as it is where it is there, or its principal is gone', async () => {
    const here = await open();
    const id = await undone(here);
    const found = await foundOf(here, id, NOW + 1000);
    const role = { roleName: 'deployer' } as const;
    const undoing: readonly IamCall[] = [
      { name: 'DetachRolePolicy', ...role, policyArn: ADMIN },
      { name: 'DeleteRolePolicy', ...role, policyName: 'look' },
      { name: 'DeleteRole', ...role },
    ];
    for (const each of undoing) {
      here.account.change(each);
      await makeHoldsAgain(found, here.deps);
    }
    expect(await madeIn(here, id)).toHaveLength(1);
  });
});

describe('a hold that never gets a warrant', () => {
  test('is taken up three times more, a moment later each time, and has failed then', async () => {
    const here = await open();
    here.account.play(attachAdmin());
    const asked: string[] = [];
    const refusing = {
      enforce: async (_account: string, { name }: PlanCall): Promise<EnforceOutcome> => {
        asked.push(name);
        return { kind: 'no-warrant', detail: 'none' };
      },
    };
    here.waited.splice(0);
    await handleCall(attachAdmin(), { ...here.deps, enforcer: refusing });
    expect(asked).toEqual(Array(4).fill('DetachRolePolicy'));
    expect(here.waited).toEqual([100, 100, 100]);
    const [found] = await here.deps.cases.cases();
    expect(found?.hold).toMatchObject({ kind: 'failed', detail: 'DetachRolePolicy was not made: none' });
  });
});

describe('an attempt at a hold', () => {
  const facts: readonly Fact[] = [FACTS.raised(), FACTS.holdIntended(THEN)];
  const begun = folded(facts);
  const done = folded([...facts, FACTS.holdConfirmed(THEN + 5)]);
  const none = folded(facts.slice(0, 1));
  const at = (now: number, claimLasts = CLAIM_LASTS) => ({ clock: { now: () => now }, claimLasts });

  test.each<[string, Case, number, number, number | undefined]>([
    ['is left to who has begun it', begun, THEN, CLAIM_LASTS, THEN + CLAIM_LASTS],
    ['is left to it to the last', begun, THEN + CLAIM_LASTS - 1, CLAIM_LASTS, THEN + CLAIM_LASTS],
    ['is anybody’s when its time is over', begun, THEN + CLAIM_LASTS, CLAIM_LASTS, undefined],
    ['is anybody’s where nobody else is at work', begun, THEN, 0, undefined],
    ['is over when it is done', done, THEN, CLAIM_LASTS, undefined],
    ['is none where none was begun', none, THEN, CLAIM_LASTS, undefined],
  ])('%s', (_, found, now, lasts, until) => {
    expect(leftUntil(found, at(now, lasts))).toBe(until);
    expect(effectLeftUntil(found.hold, at(now, lasts))).toBe(until);
  });

  test('is told from others by when it was begun', () => {
    expect([isClaimOf(begun, THEN), isClaimOf(begun, THEN + 1), isClaimOf(begun, undefined)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isClaimOf(done, THEN + 5), isClaimOf(none, undefined)]).toEqual([false, false]);
  });

  test('makes calls within the first half of its time', () => {
    expect([0, 30_000, 30_001].map((ago) => isFresh(THEN, at(THEN + ago)))).toEqual([true, true, false]);
    expect(CLAIM_LASTS).toBe(60_000);
  });

  test('begins at a moment of its own, whatever a clock says, and does not end before', () => {
    expect([momentAfter(none, 1), momentAfter(begun, 1), momentAfter(begun, THEN + 9)]).toEqual([
      1,
      THEN + 1,
      THEN + 9,
    ]);
    expect([momentAfter(done, THEN + 5), endOf(5, 3), endOf(3, 5)]).toEqual([THEN + 6, 5, 5]);
  });

  test('that is made again says which came to nothing that is known', () => {
    const again = 'what came of the attempt of 2026-03-01T12:00:00.000Z is not known: its calls are made again';
    expect(whyAgain(THEN)).toEqual({ again });
  });

  test.each<[string, readonly Fact[], string]>([
    ['while it is the last in the ledger', facts, 'done'],
    ['not where another was begun since', [...facts, FACTS.holdIntended(THEN + 1)], 'no-warrant'],
    ['not where it is over', [...facts, FACTS.holdConfirmed()], 'no-warrant'],
    ['not where nobody knows the finding', [], 'no-warrant'],
  ])('makes calls %s', async (_, known, kind) => {
    const made: string[] = [];
    const enforcer = {
      enforce: async (account: string, { name }: PlanCall, id: string): Promise<EnforceOutcome> => {
        made.push(`${account} ${name} ${id}`);
        return { kind: 'done' };
      },
    };
    const ledger = { about: async (id: string) => entriesOf(known).filter(({ subject }) => subject === id) };
    const claimed = underClaim(enforcer, { findingId: FINDING.id, begun: THEN }, ledger);
    expect((await claimed.enforce('1', UNDO, FINDING.id)).kind).toBe(kind);
    expect(made).toEqual(kind === 'done' ? [`1 DetachRolePolicy ${FINDING.id}`] : []);
  });
});
