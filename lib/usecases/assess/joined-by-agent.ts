import type { Call } from '../../core/activity/call.ts';
import { agentFindingId, asOpenedByAgent } from '../../core/governance/agents/agent-session.ts';
import type { Ledger } from '../../ports/ledger.ts';

/** The call with the sign that an agent made it, where one got a grant in the same sign-in, or opened its session. */
export async function joinedByAgent(call: Call, ledger: Pick<Ledger, 'about'>): Promise<Call> {
  for (const actor of asOpenedByAgent(call.actor)) {
    const joined = { ...call, actor };
    if ((await ledger.about(agentFindingId(joined))).length > 0) return joined;
  }
  return call;
}
