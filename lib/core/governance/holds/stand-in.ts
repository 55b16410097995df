import { isServiceCall, type PlanCall } from '../../account/plan-call.ts';
import { canonicalText } from '../../digest.ts';
import { jsonForm } from '../../json.ts';
import type { Finding } from '../finding.ts';
import { type ReservedDeny, reservedDeny } from './reserved-deny.ts';

type HeldFinding = Pick<Finding, 'id' | 'principal' | 'response'>;

/**
 * The deny that holds a finding's principal where the exact inverse must not be done, or does not help: the account has
 * changed since, AWS refused it, or somebody puts the excess back again and again. Undefined: no role or user, or what is held is
 * not what the principal holds: a deny of who made a call would leave what the call gave to others.
 */
export function standInFor({ id, principal, response }: HeldFinding): ReservedDeny | undefined {
  if ('plan' in response && response.plan.calls.some(isServiceCall)) return undefined;
  const { kind, name } = /:(?<kind>role|user)\/(?:.*\/)?(?<name>[^/]+)$/.exec(principal)?.groups ?? {};
  if ((kind !== 'role' && kind !== 'user') || name === undefined) return undefined;
  return reservedDeny({ kind, name }, `${id} stands in`);
}

/** Whether these calls of a hold are the stand-in's: then a restore lifts it too. */
export function isStandIn(calls: readonly PlanCall[], finding: HeldFinding): boolean {
  const standIn = standInFor(finding);
  return standIn !== undefined && canonicalText(jsonForm(calls)) === canonicalText(jsonForm([standIn.put]));
}
