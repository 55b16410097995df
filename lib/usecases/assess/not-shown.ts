import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { isAwsManaged } from '../../core/account/iam-arn.ts';
import { withStub } from '../../core/account/missing.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { CHANGE_NOT_SHOWN } from './without-told.ts';

/** A call that its account does not show on a principal. */
export interface NotShown {
  readonly iam: IamCall;
  /** The principal as it is now. */
  readonly slice: AccountState;
  /** What else is known of the account: what the call names, as it is now. */
  readonly around: AccountState;
}

/**
 * What a call would have given that was undone since, or is shown late: by the policies and groups that it names as they are now.
 * Where these give nothing too much they may have been others at that moment: then it is undetermined, but not that grave. What
 * AWS manages nobody in the account changes.
 */
export async function assessNotShown(
  { iam, slice, around }: NotShown,
  assess: (after: AccountState) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const groups = new Map([...around.groups, ...slice.groups]);
  const asNow = withPolicies({ ...slice, groups }, around, () => true);
  const found = await assess(assumedAfter(asNow, iam));
  if (found.length > 0) return found.map(asNotShown);
  const unknown = await assess(assumedAfter(withPolicies(slice, around, isAwsManaged), iam));
  return unknown.map(asWithinNow);
}

function withPolicies(slice: AccountState, around: AccountState, is: (arn: string) => boolean): AccountState {
  const policies = new Map([...[...around.policies].filter(([arn]) => is(arn)), ...slice.policies]);
  return { ...slice, policies };
}

/** A state as it would be after a call, with what the call names made up as unknown where it is not there. */
export function assumedAfter(state: AccountState, iam: IamCall): AccountState {
  const known = withStub(state, iam);
  const applied = applyCall(known, iam);
  return applied.ok ? applied.value : known;
}

const NOT_SHOWN = 'the account does not show this change: it was undone since, or is shown late';

function asNotShown(finding: Finding): Finding {
  return { ...finding, reasons: [...finding.reasons, { rule: CHANGE_NOT_SHOWN, detail: NOT_SHOWN }] };
}

function asWithinNow(finding: Finding): Finding {
  const detail = `${NOT_SHOWN}; as what it names is now, nothing that it gave is in excess, but it may have been otherwise then`;
  return { ...finding, severity: 'medium', reasons: [...finding.reasons, { rule: CHANGE_NOT_SHOWN, detail }] };
}
