import { err, type Result } from '../../result.ts';
import type { IamCall } from '../call.ts';
import type { AccountState, ManagedPolicy } from '../state.ts';

/** Why AWS would refuse a call, by the IAM API's error codes. */
export interface CallRefusal {
  readonly code: 'NoSuchEntity' | 'EntityAlreadyExists' | 'DeleteConflict' | 'LimitExceeded' | 'UnmodifiableEntity';
  /** For people: what was asked, what stands against it. */
  readonly detail: string;
}

/** What is known beside the state. */
export interface ApplyOptions {
  /** The AWS managed policy with this ARN, where its document is known: asked when a call attaches one the state lacks. */
  readonly managedPolicy?: (arn: string) => ManagedPolicy | undefined;
}

/** What one kind of call does to the state. */
export type Step<C> = (state: AccountState, call: C, options: ApplyOptions) => Result<AccountState, CallRefusal>;

/** One step for each call of a family. */
export type Steps<C extends IamCall> = { readonly [K in C as K['name']]: Step<K> };

/** A refusal as a result. */
export function refuse(code: CallRefusal['code'], detail: string): Result<never, CallRefusal> {
  return err({ code, detail });
}
