import fc, { type Arbitrary, type AsyncCommand } from 'fast-check';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import type { Digest } from '../../lib/core/digest.ts';
import { decideApproval } from '../../lib/usecases/decide-approval.ts';
import { expireWaivers } from '../../lib/usecases/expire-waivers.ts';
import { handleCall } from '../../lib/usecases/handle-call.ts';
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

/** Mostly work is left under way; sometimes all of it comes to an end. */
const steps = fc.oneof({ weight: 3, arbitrary: fc.nat(30) }, { weight: 2, arbitrary: fc.constant(2000) });
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
      const until = world.now + days * DAY - 1;
      const signedInAt = world.now - minutes * 60_000;
      world.model.clicked(findingId, { personId, digest: shown, until, signedInAt, at: world.now });
      const decision = { kind: 'sign', digest: shown, reason: 'release', until } as const;
      world.start(process, (deps) => decideApproval({ findingId, personId, decision, signedInAt }, deps));
    },
);

/** Two people who may sign a finding do so at once, in two processes. */
const signTogether = commandOf(
  'sign together',
  fc.record({
    index,
    pair: fc.constantFrom(['sam', 'pat'], ['kim', 'pat'], ['kim', 'sam'], ['rita', 'pat'], ['sam', 'sam-2']),
  }),
  ({ index, pair }) =>
    async (world) => {
      const findingId = await findingOf(world, index);
      const digest = await digestOf(world, findingId);
      if (findingId === undefined || digest === undefined) return;
      const until = world.now + DAY;
      const signedInAt = world.now;
      for (const [process, personId] of pair.entries()) {
        world.model.clicked(findingId, { personId, digest, until, signedInAt, at: world.now });
        const decision = { kind: 'sign', digest, reason: 'release', until } as const;
        world.start(process, (deps) => decideApproval({ findingId, personId, decision, signedInAt }, deps));
      }
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

/** All that can happen in a run, and how often. */
const WEIGHTS: readonly (readonly [number, Arbitrary<Command>])[] = [
  [3, happens],
  [4, happensAndArrives],
  [3, delivers],
  [1, deliversAgain],
  [2, signs],
  [5, signTogether],
  [1, rejects],
  [1, resumes],
  [2, passes],
  [2, passesLong],
  [2, dies],
  [1, lags],
  [1, throttles],
  [1, refuses],
  [1, reorganizes],
];

/** Each as often as its weight says. */
export const commands: readonly Arbitrary<Command>[] = WEIGHTS.flatMap(([weight, command]) =>
  Array.from({ length: weight }, () => command),
);
