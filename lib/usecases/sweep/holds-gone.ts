import { iamCallsIn } from '../../core/account/plan-call.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Reason } from '../../core/access/excess.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { assessHoldGone } from '../../core/governance/assess/assess-hold-undone.ts';
import type { Instant } from '../../core/instant.ts';
import { showsAll } from '../holds/carry-out.ts';
import { isOfNamesake } from '../holds/namesake.ts';

/** The findings that holds are gone of which measuring says nothing; whoever meets what is overdue makes them again, and tells. */
export function findingsOfGone(cases: readonly Case[], slice: AccountState, now: Instant): readonly Finding[] {
  return cases.filter((each) => isGone(each, slice)).flatMap((each) => assessHoldGone(each, now) ?? []);
}

/** Which holds the ledger has and the account does not show: somebody released them, and no event told of it. */
export function holdsGone(cases: readonly Case[], slice: AccountState): readonly Reason[] {
  return cases
    .filter((each) => isGone(each, slice))
    .map(({ finding }) => ({
      rule: 'hold-gone',
      detail: `${finding.id} is held by the ledger, and the account does not show it: somebody released it without Ambit, or changed what it put`,
    }));
}

function isGone({ finding, hold, restore }: Case, slice: AccountState): boolean {
  if (isOfNamesake(finding, slice)) return false;
  return hold.kind === 'confirmed' && restore.kind === 'none' && !showsAll(slice, iamCallsIn(hold.calls));
}
