import { globMatches } from '../../policy/glob.ts';
import { doesAtMost } from '../standards/mode-in.ts';
import type { AccountMode, Governance } from '../standards/standards.ts';
import { covers } from './pattern-cover.ts';
import type { Weakening } from './weakening.ts';

/** Accounts in which less would be done than before. Where it cannot tell, it says that it is less. */
export function weakerAccountModes(before: Governance, after: Governance): readonly Weakening[] {
  return after.accountModes.flatMap(({ accounts, mode }, index) =>
    accounts
      .filter((pattern) => mode !== 'enforce' && !didAtMost(pattern, mode, before.accountModes))
      .map((pattern) => ({
        place: `accountModes[${index}]`,
        detail: `account ${pattern} is in mode ${mode} at the most`,
      })),
  );
}

/** Whether surely no more than this mode was done in the accounts of a pattern: by one entry that has them all, and by all before it. */
function didAtMost(pattern: string, mode: AccountMode['mode'], entries: readonly AccountMode[]): boolean {
  for (const entry of entries) {
    const isLess = doesAtMost(entry.mode, mode);
    if (isLess && entry.accounts.some((wide) => covers(wide, pattern))) return true;
    if (!isLess && entry.accounts.some((other) => mayMeet(other, pattern))) return false;
  }
  return false;
}

/** Whether an account may match both patterns. */
function mayMeet(one: string, other: string): boolean {
  if (isPattern(one) && isPattern(other)) return true;
  return isPattern(one) ? globMatches(one, other) : globMatches(other, one);
}

const isPattern = (text: string) => /[*?]/.test(text);
