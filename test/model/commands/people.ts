import fc from 'fast-check';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { Digest } from '../../../lib/core/digest.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { commandOf, index, process } from './command.ts';
import { DAY, ORGANISATIONS, PEOPLE } from '../company.ts';
import type { World } from '../world.ts';

/** Somebody signs a finding. */
export const signs = commandOf(
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

/** A person signs what they saw. */
export function sign(
  world: World,
  { findingId, digest, until, signedInAt }: Wish,
  { personId, process }: { readonly personId: string; readonly process: number },
): void {
  world.model.clicked(findingId, { personId, digest, until, signedInAt, at: world.now });
  const decision = { kind: 'sign', digest, reason: 'release', until } as const;
  world.start(process, (deps) => decideApproval({ findingId, personId, decision, signedInAt }, deps));
}

/** Two people who may sign a finding do so at once, in two processes. */
export const signTogether = commandOf(
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

/** Somebody rejects a finding. */
export const rejects = commandOf('rejects', fc.record({ index, process }), ({ index, process }) => async (world) => {
  const findingId = await findingOf(world, index);
  if (findingId === undefined) return;
  const decision = { kind: 'reject', reason: 'no' } as const;
  world.start(process, (deps) => decideApproval({ findingId, personId: 'pat', decision, signedInAt: world.now }, deps));
});

/** A finding of the run; undefined: there is none. */
async function findingOf(world: World, index: number): Promise<string | undefined> {
  const ids = await world.ledger.findings();
  return ids[index % Math.max(ids.length, 1)];
}

/** What people sign of a finding. */
export async function digestOf(world: World, findingId: string | undefined): Promise<Digest | undefined> {
  return findingId === undefined ? undefined : foldCase(await world.ledger.about(findingId))?.finding.digest;
}

/** Who is in which group changes. */
export const reorganizes = commandOf(
  'the organisation changes',
  fc.nat(ORGANISATIONS.length - 1),
  (next) => (world) => {
    return world.reorganize(ORGANISATIONS[next] ?? ORGANISATIONS[0]);
  },
);

/** One signs, then the organisation changes, then another signs. */
export const signAround = commandOf(
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
