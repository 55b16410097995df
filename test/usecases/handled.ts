import type { Call } from '../../lib/core/activity/call.ts';
import { type Case, foldCase } from '../../lib/core/governance/cases/case.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { attachAdmin } from './company.ts';
import type { World } from './world.ts';

/** Plays a call in the account and hands it to Ambit: the ids of what was found. Throws where AWS denied the call. */
export async function handled({ deps, account }: World, call: Call = attachAdmin()): Promise<readonly string[]> {
  account.play(call);
  const outcome = await handleCall(call, deps);
  if (outcome.kind === 'denied') throw new Error('the call was denied');
  return outcome.findings;
}

/** What became of a finding. Throws where there is none. */
export async function caseOf({ deps }: World, findingId: string | undefined): Promise<Case> {
  const found = foldCase(await deps.ledger.about(findingId ?? ''));
  if (found === undefined) throw new Error('no such case');
  return found;
}
