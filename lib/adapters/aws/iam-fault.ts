import { BudgetSpent } from './call-budget.ts';
import { LostAnswer } from './iam-client.ts';
import type { MemberRole } from './member-clients.ts';

/** Who asked for what: a part of each fault's message, so that it says what to do. */
export interface Asked {
  readonly account: string;
  readonly role: MemberRole;
  /** As a policy names it: `iam:GetRole`. */
  readonly action: string;
}

/** IAM says that something that was named is not there. */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}

/** AWS's code of an error, without the suffix that the SDK gives it: `NoSuchEntity`, `AccessDenied`, `Throttling`. */
export function codeOf(fault: unknown): string {
  return fault instanceof Error ? fault.name.replace(/Exception$/, '') : '';
}

/** Codes by which AWS says that the caller may not do it. */
const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'UnauthorizedOperation', 'NotAuthorized']);

/** Whether AWS refused for want of a permission. */
export function isDenied(fault: unknown): boolean {
  return DENIED.has(codeOf(fault));
}

/**
 * What a failed read means. Not there is one thing, and known; everything else is unknown, which is never taken for "not
 * there": a permission that Ambit's role lacks, throttling beyond the budget, a network that fails.
 */
export function readFault(fault: unknown, asked: Asked): Error {
  const { account, role, action } = asked;
  if (codeOf(fault) === 'NoSuchEntity') {
    return new NotThere(`${action} in the account ${account}: ${messageOf(fault)}`, { cause: fault });
  }
  if (fault instanceof NotThere || fault instanceof BudgetSpent) return fault;
  const why = isDenied(fault)
    ? `the role ${role} may not call ${action}; deploy or mend its policy`
    : `${action} failed: ${messageOf(fault)}`;
  return new Error(`the account ${account} could not be read: ${why}`, { cause: fault });
}

/** What an error says, with the cause that hides behind a lost answer. */
export function messageOf(fault: unknown): string {
  if (fault instanceof LostAnswer) return `${fault.message}: ${messageOf(fault.fault)}`;
  return fault instanceof Error ? fault.message : String(fault);
}
