import type { PlanCall, ServiceCall } from '../core/account/plan-call.ts';

/** What came of one call: `already` where the account was already so (an effect at most once, asked twice). */
export type EnforceOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'already' }
  /** AWS refused it, or what it would overwrite is not what it expects (`ChangedSince`). */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** The ledger has nothing in progress that this call is a part of, so it was not made: see `warranted`. */
  | { readonly kind: 'no-warrant'; readonly detail: string };

/** Makes calls in an account: holds and restores. Adapters keep the two apart by role. */
export interface Enforcer<C extends PlanCall = PlanCall> {
  /** `findingId`: the finding on whose behalf the call is made; AWS's own record of the call names it. */
  readonly enforce: (account: string, call: C, findingId: string) => Promise<EnforceOutcome>;
}

/** Makes calls of other services than IAM, and reads whether what they ask for is so. */
export interface ServiceEnforcer extends Enforcer<ServiceCall> {
  /** Whether making the call would change nothing more. */
  readonly shows: (account: string, call: ServiceCall) => Promise<boolean>;
}
