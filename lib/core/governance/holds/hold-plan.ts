import { applyCall } from '../../account/apply.ts';
import type { IamCall } from '../../account/call.ts';
import { guardOf } from '../../account/guard.ts';
import { inverseOf } from '../../account/inverse.ts';
import { principalOf, principalsOf, sliceOf } from '../../account/slice.ts';
import type { AccountState, Principal } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { FindingKind, HoldPlan, StatePair } from '../finding.ts';
import { reservedDeny } from './reserved-deny.ts';
import type { NoPlan } from './respond.ts';
import { sameAccessState } from '../assess/same-access-state.ts';

export interface HoldQuestion {
  readonly call: Call;
  readonly pair: StatePair;
  /** ARN of the role or user whose access is in excess. */
  readonly principalArn: string;
  readonly kind: FindingKind;
}

/**
 * How to stop the use of what a call gave a principal. An exact inverse only where computing it shows that the
 * principal is then as it was before, and where nobody else is touched; a key is deactivated; all else is contained by a
 * reserved deny on the principal alone. A restore makes the call again, byte for byte, or lifts the containment.
 */
export function holdPlanFor(question: HoldQuestion): HoldPlan<IamCall> | NoPlan {
  const { call, pair, principalArn, kind } = question;
  const obstacle = unmodifiable(principalArn);
  if (obstacle !== undefined) return { none: obstacle };
  const principal = principalOf(pair.after, principalArn);
  if (principal === undefined) return { none: `${principalArn} is gone` };
  const contain = containPlan(principal, question);
  const guarded = contain.calls.map((each) => guardOf(each, pair.after)).find((refusal) => refusal !== undefined);
  if (guarded !== undefined) return { none: guarded.detail };
  const iam = call.change.kind === 'access' ? call.change.iam : undefined;
  const exact = iam === undefined ? undefined : exactPlan(iam, question);
  if (exact !== undefined) return exact;
  const key = kind === 'credential-created' ? keyPlan(iam, pair.after.account) : undefined;
  return key ?? contain;
}

/**
 * Why AWS lets nobody in the account change a principal (ARN); undefined where it does.
 * Source: IAM user guide, "Service-linked roles"; IAM Identity Center user guide, "Referencing permission sets".
 */
export function unmodifiable(principalArn: string): string | undefined {
  if (/^arn:[^:]+:iam::[0-9]+:role\/aws-service-role\//.test(principalArn)) {
    return `${principalArn} is a service-linked role, which only its service can change`;
  }
  if (/^arn:[^:]+:iam::[0-9]+:role\/aws-reserved\/sso\.amazonaws\.com\//.test(principalArn)) {
    return `${principalArn} belongs to Identity Center: change its permission set`;
  }
  return undefined;
}

function exactPlan(iam: IamCall, { pair, principalArn }: HoldQuestion): HoldPlan<IamCall> | undefined {
  const inverse = inverseOf(iam, pair.before);
  if (inverse.kind !== 'exact' || inverse.calls.length === 0 || touchesOthers(iam, pair.after, principalArn))
    return undefined;
  const undone = applyAll(pair.after, inverse.calls);
  if (undone === undefined || !sameAccessState(undone, pair.before, principalArn)) return undefined;
  const summary = `undoes ${iam.name} by ${inverse.calls.map(({ name }) => name).join(', ')}`;
  return { kind: 'exact-inverse', account: pair.after.account, calls: inverse.calls, restore: [iam], summary };
}

/** Without the whole account nobody can say who else holds a policy or belongs to a group. */
function touchesOthers(iam: IamCall, after: AccountState, principalArn: string): boolean {
  if ('roleName' in iam || 'userName' in iam) return false;
  if (after.coverage === 'partial') return true;
  return principalsOf(after).some(({ arn }) => arn !== principalArn && decidesAbout(iam, sliceOf(after, arn)));
}

function decidesAbout(iam: IamCall, slice: AccountState | undefined): boolean {
  if (slice === undefined) return false;
  if ('policyArn' in iam && slice.policies.has(iam.policyArn)) return true;
  return 'groupName' in iam && slice.groups.has(iam.groupName);
}

function applyAll(state: AccountState, calls: readonly IamCall[]): AccountState | undefined {
  let current = state;
  for (const call of calls) {
    const next = applyCall(current, call);
    if (!next.ok) return undefined;
    current = next.value;
  }
  return current;
}

function keyPlan(iam: IamCall | undefined, account: string): HoldPlan<IamCall> | undefined {
  if (iam?.name !== 'CreateAccessKey' && iam?.name !== 'UpdateAccessKey') return undefined;
  const { userName, accessKeyId } = iam;
  return {
    kind: 'contain',
    account,
    calls: [{ name: 'UpdateAccessKey', userName, accessKeyId, status: 'Inactive' }],
    restore: [{ name: 'UpdateAccessKey', userName, accessKeyId, status: 'Active' }],
    summary: `deactivates access key ${accessKeyId} of ${userName}`,
  };
}

function containPlan(principal: Principal, { call, pair, kind }: HoldQuestion): HoldPlan<IamCall> {
  const { put, remove } = reservedDeny(principal, `${call.id} ${kind}`);
  return {
    kind: 'contain',
    account: pair.after.account,
    calls: [put],
    restore: [remove],
    summary: `denies ${principal.kind} ${principal.name} everything until it is released`,
  };
}
