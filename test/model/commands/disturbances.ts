import fc from 'fast-check';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { commandOf, process } from './command.ts';

const side = fc.constantFrom('before', 'after');

/** A process begins, and finishes what was left. */
export const resumes = commandOf('resumes', process, (process) => (world) => world.start(process, resume));

/** Seconds pass, in which the deadlines are looked at as often as on AWS. */
export const passes = commandOf(
  'seconds pass',
  fc.record({ seconds: fc.integer({ min: 1, max: 90 }), process }),
  (parts) => async (world) => {
    for (let left = parts.seconds; left > 0; left -= 20) {
      world.pass(Math.min(left, 20) * 1000);
      world.start(parts.process, meetDueDeadlines);
      await world.steps(5);
    }
  },
);

/** Hours pass: no process lives that long with one piece of work. */
export const passesLong = commandOf('hours pass', fc.constantFrom(1, 1, 2, 25, 73), (hours) => async (world) => {
  await world.drain();
  await world.passUntil(world.now + hours * 3_600_000);
});

/** A process dies before or after a call of a port. */
export const dies = commandOf(
  'dies',
  fc.record({ process, calls: fc.nat(40), side }),
  ({ process, calls, side }) =>
    (world) =>
      world.kill(process, calls, side),
);

/** A process stands still at a call of a port. */
export const stalls = commandOf(
  'stands still',
  fc.record({ process, calls: fc.nat(20) }),
  ({ process, calls }) =>
    (world) => {
      world.stall(process, calls);
    },
);

/** Who stood still goes on. */
export const wakes = commandOf('goes on', fc.constant(null), () => (world) => world.wake());

/** AWS shows what was so many seconds ago. */
export const lags = commandOf('lags', fc.constantFrom(0, 0, 1, 5, 30, 60), (seconds) => (world) => {
  world.aws.lag = seconds * 1000;
});

/** AWS asks for patience, or loses an answer. */
export const throttles = commandOf(
  'throttles',
  fc.record({ left: fc.integer({ min: 1, max: 6 }), side }),
  ({ left, side }) =>
    (world) =>
      world.throttle(left, side),
);

/** AWS refuses calls. */
export const refuses = commandOf(
  'refuses',
  fc.subarray([
    'DetachRolePolicy',
    'DeleteRolePolicy',
    'PutRolePolicy',
    'DeletePolicyVersion',
    'AttachRolePolicy',
    'PutRolePermissionsBoundary',
    'UpdateAssumeRolePolicy',
    'RemoveUserFromGroup',
    'UpdateAccessKey',
    'PutUserPolicy',
  ]),
  (names) => (world) => {
    world.aws.refuses.clear();
    for (const name of names) world.aws.refuses.add(name);
  },
);
