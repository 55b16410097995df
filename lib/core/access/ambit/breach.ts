import type { ActionSet } from '../action-set.ts';
import type { AccessRequest } from '../policy-set.ts';
import type { CompiledStatement } from './compile.ts';

/** One statement, or one resource pattern of it, that lets these actions reach outside the limits. */
export interface Breach {
  readonly statement: CompiledStatement;
  readonly pattern: string | undefined;
  /** Empty where only an action is concerned that the catalogue does not know. */
  readonly actions: ActionSet;
  /** Undefined: no request could be confirmed, so it is only possible. */
  readonly witness: AccessRequest | undefined;
  /** Whether `decide` has denied the witness on the side of the limits as well. */
  readonly isConfirmed: boolean;
  /** Whether the actions are to be named as the statement has them, which may be more: it was not looked at any more. */
  readonly asWritten?: true;
}
