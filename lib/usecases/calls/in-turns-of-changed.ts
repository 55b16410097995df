import type { Call, Reading } from '../../core/activity/call.ts';
import { turnOfPrincipal } from '../../core/activity/turn-of.ts';
import type { Instant } from '../../core/instant.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import type { Turns } from '../../ports/turns.ts';

/** What tells which principals have changed since they were last assessed, and the turns taken on them. */
export interface ChangedTurnsDeps {
  readonly turns: Turns;
  readonly accounts: AccountReader;
  readonly snapshots: Snapshots;
  readonly clock: Clock;
}

/** So many turns are taken for one record at most: each costs a write, and order is a help only. */
const MOST_TURNS = 16;
/** After so long no further turn is waited for, in milliseconds: who works for others has only minutes. */
const PATIENCE = 20_000;

/** The call of a record that does not say what it changed; undefined: it says so, or changed nothing. */
export function silentCallOf(reading: Reading): Call | undefined {
  if (reading.kind === 'unrelated') return undefined;
  const call = reading.kind === 'call' ? reading.call : reading.problem.call;
  const isSilent = call?.change.kind === 'access' && call.change.iam === undefined && call.error === undefined;
  return isSilent ? call : undefined;
}

/**
 * Does the work on a record. Where it does not say what it changed, in the turns of all principals that are not as they were
 * assessed last: what it finds is also found by the calls that name them, and whoever is second must see what the first found.
 */
export async function inTurnsOfChanged<T>(
  reading: Reading,
  work: () => Promise<T>,
  deps: ChangedTurnsDeps,
): Promise<T> {
  const call = silentCallOf(reading);
  if (call === undefined) return await work();
  // hardly any record needs it
  const { changedNow } = await import('../assess/assess-unknown.ts');
  const changed = await changedNow(call, deps);
  // in one order wherever it runs, so that no two wait for each other
  const subjects = changed.map(turnOfPrincipal).toSorted().slice(0, MOST_TURNS);
  return await inTurns(subjects, work, { ...deps, until: deps.clock.now() + PATIENCE });
}

async function inTurns<T>(
  subjects: readonly string[],
  work: () => Promise<T>,
  deps: Pick<ChangedTurnsDeps, 'turns' | 'clock'> & { readonly until: Instant },
): Promise<T> {
  const [first, ...others] = subjects;
  if (first === undefined || deps.clock.now() > deps.until) return await work();
  const done: T[] = [];
  await deps.turns.inTurn(first, async () => {
    done.push(await inTurns(others, work, deps));
  });
  const [result] = done;
  if (result === undefined) throw new Error(`the turn of ${first} ended without its work`);
  return result;
}
