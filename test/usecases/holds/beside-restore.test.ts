import { afterEach, describe, expect, test } from '@jest/globals';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { CLAIM_LASTS } from '../../../lib/usecases/holds/hold-claim.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { warrantedHolder, warrantedRestorer } from '../../../lib/usecases/holds/warranted.ts';
import type { Enforcer } from '../../../lib/ports/enforcer.ts';
import { ADMIN, attachAdmin, DAY, NOW } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { before, paused } from '../paused.ts';
import { openWorld, type World } from '../world.ts';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

/** One finding is held, and the same policy was attached once more, of which nobody was told yet: another finding. */
interface Both {
  readonly world: World;
  readonly deps: HandleDeps;
  /** The first finding. */
  readonly first: string;
  /** What was called, as it came to IAM. */
  readonly called: string[];
  /** A person signs the first finding, and it is given back where that was the last signature. */
  readonly sign: (personId: string, deps: HandleDeps) => Promise<unknown>;
}

const AGAIN = attachAdmin({ id: 'again', time: NOW });

async function open(): Promise<Both> {
  const world = await openWorld();
  worlds.push(world);
  const called: string[] = [];
  const iam: Enforcer = {
    enforce: async (account, call) => {
      called.push(call.name);
      return world.account.enforce(account, call);
    },
  };
  const enforcer = warrantedHolder(iam, world.deps);
  const restorer = warrantedRestorer(iam, world.deps);
  const deps = { ...world.deps, enforcer, restorer, claimLasts: CLAIM_LASTS };
  const [first = ''] = await handled({ ...world, deps });
  world.at(NOW + 2 * CLAIM_LASTS);
  world.account.play(AGAIN);
  const sign = async (personId: string, by: HandleDeps) => {
    const { digest } = (await caseOf(world, first)).finding;
    const decision = { kind: 'sign', digest, until: NOW + DAY, reason: 'release' } as const;
    return decideApproval({ findingId: first, personId, signedInAt: world.deps.clock.now(), decision }, by);
  };
  return { world, deps, first, called, sign };
}

async function giveBack({ deps, sign }: Both): Promise<void> {
  for (const personId of ['sam', 'pat']) await sign(personId, deps);
}

/** Minutes pass, and what is due is done. */
async function comesToRest({ world, deps }: Both): Promise<void> {
  for (const minute of [4, 6]) {
    world.at(NOW + minute * CLAIM_LASTS);
    await meetDueDeadlines(deps);
  }
}

/**
 * Which questions to ports come while a hold or a restore is in progress, from the one with which it is begun, where `work` is done
 * undisturbed.
 */
async function questionsOf(
  part: 'hold' | 'restore',
  open: () => Promise<Both>,
  work: (both: Both, turn: () => Promise<void>) => Promise<unknown>,
): Promise<readonly number[]> {
  const both = await open();
  const questions: number[] = [];
  let asked = 0;
  await work(both, async () => {
    asked += 1;
    const cases = await both.world.deps.cases.cases();
    if (cases.some((each) => each[part].kind === 'pending')) questions.push(asked);
  });
  const [first = 0] = questions;
  return [first - 1, ...questions];
}

/** What people signed is there, and was not taken once it was. */
async function expectGivenBack({ world, first, called }: Both, ordinal: number): Promise<void> {
  const given = called.lastIndexOf('AttachRolePolicy');
  const { status, irregularities } = await caseOf(world, first);
  const attached = world.account.state.roles.get('deployer')?.attached;
  expect([ordinal, status, irregularities, attached]).toEqual([ordinal, 'restored', [], [ADMIN]]);
  expect([ordinal, called.slice(given + 1)]).toEqual([ordinal, []]);
}

describe('what people have given back', () => {
  const held = (both: Both, turn: () => Promise<void>) => handleCall(AGAIN, paused(both.deps, turn));
  const signed = async (both: Both, turn: () => Promise<void>) => {
    await both.sign('sam', both.deps);
    return both.sign('pat', paused(both.deps, turn));
  };

  test('is not taken by the hold of another finding, wherever that stands still meanwhile', async () => {
    for (const ordinal of await questionsOf('hold', open, held)) {
      const both = await open();
      await held(both, before(ordinal, () => giveBack(both)).turn);
      await comesToRest(both);
      await expectGivenBack(both, ordinal);
    }
  });

  test('is not taken by one that stands still until its time is over', async () => {
    for (const ordinal of await questionsOf('hold', open, held)) {
      const both = await open();
      const longer = async () => {
        await giveBack(both);
        both.world.at(NOW + 3 * CLAIM_LASTS);
        await restoreAccess(both.first, both.deps);
      };
      await held(both, before(ordinal, longer).turn);
      await comesToRest(both);
      await expectGivenBack(both, ordinal);
    }
  });

  test('is not taken by a hold that begins while it is being given back', async () => {
    for (const ordinal of await questionsOf('restore', open, signed)) {
      const both = await open();
      await signed(both, before(ordinal, () => handleCall(AGAIN, both.deps)).turn);
      await comesToRest(both);
      await expectGivenBack(both, ordinal);
    }
  });

  test('is given back by who began that, and by another only when a minute is over', async () => {
    for (const ordinal of await questionsOf('restore', open, signed)) {
      const both = await open();
      const attempts: string[] = [];
      const another = async () => {
        attempts.push((await restoreAccess(both.first, both.deps)).kind);
      };
      await signed(both, before(ordinal, another).turn);
      await comesToRest(both);
      await expectGivenBack(both, ordinal);
      const given = both.called.filter((name) => name === 'AttachRolePolicy');
      expect([ordinal, given]).toEqual([ordinal, ['AttachRolePolicy']]);
      expect(['left', 'restored', 'already-restored']).toContain(attempts[0]);
    }
  });

  test('is given back by another where who began that is gone', async () => {
    const both = await open();
    const [, ordinal = 0] = await questionsOf('restore', open, signed);
    const gone = before(ordinal, async () => Promise.reject(new Error('the worker is gone')));
    await expect(signed(both, gone.turn)).rejects.toThrow('the worker is gone');
    const until = NOW + 3 * CLAIM_LASTS;
    expect(await restoreAccess(both.first, both.deps)).toEqual({ kind: 'left', until });
    both.world.at(until);
    await meetDueDeadlines(both.deps);
    await expectGivenBack(both, ordinal);
  });
});

test('a hold that was left behind and gives way to it is looked at again a minute later, however old its finding is', async () => {
  const both = await open();
  const { world, deps, first } = both;
  const dying: Enforcer = {
    enforce: async (account, call, id) => {
      if (id === first) return deps.enforcer.enforce(account, call, id);
      throw new Error('the worker is gone');
    },
  };
  await expect(handleCall(AGAIN, { ...deps, enforcer: dying })).rejects.toThrow('the worker is gone');
  const left = (await world.deps.cases.cases()).find(({ hold }) => hold.kind === 'pending')?.finding.id ?? '';
  world.at(NOW + DAY / 4);
  await giveBack(both);
  expect((await caseOf(world, first)).status).toBe('restored');
  expect(await holdAccess(left, deps)).toMatchObject({ kind: 'failed', detail: expect.stringContaining('given back') });
  const due = await deps.scheduler.due(NOW + DAY / 4 + CLAIM_LASTS);
  expect(due).toContainEqual({ kind: 'second-look', findingId: left, at: NOW + DAY / 4 + CLAIM_LASTS });
});
