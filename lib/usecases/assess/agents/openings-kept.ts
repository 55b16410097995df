import type { Call } from '../../../core/activity/call.ts';
import { isSessionOpening, KEPT, type SessionOpening } from '../../../core/governance/assess/kept-calls.ts';
import type { RecentCalls } from '../../../ports/recent-calls.ts';
import { type JoinDeps, joinedByAgent } from './joined-by-agent.ts';
import { MOST_OPENINGS, type OpeningsCounted } from './openings-counted.ts';

/** What following sessions takes. */
export interface KeepOpeningDeps extends JoinDeps {
  readonly recentCalls: RecentCalls;
  /** Absent: all are kept. */
  readonly openings?: OpeningsCounted;
}

/**
 * The call of who opens a session from another one, with the sign that an agent made it where that is known; else it is kept
 * for the record that tells, which may come later.
 */
export async function joinedOpening(call: Call, deps: KeepOpeningDeps): Promise<Call> {
  if (!isSessionOpening(call) || deps.openings?.isFull(call.actor) === true) return joinedByAgent(call, deps);
  // kept first: of two calls that are handled at once, at least one sees the other
  await deps.recentCalls.keep(call);
  deps.openings?.add(call.actor);
  return joinedByAgent(call, { ledger: deps.ledger });
}

/** The sessions that were opened with the key of one that turns out to be an agent's: `opened` is the call that opened that. */
export async function openingsFrom(opened: Call, recentCalls: RecentCalls): Promise<readonly SessionOpening[]> {
  const { actor, source, time } = opened;
  const [, , , , account] = actor.principalArn?.split(':') ?? [];
  if (account === undefined || actor.session?.key === undefined) return [];
  const names = [actor.session.key];
  const wanted = { account, source, effect: 'session', names, from: time, to: time + KEPT.session } as const;
  const found: SessionOpening[] = [];
  for await (const each of recentCalls.naming(wanted)) {
    if (isSessionOpening(each)) found.push(each);
    if (found.length === MOST_OPENINGS) break;
  }
  return found;
}
