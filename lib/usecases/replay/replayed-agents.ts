import { principalOf } from '../../core/account/slice.ts';
import type { AccountState, Principal } from '../../core/account/state.ts';
import { JOINED_BY_SIGN_IN, mayBeAgent } from '../../core/activity/agent-markers.ts';
import type { Call } from '../../core/activity/call.ts';
import { agentFindingId, principalOfActor } from '../../core/governance/agents/agent-session.ts';
import { assessAgent } from '../../core/governance/agents/assess-agent.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';

/** All of an account that decides what a principal may do; each is replaced where it changes. */
interface Deciding {
  readonly principal: Principal;
  readonly policies: AccountState['policies'];
  readonly groups: AccountState['groups'];
}

function decidingIn(state: AccountState | undefined, principalArn: string): Deciding | undefined {
  const principal = state === undefined ? undefined : principalOf(state, principalArn);
  return state === undefined || principal === undefined
    ? undefined
    : { principal, policies: state.policies, groups: state.groups };
}

function isSame(one: Deciding | undefined, other: Deciding | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.principal === other.principal && one.policies === other.policies && one.groups === other.groups;
}

/** Sessions that are remembered as being within. */
const MOST_SESSIONS = 1000;

/** The agents of a replay that act with the access of somebody else: one finding for each session. */
export class ReplayedAgents {
  readonly #governance: Governance;
  readonly #found = new Set<string>();
  /** What decided when a session with these signs was last found to be within. */
  readonly #within = new Map<string, Deciding>();

  constructor(governance: Governance) {
    this.#governance = governance;
  }

  /** The call with the sign that an agent made it, where one got a grant in the same sign-in. */
  joined(call: Call): Call {
    const { actor } = call;
    if (actor.signIn === undefined || mayBeAgent(actor) || !this.#found.has(agentFindingId(call))) return call;
    return { ...call, actor: { ...actor, agentMarkers: [JOINED_BY_SIGN_IN, ...actor.agentMarkers] } };
  }

  /** What is wrong with who made a call, where it was not said before. `stateOf` has the state of an account by its id. */
  assess(call: Call, stateOf: (account: string) => AccountState | undefined): readonly Finding[] {
    const { actor, time: now } = call;
    if (!mayBeAgent(actor) || this.#found.has(agentFindingId(call))) return [];
    const [, , , , account = ''] = actor.principalArn?.split(':') ?? [];
    const state = stateOf(account);
    const session = `${actor.id} ${actor.principalArn} ${JSON.stringify([actor.agentMarkers, actor.session, actor.signIn])}`;
    const deciding = decidingIn(state, principalOfActor(actor));
    if (isSame(this.#within.get(session), deciding)) return [];
    const findings = assessAgent({ call, state, governance: this.#governance, waivers: [], now });
    for (const { id } of findings) this.#found.add(id);
    if (findings.length === 0 && deciding !== undefined) this.#note(session, deciding);
    return findings;
  }

  #note(session: string, deciding: Deciding): void {
    // only as a memory: what is forgotten is compared again
    if (this.#within.size >= MOST_SESSIONS) this.#within.clear();
    this.#within.set(session, deciding);
  }
}
