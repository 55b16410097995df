import { mayBeAgent } from '../../core/activity/agent-markers.ts';
import { type Call, isSession } from '../../core/activity/call.ts';
import { asOpenedByAgent } from '../../core/governance/agents/agent-session.ts';
import { refusedDeletion } from '../../core/governance/holds/in-code/refused-deletion.ts';
import type { AssessDeps } from '../assess/assess.ts';
import { assessmentIn } from '../assess/assessment-in.ts';
import { joinedByAgent } from '../assess/agents/joined-by-agent.ts';
import type { KeepOpeningDeps } from '../assess/agents/openings-kept.ts';
import { eachOf } from '../each-of.ts';
import type { FollowUpDeps } from '../follow-up.ts';

/** All that assessing a call and following up its findings needs. */
export type HandleDeps = FollowUpDeps & AssessDeps & Pick<KeepOpeningDeps, 'untold' | 'openings'>;

/** What came of a call. `denied`: AWS refused it, so it changed nothing. `repeated`: it was assessed before. */
export interface Handled {
  readonly kind: 'denied' | 'handled' | 'repeated';
  readonly findings: readonly string[];
}

/**
 * Handles one call: assesses whose access it moved, or what it destroyed, writes the findings down, then does what they
 * ask for. The ledger has each call's assessment once; delivered again, only what is missing is done. A session changes
 * nothing and leaves nothing in the ledger. A fault leaves the call to be delivered again.
 */
export async function handleCall(given: Call, deps: HandleDeps): Promise<Handled> {
  const { call, agents } = await withAgents(given, deps);
  if (call.error !== undefined) {
    await tellOfDeletion(call, deps);
    return { kind: 'denied', findings: agents };
  }
  if (isSession(call)) return { kind: 'handled', findings: agents };
  const earlier = assessmentIn(await deps.ledger.about(call.id));
  if (earlier !== undefined) {
    // most calls come once
    const { finishSnapshots } = await import('../assess/snapshots/finish-snapshots.ts');
    await finishSnapshots(call, earlier, deps);
  }
  const findings = earlier?.findings ?? (await assessNow(call, deps));
  await followUpAll(findings, deps);
  return { kind: earlier === undefined ? 'handled' : 'repeated', findings: [...agents, ...findings] };
}

/**
 * Whether a call only uses access, or begins to, and no agent can be behind it: nothing comes of it, and there are so many that
 * nobody may ask or note anything about one. Whoever opens a session may act in one that an agent opened: that the ledger tells.
 */
export function isPlainSession(call: Call): boolean {
  const { actor, opens } = call;
  if (!isSession(call) || mayBeAgent(actor)) return false;
  return opens === undefined || asOpenedByAgent(actor).length === 0;
}

/** The call as far as it is known who made it, and the findings that an agent did. */
async function withAgents(given: Call, deps: HandleDeps): Promise<{ call: Call; agents: readonly string[] }> {
  const call = await joined(given, deps);
  // hardly any call needs it
  if (!mayBeAgent(call.actor)) return { call, agents: [] };
  const { raiseAgent } = await import('../assess/agents/raise-agent.ts');
  return { call, agents: await raiseAgent(call, deps) };
}

/** A refused call changed nothing; but who wants to delete somebody may fail at a hold, and is told how it goes away. */
async function tellOfDeletion(call: Call, deps: HandleDeps): Promise<void> {
  const deletion = refusedDeletion(call);
  if (deletion === undefined || call.replayed) return;
  // hardly ever
  const { tellOfRefusedDeletion } = await import('../holds/in-code/tell-of-refused-deletion.ts');
  await tellOfRefusedDeletion(call, deletion, deps);
}

async function assessNow(call: Call, deps: HandleDeps): Promise<readonly string[]> {
  // a call that comes again needs none of it: it is most of what a function has to load
  const { assessOnce } = await import('../assess/assess-once.ts');
  return assessOnce(call, deps);
}

async function joined(given: Call, deps: HandleDeps): Promise<Call> {
  if (given.error !== undefined || given.opens === undefined || mayBeAgent(given.actor)) {
    return joinedByAgent(given, deps);
  }
  // such sessions have a lane of their own
  const { joinedOpening } = await import('../assess/agents/openings-kept.ts');
  return joinedOpening(given, deps);
}

async function followUpAll(findings: readonly string[], deps: HandleDeps): Promise<void> {
  // most calls lead to no finding
  if (findings.length === 0) return;
  const { followUp } = await import('../follow-up.ts');
  await eachOf(findings, (findingId) => followUp(findingId, deps));
}
