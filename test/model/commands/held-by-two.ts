import fc from 'fast-check';
import { expireWaivers } from '../../../lib/usecases/approval/expire-waivers.ts';
import type { World } from '../world.ts';
import { handle } from './calls.ts';
import { commandOf, MANY } from './command.ts';
import { DAY } from '../company.ts';
import { made } from '../grants.ts';
import { make } from '../make.ts';
import { digestOf, findingOf, sign } from './people.ts';

/** The place in `ACTORS` of somebody who signs nothing. */
const BY_DAVE = 2;
const MINUTE = 60_000;

/** Two processes hold the same; one stands still in the middle until the other is done, and people have had it given back. */
export const heldByTwo = commandOf(
  'held by two, given back in between',
  fc.record({ call: made, calls: fc.integer({ min: 4, max: 32 }), first: fc.constantFrom('sam', 'kim') }),
  ({ call, calls, first }) =>
    async (world) => {
      const known = world.queue.length;
      make(world, call, BY_DAVE);
      world.stall(1, calls);
      for (const message of world.queue.slice(known)) for (const process of [0, 1]) handle(world, message, process);
      await world.steps(MANY);
      await giveBack(world, first);
      world.wake();
    },
);

/** Who has begun a hold stands still in the middle, until its time is over, another has done it, and people have had it given back. */
export const overtaken = commandOf(
  'overtaken, and given back in between',
  fc.record({ call: made, calls: fc.integer({ min: 8, max: 32 }), first: fc.constantFrom('sam', 'kim') }),
  ({ call, calls, first }) =>
    async (world) => {
      const known = world.queue.length;
      make(world, call, BY_DAVE);
      world.stall(1, calls);
      for (const message of world.queue.slice(known)) handle(world, message, 1);
      await world.steps(MANY);
      for (let minute = 0; minute < 2; minute += 1) {
        world.pass(MINUTE);
        world.start(0, expireWaivers);
        await world.steps(MANY);
      }
      await giveBack(world, first);
      world.wake();
    },
);

/** Two people sign the newest finding, and it is given back. */
async function giveBack(world: World, first: string): Promise<void> {
  const findingId = await findingOf(world, 0);
  const digest = await digestOf(world, findingId);
  if (findingId === undefined || digest === undefined) return;
  const shown = { findingId, digest, until: world.now + DAY, signedInAt: world.now };
  for (const personId of [first, 'pat']) sign(world, shown, { personId, process: 0 });
  await world.steps(MANY);
}
