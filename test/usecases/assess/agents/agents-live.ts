import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { handleCall } from '../../../../lib/usecases/calls/handle-call.ts';
import { withAdministrators } from '../../agents.ts';
import { callOf } from '../../company.ts';
import { open } from '../../opened.ts';
import type { World } from '../../world.ts';

/** The company with engineers who may do everything. */
export const openAgents = (): Promise<World> => open({ state: withAdministrators() });

/** The findings that records lead to as live traffic. */
export async function live(records: readonly JsonObject[], world?: World): Promise<readonly Finding[]> {
  const here = world ?? (await openAgents());
  for (const each of records) await handleCall(callOf(each), here.deps);
  const cards = await here.deps.cases.cards();
  return (await here.deps.cases.these(cards)).map(({ finding }) => finding);
}
