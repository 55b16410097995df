import fc from 'fast-check';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { DAY } from '../company.ts';
import { made, type Made, madeToAgents } from '../grants.ts';
import { make } from '../make.ts';
import type { Message, World } from '../world.ts';
import { handle } from './calls.ts';
import { commandOf, MANY } from './command.ts';
import { digestOf, sign } from './people.ts';

/** The place in `ACTORS` of somebody who signs nothing. */
const BY_DAVE = 2;
const MINUTE = 60_000;

const call = fc.oneof({ weight: 1, arbitrary: made }, { weight: 3, arbitrary: madeToAgents });
const first = fc.constantFrom('sam', 'kim');
/** Calls of ports from before something is begun, within which its own are made. */
const soon = fc.nat(9);
/** The same, as often just before it is begun. */
const around = fc.oneof(fc.constant(0), soon);

/** Two processes hold the same; one stands still in the middle until the other is done, and people have had it given back. */
export const heldByTwo = commandOf(
  'held by two, given back in between',
  fc.record({ call, calls: fc.integer({ min: 4, max: 32 }), first }),
  ({ call, calls, first }) =>
    async (world) => {
      const messages = granted(world, call);
      world.stall(1, calls);
      for (const message of messages) for (const process of [0, 1]) handle(world, message, process);
      await world.steps(MANY);
      await giveBack(world, messages, { first, process: 0, until: world.now + DAY });
      world.wake();
    },
);

/** Who has begun a hold stands still in the middle, until its time is over, another has done it, and people have had it given back. */
export const overtaken = commandOf(
  'overtaken, and given back in between',
  fc.record({ call, calls: soon, first }),
  ({ call, calls, first }) =>
    async (world) => {
      const messages = granted(world, call);
      world.stallFrom(1, 'hold-intended', calls);
      for (const message of messages) handle(world, message, 1);
      await world.steps(MANY);
      for (let minute = 0; minute < 2; minute += 1) {
        world.pass(MINUTE);
        world.start(0, resume);
        await world.steps(MANY);
      }
      await giveBack(world, messages, { first, process: 0, until: world.now + DAY });
      world.wake();
    },
);

/** Who has begun a restore stands still in the middle, until another has done it, its waiver is over, and it is held again. */
export const outlived = commandOf(
  'outlived by what was signed, and held again in between',
  fc.record({ call, calls: soon, first }),
  ({ call, calls, first }) =>
    async (world) => {
      const messages = granted(world, call);
      for (const message of messages) handle(world, message, 0);
      await world.steps(MANY);
      world.stallFrom(1, 'restore-intended', calls);
      await giveBack(world, messages, { first, process: 1, until: world.now + 2 * MINUTE });
      world.start(0, resume);
      await world.steps(MANY);
      await minutesPass(world, 3);
      world.wake();
    },
);

/** Who holds one thing stands still as it begins, and people have another given back that was the same call, or one to the same holder. */
export const givenBackBeside = commandOf(
  'another is given back while a hold stands still',
  fc.record({ call, other: fc.option(call, { freq: 1 }), calls: around, first, minutes: fc.constantFrom(0, 0, 1, 2) }),
  ({ call, other, calls, first, minutes }) =>
    async (world) => {
      const signed = granted(world, call);
      for (const message of signed) handle(world, message, 0);
      await world.steps(MANY);
      world.stallFrom(1, 'hold-intended', calls);
      for (const message of granted(world, other ?? call)) handle(world, message, 1);
      await world.steps(MANY);
      await giveBack(world, signed, { first, process: 0, until: world.now + DAY });
      await minutesPass(world, minutes);
      world.wake();
    },
);

async function minutesPass(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    world.pass(MINUTE);
    world.start(0, meetDueDeadlines);
    await world.steps(MANY);
  }
}

/** A call, and what comes of it. */
function granted(world: World, call: Made): readonly Message[] {
  const known = world.queue.length;
  make(world, call, BY_DAVE);
  return world.queue.slice(known);
}

/** Two people sign what was found of a call, and it is given back. */
async function giveBack(
  world: World,
  messages: readonly Message[],
  { first, process, until }: { readonly first: string; readonly process: number; readonly until: number },
): Promise<void> {
  const calls = new Set(messages.map(({ call: { id } }) => id));
  const found = [...world.model.cases.values()].find(({ callId = '' }) => calls.has(callId));
  const digest = await digestOf(world, found?.id);
  if (found === undefined || digest === undefined) return;
  const shown = { findingId: found.id, digest, until, signedInAt: world.now };
  for (const personId of [first, 'pat']) sign(world, shown, { personId, process });
  await world.steps(MANY);
}
