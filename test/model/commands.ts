import fc, { type Arbitrary, type AsyncCommand } from 'fast-check';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import type { Digest } from '../../lib/core/digest.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { expireWaivers } from '../../lib/usecases/approval/expire-waivers.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { DAY, ORGANISATIONS, PEOPLE } from './company.ts';
import { make, made } from './grants.ts';
import type { Model } from './model/model.ts';
import type { Message, World } from './world.ts';

type Does = (world: World) => void | Promise<void>;

/** One thing that happens in a run; afterwards so many calls of ports take their turn. */
class Command implements AsyncCommand<Model, World> {
  readonly #name: string;
  readonly #does: Does;
  readonly #steps: number;

  constructor(name: string, does: Does, steps: number) {
    this.#name = name;
    this.#does = does;
    this.#steps = steps;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    await this.#does(world);
    await world.steps(this.#steps);
    world.judge();
  }

  toString(): string {
    return `${this.#name} [${this.#steps}]`;
  }
}

/** So many calls of ports that all work is done that goes on. */
const MANY = 2000;

/** Mostly work is left under way; sometimes all of it comes to an end. */
const steps = fc.oneof({ weight: 3, arbitrary: fc.nat(30) }, { weight: 2, arbitrary: fc.constant(MANY) });
const index = fc.nat(50);
const process = fc.nat(1);
const side = fc.constantFrom('before', 'after');

function commandOf<T>(name: string, parts: Arbitrary<T>, does: (parts: T) => Does): Arbitrary<Command> {
  return fc
    .tuple(parts, steps)
    .map(([drawn, count]) => new Command(`${name} ${JSON.stringify(drawn)}`, does(drawn), count));
}

const happens = commandOf(
  'happens',
  fc.record({ call: made, by: index }),
  ({ call, by }) =>
    (world) =>
      make(world, call, by),
);

/** A call is made, and its record arrives at once. */
const happensAndArrives = commandOf(
  'happens and arrives',
  fc.record({ call: made, by: index, process }),
  ({ call, by, process }) =>
    (world) => {
      const known = world.queue.length;
      make(world, call, by);
      for (const message of world.queue.slice(known)) handle(world, message, process);
    },
);

/** A call is made, and its record arrives in both processes, of which one may stand still in the middle. */
const arrivesTwice = commandOf(
  'happens and arrives twice',
  fc.record({ call: made, by: index, calls: fc.option(fc.nat(40)) }),
  ({ call, by, calls }) =>
    (world) => {
      const known = world.queue.length;
      make(world, call, by);
      if (calls !== null) world.stall(1, calls);
      for (const message of world.queue.slice(known)) for (const process of [0, 1]) handle(world, message, process);
    },
);

const delivers = commandOf('delivers', fc.record({ index, process }), ({ index, process }) => (world) => {
  const left = world.queue.filter(({ isHandled }) => !isHandled);
  deliver(world, left, { index, process });
});

const deliversAgain = commandOf('delivers again', fc.record({ index, process }), (which) => (world) => {
  deliver(world, world.queue, which);
});

function deliver(
  world: World,
  messages: World['queue'],
  { index, process }: { readonly index: number; readonly process: number },
): void {
  const message = messages[index % Math.max(messages.length, 1)];
  if (message !== undefined) handle(world, message, process);
}

function handle(world: World, message: Message, process: number): void {
  world.start(process, async (deps) => {
    await handleCall(message.call, deps);
    message.isHandled = true;
  });
}

const signs = commandOf(
  'signs',
  fc.record({
    personId: fc.constantFrom(...PEOPLE),
    index,
    process,
    days: fc.constantFrom(1, 7, 7, 30, 31),
    minutes: fc.constantFrom(1, 1, 1, 59, 61),
    isOnOther: fc.nat(9).map((drawn) => drawn === 0),
  }),
  ({ personId, index, process, days, minutes, isOnOther }) =>
    async (world) => {
      const findingId = await findingOf(world, index);
      const shown = await digestOf(world, isOnOther ? await findingOf(world, index + 1) : findingId);
      if (findingId === undefined || shown === undefined) return;
      const [until, signedInAt] = [world.now + days * DAY - 1, world.now - minutes * 60_000];
      sign(world, { findingId, digest: shown, until, signedInAt }, { personId, process });
    },
);

/** What a person saw and wants: the finding, its digest, how long the waiver is to last. */
interface Wish {
  readonly findingId: string;
  readonly digest: Digest;
  readonly until: number;
  readonly signedInAt: number;
}

function sign(
  world: World,
  { findingId, digest, until, signedInAt }: Wish,
  { personId, process }: { readonly personId: string; readonly process: number },
): void {
  world.model.clicked(findingId, { personId, digest, until, signedInAt, at: world.now });
  const decision = { kind: 'sign', digest, reason: 'release', until } as const;
  world.start(process, (deps) => decideApproval({ findingId, personId, decision, signedInAt }, deps));
}

/** Two people who may sign a finding do so at once, in two processes. */
const signTogether = commandOf(
  'sign together',
  fc.record({
    index,
    processes: fc.constantFrom([0, 0], [0, 1]),
    pair: fc.constantFrom(['sam', 'pat'], ['kim', 'pat'], ['kim', 'sam'], ['rita', 'pat'], ['sam', 'sam-2']),
  }),
  ({ index, pair, processes }) =>
    async (world) => {
      const findingId = await findingOf(world, index);
      const digest = await digestOf(world, findingId);
      if (findingId === undefined || digest === undefined) return;
      const shown = { findingId, digest, until: world.now + DAY, signedInAt: world.now };
      for (const [nth, personId] of pair.entries()) sign(world, shown, { personId, process: processes[nth] ?? 0 });
    },
);

const rejects = commandOf('rejects', fc.record({ index, process }), ({ index, process }) => async (world) => {
  const findingId = await findingOf(world, index);
  if (findingId === undefined) return;
  const decision = { kind: 'reject', reason: 'no' } as const;
  world.start(process, (deps) => decideApproval({ findingId, personId: 'pat', decision, signedInAt: world.now }, deps));
});

async function findingOf(world: World, index: number): Promise<string | undefined> {
  const ids = await world.ledger.findings();
  return ids[index % Math.max(ids.length, 1)];
}

async function digestOf(world: World, findingId: string | undefined): Promise<Digest | undefined> {
  return findingId === undefined ? undefined : foldCase(await world.ledger.about(findingId))?.finding.digest;
}

const resumes = commandOf('resumes', process, (process) => (world) => world.start(process, resume));

/** Seconds pass, in which the deadlines are looked at as often as on AWS. */
const passes = commandOf(
  'seconds pass',
  fc.record({ seconds: fc.integer({ min: 1, max: 90 }), process }),
  (parts) => async (world) => {
    for (let left = parts.seconds; left > 0; left -= 20) {
      world.pass(Math.min(left, 20) * 1000);
      world.start(parts.process, expireWaivers);
      await world.steps(5);
    }
  },
);

/** Hours pass: no process lives that long with one piece of work. */
const passesLong = commandOf('hours pass', fc.constantFrom(1, 1, 2, 25, 73), (hours) => async (world) => {
  await world.drain();
  await world.passUntil(world.now + hours * 3_600_000);
});

const dies = commandOf(
  'dies',
  fc.record({ process, calls: fc.nat(40), side }),
  ({ process, calls, side }) =>
    (world) =>
      world.kill(process, calls, side),
);

const stalls = commandOf('stands still', fc.record({ process, calls: fc.nat(20) }), ({ process, calls }) => (world) => {
  world.stall(process, calls);
});

const wakes = commandOf('goes on', fc.constant(null), () => (world) => world.wake());

const lags = commandOf('lags', fc.constantFrom(0, 0, 1, 5, 30, 60), (seconds) => (world) => {
  world.aws.lag = seconds * 1000;
});

const throttles = commandOf(
  'throttles',
  fc.record({ left: fc.integer({ min: 1, max: 6 }), side }),
  ({ left, side }) =>
    (world) =>
      world.throttle(left, side),
);

const refuses = commandOf(
  'refuses',
  fc.subarray([
    'DetachRolePolicy',
    'DeleteRolePolicy',
    'PutRolePolicy',
    'DeletePolicyVersion',
    'AttachRolePolicy',
    'PutRolePermissionsBoundary',
  ]),
  (names) => (world) => {
    world.aws.refuses.clear();
    for (const name of names) world.aws.refuses.add(name);
  },
);

const reorganizes = commandOf('the organisation changes', fc.nat(ORGANISATIONS.length - 1), (next) => (world) => {
  return world.reorganize(ORGANISATIONS[next] ?? ORGANISATIONS[0]);
});

/** One signs, then the organisation changes, then another signs. */
const signAround = commandOf(
  'sign around a change',
  fc.record({
    index,
    change: fc.constantFrom(
      { first: 'pat', next: 1, second: 'sam' },
      { first: 'kim', next: 2, second: 'sam' },
      { first: 'sam', next: 3, second: 'pat' },
      { first: 'kim', next: 4, second: 'pat' },
    ),
  }),
  ({ index, change: { first, next, second } }) =>
    async (world) => {
      const findingId = await findingOf(world, index);
      const digest = await digestOf(world, findingId);
      if (findingId === undefined || digest === undefined) return;
      const shown = { findingId, digest, until: world.now + DAY, signedInAt: world.now };
      sign(world, shown, { personId: first, process: 0 });
      await world.reorganize(ORGANISATIONS[next] ?? ORGANISATIONS[0]);
      sign(world, shown, { personId: second, process: 1 });
    },
);

/** The place in `ACTORS` of somebody who signs nothing. */
const BY_DAVE = 2;

/** Two processes hold the same; one stands still in the middle until the other is done, and people have had it given back. */
const heldByTwo = commandOf(
  'held by two, given back in between',
  fc.record({ call: made, calls: fc.integer({ min: 4, max: 32 }), first: fc.constantFrom('sam', 'kim') }),
  ({ call, calls, first }) =>
    async (world) => {
      const known = world.queue.length;
      make(world, call, BY_DAVE);
      world.stall(1, calls);
      for (const message of world.queue.slice(known)) for (const process of [0, 1]) handle(world, message, process);
      await world.steps(MANY);
      const findingId = await findingOf(world, 0);
      const digest = await digestOf(world, findingId);
      if (findingId === undefined || digest === undefined) return;
      const shown = { findingId, digest, until: world.now + DAY, signedInAt: world.now };
      for (const personId of [first, 'pat']) sign(world, shown, { personId, process: 0 });
      await world.steps(MANY);
      world.wake();
    },
);

/** All that can happen in a run, and how often. */
const WEIGHTS: readonly (readonly [number, Arbitrary<Command>])[] = [
  [3, happens],
  [3, happensAndArrives],
  [2, arrivesTwice],
  [3, delivers],
  [1, deliversAgain],
  [2, signs],
  [5, signTogether],
  [1, rejects],
  [1, resumes],
  [2, passes],
  [2, passesLong],
  [2, dies],
  [1, stalls],
  [1, wakes],
  [1, lags],
  [1, throttles],
  [1, refuses],
  [1, reorganizes],
  [2, signAround],
  [1, heldByTwo],
];

/** Each as often as its weight says. */
export const commands: readonly Arbitrary<Command>[] = WEIGHTS.flatMap(([weight, command]) =>
  Array.from({ length: weight }, () => command),
);
