import type { Call } from '../core/activity/call.ts';
import { type AssessCallDeps, type AssessedCall, assessCall } from './assess-call.ts';
import { assessUnknown } from './assess-unknown.ts';

/** Assesses whose access a call moved; where its record does not say what it changed, whose access is not as it was. */
export function assessAccessOf(call: Call, deps: AssessCallDeps): Promise<AssessedCall> {
  const { change } = call;
  return change.kind === 'access' && change.iam !== undefined
    ? assessCall(call, change.iam, deps)
    : assessUnknown(call, deps);
}
