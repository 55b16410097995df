import type { IamCall } from '../../account/call.ts';
import { canonicalText } from '../../digest.ts';
import { jsonForm } from '../../json.ts';
import type { Finding } from '../finding.ts';
import { type ReservedDeny, reservedDeny } from './reserved-deny.ts';

/**
 * The deny that holds a finding's principal where the exact inverse must not be done, or does not help: the account has
 * changed since, AWS refused it, or somebody puts the excess back again and again. Undefined: no role or user.
 */
export function standInFor({ id, principal }: Pick<Finding, 'id' | 'principal'>): ReservedDeny | undefined {
  const { kind, name } = /:(?<kind>role|user)\/(?:.*\/)?(?<name>[^/]+)$/.exec(principal)?.groups ?? {};
  if ((kind !== 'role' && kind !== 'user') || name === undefined) return undefined;
  return reservedDeny({ kind, name }, `${id} stands in`);
}

/** Whether these calls of a hold are the stand-in's: then a restore lifts it too. */
export function isStandIn(calls: readonly IamCall[], finding: Pick<Finding, 'id' | 'principal'>): boolean {
  const standIn = standInFor(finding);
  return standIn !== undefined && canonicalText(jsonForm(calls)) === canonicalText(jsonForm([standIn.put]));
}
