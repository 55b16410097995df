import { afterEach, describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { CLAIM_LASTS } from '../../../lib/usecases/holds/hold-claim.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume, resumeAlone } from '../../../lib/usecases/resume.ts';
import { warrantedHolder } from '../../../lib/usecases/holds/warranted.ts';
import { byService } from '../../../lib/usecases/holds/by-service.ts';
import { attachAdmin, NOW } from '../company.ts';
import { before, paused } from '../paused.ts';
import { openWorld, type World } from '../world.ts';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

/** A grant that has happened, in a world where several work on one ledger. */
interface Shared {
  readonly world: World;
  readonly deps: HandleDeps;
  /** The calls that IAM was asked for by whoever holds, also where nothing was left to be done. */
  readonly asked: string[];
}

async function open(): Promise<Shared> {
  const world = await openWorld();
  worlds.push(world);
  world.account.play(attachAdmin());
  const asked: string[] = [];
  const iam = {
    enforce: async (account: string, call: IamCall) => {
      asked.push(call.name);
      return world.account.enforce(account, call);
    },
  };
  const enforcer = warrantedHolder(byService({ iam }), world.deps);
  return { world, deps: { ...world.deps, enforcer, claimLasts: CLAIM_LASTS }, asked };
}

/** The holds that were begun, each with why it was begun again. */
async function begunIn({ deps }: Shared): Promise<readonly (string | undefined)[]> {
  const begun: (string | undefined)[] = [];
  for await (const { fact } of deps.ledger.entries()) if (fact.kind === 'hold-intended') begun.push(fact.again);
  return begun;
}

async function statusOf({ deps }: Shared) {
  return (await deps.cases.cases()).map(({ status, irregularities }) => ({ status, irregularities }));
}

const HELD = [{ status: 'held', irregularities: [] }];

describe('a hold that the look at what is overdue finds in the middle', () => {
  test('is left to who is at it, wherever that is: its call is made once', async () => {
    for (let ordinal = 1, last = 1; ordinal <= last; ordinal += 1) {
      const shared = await open();
      const { turn, asked } = before(ordinal, () => resume(shared.deps));
      await handleCall(attachAdmin(), paused(shared.deps, turn));
      last = asked();
      expect([ordinal, shared.asked, await begunIn(shared)]).toEqual([ordinal, ['DetachRolePolicy'], [undefined]]);
      expect(await statusOf(shared)).toEqual(HELD);
    }
  });

  test('is made again only where its time is over, and the ledger says why', async () => {
    for (let ordinal = 1, last = 1; ordinal <= last; ordinal += 1) {
      const shared = await open();
      const { turn, asked } = before(ordinal, async () => {
        shared.world.at(NOW + CLAIM_LASTS);
        await resume(shared.deps);
      });
      await handleCall(attachAdmin(), paused(shared.deps, turn));
      last = asked();
      const [first, ...again] = await begunIn(shared);
      expect(first).toBeUndefined();
      for (const why of again)
        expect(why).toMatch(/^what came of the attempt of 2026-01-05T12:00:00.000Z is not known/);
      expect(shared.asked.length).toBeLessThanOrEqual(1 + again.length);
      expect(await statusOf(shared)).toEqual(HELD);
    }
  });
});

describe('two whose calls AWS refuses in the same millisecond', () => {
  test('never take each other’s attempt for their own: one deny stands in', async () => {
    const shared = await open();
    const { deps, asked } = shared;
    const { account } = shared.world;
    account.refuses.add('DetachRolePolicy');
    const [isRefused, isBegun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let slower: Promise<unknown> | undefined;
    const begins = async () => {
      slower = deps.ledger.findings().then(([findingId = '']) => holdAccess(findingId, deps));
      await isRefused.promise;
    };
    const waits = async () => {
      isRefused.resolve();
      await isBegun.promise;
    };
    // once the first was refused: what happens before it reads the account, and before the other does, first and again
    const reads = [begins, () => undefined, waits];
    const stateOf = account.stateOf.bind(account);
    account.stateOf = async (arn) => {
      if (asked.length > 0) await reads.shift()?.();
      return stateOf(arn);
    };
    const enforce: HandleDeps['enforcer']['enforce'] = async (...call) => {
      if (asked.length === 2) {
        isBegun.resolve();
        await slower;
      }
      return deps.enforcer.enforce(...call);
    };
    await handleCall(attachAdmin(), { ...deps, enforcer: { enforce } });
    expect(await slower).toEqual({ kind: 'left', until: expect.any(Number) });
    expect(asked).toEqual(['DetachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy']);
    expect(await statusOf(shared)).toEqual(HELD);
  });
});

describe('who died in the middle of a hold', () => {
  async function died(): Promise<Shared> {
    const shared = await open();
    const dying = { enforce: () => Promise.reject(new Error('killed')) };
    await expect(handleCall(attachAdmin(), { ...shared.deps, enforcer: dying })).rejects.toThrow('killed');
    return shared;
  }

  test('is waited for, and the hold is finished by the look at the end of that time', async () => {
    const shared = await died();
    const [findingId = ''] = await shared.deps.ledger.findings();
    expect(await holdAccess(findingId, shared.deps)).toEqual({ kind: 'left', until: NOW + CLAIM_LASTS });
    await handleCall(attachAdmin(), shared.deps);
    expect(shared.asked).toEqual([]);
    shared.world.at(NOW + CLAIM_LASTS);
    await meetDueDeadlines(shared.deps);
    expect(shared.asked).toEqual(['DetachRolePolicy']);
    expect(await statusOf(shared)).toEqual(HELD);
  });

  test('is not waited for by who knows that nobody else is at work', async () => {
    const shared = await died();
    await resumeAlone(shared.deps);
    expect(shared.asked).toEqual(['DetachRolePolicy']);
    expect(await begunIn(shared)).toEqual([undefined, expect.stringContaining('is not known')]);
  });
});
