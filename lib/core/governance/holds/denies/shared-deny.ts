import type { IamCall } from '../../../account/call.ts';
import { isServiceCall, type PlanCall } from '../../../account/plan-call.ts';
import { isSameForm } from '../../../digest.ts';
import type { Principal } from '../../../account/state.ts';
import type { Case } from '../../cases/case.ts';
import { isUnmade } from '../../cases/case-parts.ts';

/**
 * The calls of a restore without those that would take away what other holds stand on: AWS's own policy that denies everything is
 * attached once, however many findings are held by it, and detached with the last of them: what is being given back in this moment
 * stands on it no more, else of two that come back together neither would detach it. Nor is it detached where no hold can have attached
 * it: who did so since has attached their own. Reserved policies have a name for each. `cases`: all of the principal.
 */
export function withoutShared(calls: readonly PlanCall[], cases: readonly Case[]): readonly PlanCall[] {
  const held = cases.flatMap(({ hold, restore }) => {
    const isHeld = (hold.kind === 'pending' || hold.kind === 'confirmed') && restore.kind !== 'pending';
    return isHeld ? hold.calls : [];
  });
  const attachedBy = (made: readonly PlanCall[]) => new Set(made.flatMap((call) => denialOf(call, 'Attach') ?? []));
  const [standsOn, isOfHolds] = [attachedBy(held), attachedBy(cases.flatMap(({ hold }) => begunBy(hold)))];
  return calls.filter((call) => {
    const holder = denialOf(call, 'Detach');
    return holder === undefined || (isOfHolds.has(holder) && !standsOn.has(holder));
  });
}

/**
 * The managed policies of a role or user, by ARN, without the one that denies everything where a hold of these cases may have attached
 * it; where only somebody else did, it is theirs.
 */
export function attachedBeyondHolds(
  { kind, name, attached }: Pick<Principal, 'kind' | 'name' | 'attached'>,
  cases: readonly Pick<Case, 'hold'>[],
): readonly string[] {
  const holder = `${kind}/${name}`.toLowerCase();
  const isOfHolds = cases.some(({ hold }) => begunBy(hold).some((call) => denialOf(call, 'Attach') === holder));
  return isOfHolds ? attached.filter((arn) => !isDenyOfAll(arn)) : attached;
}

/** Whether a call attaches the policy that denies everything, and this hold may have attached it by that. */
export function isAttachedBy(call: PlanCall, hold: Case['hold']): boolean {
  return denialOf(call, 'Attach') !== undefined && begunBy(hold).some((each) => isSameForm(each, call));
}

/** The calls of a hold that may have been made, as far as no restore has lifted what they put: not one that AWS refused. */
function begunBy(hold: Case['hold']): readonly PlanCall[] {
  if (hold.kind === 'none') return [];
  return [...(isUnmade(hold) ? [] : hold.calls), ...hold.standIns.map(({ put }) => put)];
}

/** Of whom a call attaches, or detaches, the policy that denies everything. */
function denialOf(call: PlanCall, verb: 'Attach' | 'Detach'): string | undefined {
  if (isServiceCall(call) || !call.name.startsWith(verb) || !('policyArn' in call)) return undefined;
  if (!isDenyOfAll(call.policyArn)) return undefined;
  // names differ by more than their case
  return holderOf(call)?.toLowerCase();
}

function isDenyOfAll(policyArn: string): boolean {
  return policyArn.endsWith(':iam::aws:policy/AWSDenyAll');
}

function holderOf(call: IamCall): string | undefined {
  if ('roleName' in call) return `role/${call.roleName}`;
  return 'userName' in call ? `user/${call.userName}` : undefined;
}
