import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
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
import { caseOf as folded, entriesOf, FACTS, FINDING, NOW as THEN } from '../../core/governance/approval-fixtures.ts';
import { AGENT, attachAdmin, DAY, governance, MINUTE, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { foundBy, put, sign } from './held-world.ts';

const GRANT: PlanCall = {
  name: 'AttachRolePolicy',
  roleName: 'deployer',
  policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};
const UNDO: PlanCall = { ...GRANT, name: 'DetachRolePolicy' };
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
    for (const due of await here.deps.scheduler.due(NOW + DAY)) await here.deps.scheduler.done(due);
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
    for (const due of await here.deps.scheduler.due(NOW + DAY)) await here.deps.scheduler.done(due);
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
    expect(found?.finding.principal).toBe(AGENT);
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
