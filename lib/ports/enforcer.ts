import type { IamCall } from '../core/account/call.ts';

/** What came of one call: `already` where the account was already so (an effect at most once, asked twice). */
export type EnforceOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'already' }
  /** AWS refused it. */
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  /** The ledger has nothing in progress that this call is a part of, so it was not made: see `warranted`. */
  | { readonly kind: 'no-warrant'; readonly detail: string };

/** Makes IAM calls in an account: holds and restores. Adapters keep the two apart by role. */
export interface Enforcer {
  /** `findingId`: the finding on whose behalf the call is made; AWS's own record of the call names it. */
  enforce(account: string, call: IamCall, findingId: string): Promise<EnforceOutcome>;
}
