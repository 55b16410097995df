import { principalOf } from '../../core/account/slice.ts';
import type { AccountState, Principal } from '../../core/account/state.ts';
import { mayBeAgent } from '../../core/activity/agent-markers.ts';
import type { Call } from '../../core/activity/call.ts';
import { openedByAgent } from '../../core/governance/agents/opened-by-agent.ts';
import { agentSessionOf, asOpenedByAgent, principalOfActor } from '../../core/governance/agents/agent-session.ts';
import { assessAgent } from '../../core/governance/agents/assess-agent.ts';
import { inOneAlone, isAboutOne } from '../../core/governance/agents/standing-hold.ts';
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

type StateOf = (account: string) => AccountState | undefined;

function stateOfActor({ actor }: Call, stateOf: StateOf): AccountState | undefined {
  const [, , , , account = ''] = actor.principalArn?.split(':') ?? [];
  return stateOf(account);
}

/** Sessions that are remembered as being within. */
const MOST_SESSIONS = 1000;

/** The agents of a replay that act with the access of somebody else: one finding for each session. */
export class ReplayedAgents {
  readonly #governance: Governance;
  /** Sessions of which there is a finding, and whether it is about that one alone; their ids would cost a digest for each call. */
  readonly #found = new Map<string, 'one' | 'name'>();
  /** What decided when a session with these signs was last found to be within. */
  readonly #within = new Map<string, Deciding>();

  constructor(governance: Governance) {
    this.#governance = governance;
  }

  /** The call with the sign that an agent made it, where one got a grant in the same sign-in, or opened its session. */
  joined(call: Call): Call {
    // before any agent was found there is nothing to join
    if (this.#found.size === 0) return call;
    for (const actor of asOpenedByAgent(call.actor)) {
      const found = this.#found.get(agentSessionOf({ ...call, actor }));
      if (found !== undefined) return { ...call, actor: found === 'one' ? inOneAlone(actor) : actor };
    }
    return call;
  }

  /**
   * What is wrong with who made a call, and with who acts in the session that it opened, where it was not said before.
   * `stateOf` has the state of an account by its id.
   */
  assess(call: Call, stateOf: StateOf): readonly Finding[] {
    if (!mayBeAgent(call.actor)) return [];
    const opened = call.opens && openedByAgent(call, stateOfActor(call, stateOf));
    return [call, ...(opened === undefined ? [] : [opened])].flatMap((each) => this.#assess(each, stateOf));
  }

  #assess(call: Call, stateOf: StateOf): readonly Finding[] {
    const { actor, time: now } = call;
    const state = stateOfActor(call, stateOf);
    const session = `${actor.id} ${actor.principalArn} ${JSON.stringify([actor.agentMarkers, actor.session, actor.signIn])}`;
    const deciding = decidingIn(state, principalOfActor(actor));
    if (this.#found.has(agentSessionOf(call)) || isSame(this.#within.get(session), deciding)) return [];
    const findings = assessAgent({ call, state, governance: this.#governance, waivers: [], now });
    const [found] = findings;
    if (found !== undefined) this.#found.set(agentSessionOf(call), isAboutOne(found) ? 'one' : 'name');
    if (found === undefined && deciding !== undefined) this.#note(session, deciding);
    return findings;
  }

  #note(session: string, deciding: Deciding): void {
    // only as a memory: what is forgotten is compared again
    if (this.#within.size >= MOST_SESSIONS) this.#within.clear();
    this.#within.set(session, deciding);
  }
}
