import type { Actor } from '../../../core/activity/actor.ts';
import type { Call } from '../../../core/activity/call.ts';
import { agentFindingId, asOpenedByAgent } from '../../../core/governance/agents/agent-session.ts';
import { inOneAlone, isAboutOne } from '../../../core/governance/agents/standing-hold.ts';
import type { Instant } from '../../../core/instant.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Ledger } from '../../../ports/ledger.ts';

/** Where it is looked up whether an agent acted in a session earlier. */
export interface JoinDeps {
  readonly ledger: Pick<Ledger, 'about'>;
  /** Absent: the ledger is asked about each call. */
  readonly untold?: UntoldSessions;
}

/** The call with the sign that an agent made it, where one got a grant in the same sign-in, or opened its session. */
export async function joinedByAgent(call: Call, { ledger, untold }: JoinDeps): Promise<Call> {
  for (const actor of asOpenedByAgent(call.actor)) {
    if (untold?.has(actor) === true) continue;
    const joined = { ...call, actor };
    const told = await ledger.about(agentFindingId(joined));
    const isOne = told.some(({ fact }) => fact.kind === 'finding-raised' && isAboutOne(fact.finding));
    if (told.length > 0) return isOne ? { ...call, actor: inOneAlone(actor) } : joined;
    untold?.add(actor);
  }
  return call;
}

/** So soon nobody asks again about a session of which nothing was told, in milliseconds. */
const ASKED_AGAIN_AFTER = 10_000;
const MOST_SESSIONS = 1000;

/**
 * The sessions of roles of which the ledger told just now that no agent opened them: one session makes many calls in a row, a
 * function of Ambit's above all. Sign-ins are none of them: an agent gets its grant in the middle of one.
 */
export class UntoldSessions {
  readonly #clock: Clock;
  readonly #askedAt = new Map<string, Instant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has({ openedBy, session }: Actor): boolean {
    const askedAt = openedBy === undefined ? undefined : this.#askedAt.get(session?.key ?? '');
    return askedAt !== undefined && this.#clock.now() < askedAt + ASKED_AGAIN_AFTER;
  }

  add({ openedBy, session }: Actor): void {
    if (openedBy === undefined || session?.key === undefined) return;
    if (this.#askedAt.size >= MOST_SESSIONS) this.#askedAt.clear();
    this.#askedAt.set(session.key, this.#clock.now());
  }
}
