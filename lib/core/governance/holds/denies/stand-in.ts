import { isServiceCall, type PlanCall } from '../../../account/plan-call.ts';
import { canonicalText } from '../../../digest.ts';
import { parseArn } from '../../../policy/arn.ts';
import { isJsonObject, type JsonObject, jsonForm, type JsonValue } from '../../../json.ts';
import type { Finding } from '../../finding.ts';
import { type ReservedDeny, reservedDeny } from './reserved-deny.ts';

type HeldFinding = Pick<Finding, 'id' | 'principal' | 'response'>;

/**
 * The deny that holds a finding's principal where the exact inverse must not be done, or does not help: the account has
 * changed since, AWS refused it, or somebody puts the excess back again and again. Of what `document` denies, else of everything.
 * Undefined: no role or user, or what is held is not what the principal holds: a deny of who made a call would leave what the
 * call gave to others.
 */
export function standInFor({ id, principal, response }: HeldFinding, document?: JsonObject): ReservedDeny | undefined {
  if ('plan' in response && response.plan.calls.some(isServiceCall)) return undefined;
  const [kind, ...path] = parseArn(principal)?.resource.split('/') ?? [];
  const name = path.at(-1);
  if ((kind !== 'role' && kind !== 'user') || name === undefined || name === '') return undefined;
  return reservedDeny({ kind, name }, `${id} stands in`, document);
}

/**
 * The stand-in that these calls of a hold are, with the call by which a restore lifts it; undefined: they are none. What it denies may
 * be anything, but it can only deny, and only this finding's principal.
 */
export function standInOf(calls: readonly PlanCall[], finding: HeldFinding): ReservedDeny | undefined {
  const [call, ...others] = calls;
  if (call === undefined || others.length > 0) return undefined;
  const possible = [standInFor(finding), exactStandInOf(call, finding)];
  return possible.find((each) => each !== undefined && isSame(each.put, call));
}

/** Whether these calls of a hold are a stand-in's that denies everything: there is nothing more to be done. */
export function deniesAll(calls: readonly PlanCall[], finding: HeldFinding): boolean {
  const all = standInFor(finding);
  return all !== undefined && isSame([all.put], calls);
}

function exactStandInOf(call: PlanCall, finding: HeldFinding): ReservedDeny | undefined {
  if (!('policyDocument' in call) || !onlyDenies(call.policyDocument)) return undefined;
  return standInFor(finding, call.policyDocument);
}

function onlyDenies(document: JsonValue): document is JsonObject {
  if (!isJsonObject(document)) return false;
  const { Statement: statements } = document;
  return (
    Array.isArray(statements) &&
    statements.length > 0 &&
    statements.every((each: JsonValue) => isJsonObject(each) && each['Effect'] === 'Deny')
  );
}

function isSame(one: PlanCall | readonly PlanCall[], other: PlanCall | readonly PlanCall[]): boolean {
  return canonicalText(jsonForm(one)) === canonicalText(jsonForm(other));
}
