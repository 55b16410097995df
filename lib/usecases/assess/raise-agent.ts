import { JOINED_BY_SIGN_IN, mayBeAgent } from '../../core/activity/agent-markers.ts';
import type { Call } from '../../core/activity/call.ts';
import { agentFindingId, principalOfActor, standingHoldOf } from '../../core/governance/agents/agent-session.ts';
import { assessAgent } from '../../core/governance/agents/assess-agent.ts';
import { foldCase } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { casesOf } from '../case-book.ts';
import type { FollowUpDeps } from '../follow-up.ts';
import { raiseFindings } from '../raise-findings.ts';
import { stateOfActor } from './state-of-actor.ts';
import { agentWaiversOf } from './waivers-of.ts';

/** The call with the sign that an agent made it, where one got a grant in the same sign-in. */
export async function joinedBySignIn(call: Call, ledger: Pick<Ledger, 'about'>): Promise<Call> {
  const { actor } = call;
  if (actor.signIn === undefined || mayBeAgent(actor)) return call;
  const entries = await ledger.about(agentFindingId(call));
  if (entries.length === 0) return call;
  return { ...call, actor: { ...actor, agentMarkers: [JOINED_BY_SIGN_IN, ...actor.agentMarkers] } };
}

/**
 * Says of an agent that acts with the access of somebody else, once for its session, and does what that asks for. The id of
 * the finding where this call raised it; none where nothing is wrong, or it is said already. Called again for the same call it
 * does what is missing.
 */
export async function raiseAgent(call: Call, deps: FollowUpDeps): Promise<readonly string[]> {
  if (!mayBeAgent(call.actor)) return [];
  const earlier = foldCase(await deps.ledger.about(agentFindingId(call)));
  if (earlier !== undefined) {
    return earlier.finding.call?.id === call.id ? raiseFindings([earlier.finding], deps) : [];
  }
  return raiseFindings(await findingsFor(call, deps), deps);
}

async function findingsFor(call: Call, deps: FollowUpDeps): Promise<readonly Finding[]> {
  const { actor } = call;
  const cases = await casesOf(deps.cases, principalOfActor(actor));
  if (standingHoldOf(actor, cases) !== undefined) return [];
  const state = await stateOfActor(call, deps.accounts);
  const now = deps.clock.now();
  const waivers = agentWaiversOf(actor, cases, now, state);
  return assessAgent({ call, state, governance: deps.governance, waivers, now });
}
