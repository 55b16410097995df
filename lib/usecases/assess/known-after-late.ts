import { policySetOf } from '../../core/account/effective.ts';
import type { AccountState } from '../../core/account/state.ts';
import { type AccessAssessment, assessAccess } from '../../core/governance/assess/assess.ts';
import { trustSetOf } from '../../core/governance/standards/access-limits.ts';

/** A call that only alerts, since its record came too late, and the principal around it: states with all policies that they name. */
export interface LateCall {
  /** How the principal is measured. */
  readonly about: Omit<AccessAssessment, 'pair'>;
  readonly before: AccountState;
  /** What the principal would be by the call alone. */
  readonly made: AccountState;
  /** What its account shows. */
  readonly shown: AccountState;
  /** The last known state; undefined: none. */
  readonly last: AccountState | undefined;
}

/**
 * What is known of a principal after a late call beside which its account shows others, whose records are to come. `made`: the call alone,
 * which leaves the others to those. `last`: as before, for the call gave what the account does not show any more, and nobody was told of
 * that. `nothing`: nor was the state of before, for the call took from it what would be an excess if it came again.
 */
export function knownBeside(late: LateCall): 'made' | 'last' | 'nothing' {
  const { about, before, made, shown, last } = late;
  const { principalArn, waivers } = about;
  const told = [policySetOf(shown, principalArn), trustSetOf(shown, principalArn)].filter((set) => set !== undefined);
  const limits = { ...about, waivers: [...waivers, ...told] };
  if (assessAccess({ ...limits, pair: { before, after: made } }).length === 0) return 'made';
  return last !== undefined && isTaken(last, late) ? 'nothing' : 'last';
}

/** Whether a late call that the account does not show took what is there: another has given it again since, whose record is to come. */
export function isGivenAgain(late: Omit<LateCall, 'before' | 'last'>): boolean {
  return isTaken(late.shown, late);
}

function isTaken(state: AccountState, { about, made }: Pick<LateCall, 'about' | 'made'>): boolean {
  return assessAccess({ ...about, pair: { before: made, after: state } }).length > 0;
}
