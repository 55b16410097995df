import { isServiceCall, type PlanCall } from '../../../account/plan-call.ts';
import { isSameForm } from '../../../digest.ts';
import { parseArn } from '../../../policy/arn.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json.ts';
import type { Finding } from '../../finding.ts';
import { attachedDeny, type InlineDeny, type ReservedDeny, reservedDeny } from './reserved-deny.ts';

type HeldFinding = Pick<Finding, 'id' | 'principal' | 'response'>;

/**
 * The deny that holds a finding's principal where the exact inverse must not be done, or does not help: the account has
 * changed since, AWS refused it, or somebody puts the excess back again and again. Of what `document` denies, else of everything.
 * Undefined: no role or user, or what is held is not what the principal holds: a deny of who made a call would leave what the
 * call gave to others.
 */
export function standInFor(finding: HeldFinding, document?: JsonObject): InlineDeny | undefined {
  const holder = holderOf(finding);
  return holder && reservedDeny(holder, `${finding.id} stands in`, document);
}

/**
 * AWS's own policy that denies everything in its place, for a principal whose inline policies leave no room for another. Undefined:
 * no role or user, or that is the plan itself, whose own restore lifts it.
 */
export function attachedStandInFor(finding: HeldFinding): ReservedDeny | undefined {
  const holder = holderOf(finding);
  const deny = holder && attachedDeny(holder, holder.partition);
  const { response } = finding;
  const isPlan = deny !== undefined && 'plan' in response && isSameForm([deny.put], response.plan.calls);
  return isPlan ? undefined : deny;
}

/** The role or user that a deny can hold. */
function holderOf({ principal, response }: HeldFinding) {
  if ('plan' in response && response.plan.calls.some(isServiceCall)) return undefined;
  const arn = parseArn(principal);
  const [kind, ...path] = arn?.resource.split('/') ?? [];
  const name = path.at(-1);
  if (arn === undefined || (kind !== 'role' && kind !== 'user') || name === undefined || name === '') return undefined;
  return { kind, name, partition: arn.partition } as const;
}

/**
 * The stand-in that these calls of a hold are, with the call by which a restore lifts it; undefined: they are none. What it denies may
 * be anything, but it can only deny, and only this finding's principal.
 */
export function standInOf(calls: readonly PlanCall[], finding: HeldFinding): ReservedDeny | undefined {
  const [call, ...others] = calls;
  if (call === undefined || others.length > 0) return undefined;
  const possible = [standInFor(finding), exactStandInOf(call, finding), attachedStandInFor(finding)];
  return possible.find((each) => each !== undefined && isSameForm(each.put, call));
}

/** Whether these calls of a hold are a stand-in's that denies everything: there is nothing more to be done. */
export function deniesAll(calls: readonly PlanCall[], finding: HeldFinding): boolean {
  const all = [standInFor(finding), attachedStandInFor(finding)];
  return all.some((each) => each !== undefined && isSameForm([each.put], calls));
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
