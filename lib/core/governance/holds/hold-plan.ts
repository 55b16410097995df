import type { PolicySet } from '../../access/policy-set.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { guardOf } from '../../account/guard.ts';
import { principalOf } from '../../account/slice.ts';
import type { Principal } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import { err, type Result } from '../../result.ts';
import type { FindingKind, HoldPlan, PassedOver, StatePair } from '../finding.ts';
import { exactDeny } from './exact-deny.ts';
import { exactInverse } from './exact-inverse.ts';
import { inlineRoomOf } from './inline-room.ts';
import { keeperOf } from './kept-in-code.ts';
import { type ReservedDeny, reservedDeny } from './reserved-deny.ts';
import type { NoPlan } from './respond.ts';
import { unmodifiable } from './unmodifiable.ts';

export interface HoldQuestion {
  readonly call: Call;
  readonly pair: StatePair;
  /** ARN of the role or user whose access is in excess. */
  readonly principalArn: string;
  readonly kind: FindingKind;
  /**
   * What the principal's access is to be within: standard, waivers and what it held before. Undefined: the excess is not one of what
   * its own policies allow.
   */
  readonly limits: readonly PolicySet[] | undefined;
}

/**
 * How to stop the use of what a call gave a principal, by the first of these that fits: the exact inverse, where computing it
 * shows that the principal is then as it was before and where nobody else is touched; a key is deactivated; a reserved deny of
 * exactly the excess, where the access engine proves that it takes all of that and nothing else; a reserved deny of
 * everything. What a tool keeps in its own state is never taken from it: the deny stands beside it. A restore makes the call
 * again, byte for byte, or lifts the deny.
 */
export function holdPlanFor(question: HoldQuestion): HoldPlan<IamCall> | NoPlan {
  const { call, pair, principalArn, kind } = question;
  const obstacle = unmodifiable(principalArn);
  if (obstacle !== undefined) return { none: obstacle };
  const principal = principalOf(pair.after, principalArn);
  if (principal === undefined) return { none: `${principalArn} is gone` };
  const cause = `${call.id} ${kind}`;
  const guarded = guardOf(reservedDeny(principal, cause).put, pair.after);
  if (guarded !== undefined) return { none: guarded.detail };
  const iam = call.change.kind === 'access' ? call.change.iam : undefined;
  const undo = iam === undefined ? err('what was called is not known') : undoOf(iam, question);
  if (iam !== undefined && undo.ok) return inversePlan(iam, undo.value, pair.after.account);
  const passedOver: PassedOver[] = undo.ok ? [] : [{ plan: 'exact-inverse', why: undo.error }];
  const key = kind === 'credential-created' ? keyPlan(iam, pair.after.account, passedOver) : undefined;
  return key ?? denyPlan(principal, { question, cause, passedOver });
}

function undoOf(iam: IamCall, { call, pair, principalArn }: HoldQuestion): Result<readonly IamCall[], string> {
  const keeper = keeperOf(call);
  if (keeper !== undefined) return err(`${keeper} keeps it in its state, which would drift, or do it again`);
  return exactInverse(iam, pair, principalArn);
}

function inversePlan(iam: IamCall, calls: readonly IamCall[], account: string): HoldPlan<IamCall> {
  const summary = `undoes ${iam.name} by ${calls.map(({ name }) => name).join(', ')}`;
  const proof = { shown: 'as-before', passedOver: [] } as const;
  return { kind: 'exact-inverse', account, calls, restore: [iam], summary, proof };
}

function keyPlan(
  iam: IamCall | undefined,
  account: string,
  passedOver: readonly PassedOver[],
): HoldPlan<IamCall> | undefined {
  if (iam?.name !== 'CreateAccessKey' && iam?.name !== 'UpdateAccessKey') return undefined;
  const { userName, accessKeyId } = iam;
  return {
    kind: 'contain',
    account,
    calls: [{ name: 'UpdateAccessKey', userName, accessKeyId, status: 'Inactive' }],
    restore: [{ name: 'UpdateAccessKey', userName, accessKeyId, status: 'Active' }],
    summary: `deactivates access key ${accessKeyId} of ${userName}`,
    proof: { shown: 'credential-off', passedOver },
  };
}

interface Denying {
  readonly question: HoldQuestion;
  /** Names the policy: the same cause gives the same one. */
  readonly cause: string;
  readonly passedOver: readonly PassedOver[];
}

function denyPlan(principal: Principal, { question, cause, passedOver }: Denying): HoldPlan<IamCall> {
  const { pair, limits } = question;
  const account = pair.after.account;
  const exact = exactDeny({ granted: policySetOf(pair.after, principal.arn), limits, room: inlineRoomOf(principal) });
  const who = `${principal.kind} ${principal.name}`;
  if (exact.ok) {
    const summary = `denies ${who} exactly the excess until it is released`;
    const proof = { shown: 'within-limits', passedOver } as const;
    return { ...containment(account, reservedDeny(principal, cause, exact.value)), summary, proof };
  }
  const summary = `denies ${who} everything until it is released`;
  const all = [...passedOver, { plan: 'exact-deny', why: exact.error } as const];
  return {
    ...containment(account, reservedDeny(principal, cause)),
    summary,
    proof: { shown: 'nothing-left', passedOver: all },
  };
}

function containment(
  account: string,
  { put, remove }: ReservedDeny,
): Pick<HoldPlan<IamCall>, 'kind' | 'account' | 'calls' | 'restore'> {
  return { kind: 'contain', account, calls: [put], restore: [remove] };
}
