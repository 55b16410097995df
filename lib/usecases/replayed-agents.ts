import type { AccountState } from '../core/account/state.ts';
import { JOINED_BY_SIGN_IN, mayBeAgent } from '../core/activity/agent-markers.ts';
import type { Call } from '../core/activity/call.ts';
import { agentFindingId } from '../core/governance/agent-session.ts';
import { assessAgent } from '../core/governance/assess-agent.ts';
import type { Finding } from '../core/governance/finding.ts';
import type { Governance } from '../core/governance/standards.ts';

/** Sessions that are remembered as being within. */
const MOST_SESSIONS = 1000;

/** The agents of a replay that act with the access of somebody else: one finding for each session. */
export class ReplayedAgents {
  readonly #governance: Governance;
  readonly #found = new Set<string>();
  /** The account as it was when a session with these signs was last found to be within. */
  readonly #within = new Map<string, AccountState | undefined>();

  constructor(governance: Governance) {
    this.#governance = governance;
  }

  /** The call with the sign that an agent made it, where one got a grant in the same sign-in. */
  joined(call: Call): Call {
    const { actor } = call;
    if (actor.signIn === undefined || mayBeAgent(actor) || !this.#found.has(agentFindingId(actor))) return call;
    return { ...call, actor: { ...actor, agentMarkers: [JOINED_BY_SIGN_IN, ...actor.agentMarkers] } };
  }

  /** What is wrong with who made a call, where it was not said before. `stateOf` has the state of an account by its id. */
  assess(call: Call, stateOf: (account: string) => AccountState | undefined): readonly Finding[] {
    const { actor, time: now } = call;
    if (!mayBeAgent(actor) || this.#found.has(agentFindingId(actor))) return [];
    const [, , , , account = ''] = actor.principalArn?.split(':') ?? [];
    const state = stateOf(account);
    const session = `${agentFindingId(actor)} ${JSON.stringify(actor.agentMarkers)}`;
    if (this.#within.has(session) && this.#within.get(session) === state) return [];
    const findings = assessAgent({ call, state, governance: this.#governance, waivers: [], now });
    for (const { id } of findings) this.#found.add(id);
    if (findings.length === 0) this.#note(session, state);
    return findings;
  }

  #note(session: string, state: AccountState | undefined): void {
    // only as a memory: what is forgotten is compared again
    if (this.#within.size >= MOST_SESSIONS) this.#within.clear();
    this.#within.set(session, state);
  }
}
