import { mayBeAgent } from '../../../core/activity/agent-markers.ts';
import type { Call } from '../../../core/activity/call.ts';
import { openedByAgent } from '../../../core/governance/agents/opened-by-agent.ts';
import { agentFindingId, principalOfActor } from '../../../core/governance/agents/agent-session.ts';
import { findingOfUnfollowed } from '../../../core/governance/agents/finding-of-unfollowed.ts';
import { assessAgent } from '../../../core/governance/agents/assess-agent.ts';
import { standingHoldOf } from '../../../core/governance/agents/standing-hold.ts';
import { foldCase } from '../../../core/governance/cases/case.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import { casesOf } from '../../case-book.ts';
import type { RecentCalls } from '../../../ports/recent-calls.ts';
import type { FollowUpDeps } from '../../follow-up.ts';
import { raiseFindings } from '../../raise-findings.ts';
import { joinedByAgent } from './joined-by-agent.ts';
import { MOST_OPENINGS } from './openings-counted.ts';
import { openingsFrom } from './openings-kept.ts';
import { stateOfActor } from '../state-of-actor.ts';
import { agentWaiversOf } from '../waivers-of.ts';

type RaiseAgentDeps = FollowUpDeps & {
  readonly recentCalls: RecentCalls;
};

/**
 * Says of an agent that acts with the access of somebody else, once for its session and for each session that it opens, also
 * for those that are opened from these in turn and came to be known before, and does what that asks for. The ids of the findings where this call raised them; none where nothing is wrong, or it is said already.
 * Called again for the same call it does what is missing.
 */
export async function raiseAgent(call: Call, deps: RaiseAgentDeps): Promise<readonly string[]> {
  if (!mayBeAgent(call.actor)) return [];
  const raised = await raiseIn(call, deps);
  if (call.opens === undefined) return raised;
  const opened = openedByAgent(call, await stateOfActor(call, deps.accounts));
  return opened === undefined
    ? raised
    : [...raised, ...(await raiseIn(opened, deps)), ...(await raiseFrom(opened, deps))];
}

/** The findings of sessions that were opened from one that an agent opened, and that there may be more. */
async function raiseFrom(opened: Call, deps: RaiseAgentDeps): Promise<readonly string[]> {
  const kept = await openingsFrom(opened, deps.recentCalls);
  const raised: string[] = [];
  if (kept.length >= MOST_OPENINGS) {
    const { governance, clock } = deps;
    const unfollowed = findingOfUnfollowed(opened, { most: MOST_OPENINGS, governance, now: clock.now() });
    raised.push(...(await raiseFindings([unfollowed], deps)));
  }
  for (const each of kept) {
    raised.push(...(await raiseAgent(await joinedByAgent(each, { ledger: deps.ledger }), deps)));
  }
  return raised;
}

async function raiseIn(call: Call, deps: FollowUpDeps): Promise<readonly string[]> {
  const earlier = foldCase(await deps.ledger.about(agentFindingId(call)));
  if (earlier !== undefined) {
    return earlier.finding.call?.id === call.id ? raiseFindings([earlier.finding], deps) : [];
  }
  return raiseFindings(await findingsFor(call, deps), deps);
}

async function findingsFor(call: Call, deps: FollowUpDeps): Promise<readonly Finding[]> {
  const { actor } = call;
  const cases = await casesOf(deps.cases, principalOfActor(actor));
  const standing = standingHoldOf(actor, cases);
  // a session that was opened is followed by its finding, also where another one holds it
  if (standing !== undefined && (actor.openedBy === undefined || actor.session?.key === undefined)) return [];
  const state = await stateOfActor(call, deps.accounts);
  const now = deps.clock.now();
  const waivers = agentWaiversOf({ actor, current: state }, cases, now);
  const held = standing === undefined ? {} : { heldBy: standing.finding.id };
  return assessAgent({ call, state, governance: deps.governance, waivers, now, ...held });
}
