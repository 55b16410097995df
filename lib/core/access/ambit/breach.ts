import type { ActionSet } from '../action-set.ts';
import type { AccessRequest } from '../policy-set.ts';
import type { CompiledStatement } from './compile.ts';

/** One statement, or one resource pattern of it, that lets these actions reach outside the limits. */
export interface Breach {
  readonly statement: CompiledStatement;
  readonly pattern: string | undefined;
  /** Empty where only an action is concerned that the catalogue does not know. */
  readonly actions: ActionSet;
  /** A request that shows it, confirmed by `decide`; undefined: none could be, so the breach is only possible. */
  readonly witness: () => AccessRequest | undefined;
  /** Whether the actions are to be named as the statement has them, which may be more: it was not looked at any more. */
  readonly asWritten?: true;
}

/** In the place of a witness: it was found out already that no request shows it, or none was looked for. */
export function noWitness(): undefined {
  return undefined;
}

/** Whether it was found out already that no request shows it, or none was looked for. */
export function isUnconfirmed({ witness }: Breach): boolean {
  return witness === noWitness;
}
