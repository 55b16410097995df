import { type MoveOrder, type PlanCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';

/** Absent: the organization cannot be read, and no account is moved. */
export interface MoveDeps {
  readonly organization?: OrganizationReader;
}

/** Why calls would move an account to where it is limited less than it may be, as the organization is now; undefined: none does. */
export async function whyNotMoved(calls: readonly PlanCall[], { organization }: MoveDeps): Promise<string | undefined> {
  const moves = movesIn(calls);
  if (moves.length === 0) return undefined;
  const read = await organization?.organization();
  if (read === undefined) return 'the organization cannot be read: what would limit the account is not known';
  // hardly any hold moves an account
  const { objectionToMove } = await import('../../core/governance/holds/beyond/moved-account.ts');
  return moves.map((move) => objectionToMove(move, read)).find((objection) => objection !== undefined);
}

function movesIn(calls: readonly PlanCall[]): readonly MoveOrder[] {
  return serviceCallsIn(calls).flatMap((call) =>
    call.service === 'organizations' && call.name === 'MoveAccount' ? [call] : [],
  );
}
