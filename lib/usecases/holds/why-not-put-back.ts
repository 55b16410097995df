import { type AttachmentOrder, type MoveOrder, type PlanCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';

/** Absent: the organization cannot be read, and no account is moved. */
export interface MoveDeps {
  readonly organization?: OrganizationReader;
}

/**
 * Why calls of a hold would let accounts do what is denied now, as the organization is: move one to where it is limited less, or attach
 * a policy that allows what was narrowed since. Undefined: they would not. Where the organization cannot be read no account is
 * moved; a policy is attached, since it mostly denies.
 */
export async function whyNotPutBack(
  calls: readonly PlanCall[],
  { organization }: MoveDeps,
): Promise<string | undefined> {
  const orders = ordersIn(calls);
  if (orders.length === 0) return undefined;
  const read = await organization?.organization();
  if (read === undefined) {
    const isMoved = orders.some(({ name }) => name === 'MoveAccount');
    return isMoved ? 'the organization cannot be read: what would limit the account is not known' : undefined;
  }
  // hardly any hold is of the organization
  const { objectionToMove } = await import('../../core/governance/holds/beyond/moved-account.ts');
  const { objectionToAttach } = await import('../../core/governance/holds/beyond/attached-again.ts');
  return orders
    .map((order) => (order.name === 'MoveAccount' ? objectionToMove(order, read) : objectionToAttach(order, read)))
    .find((objection) => objection !== undefined);
}

function ordersIn(calls: readonly PlanCall[]): readonly (MoveOrder | AttachmentOrder)[] {
  return serviceCallsIn(calls).flatMap((call) =>
    call.service === 'organizations' && (call.name === 'MoveAccount' || call.name === 'AttachPolicy') ? [call] : [],
  );
}
