import { iamCallsIn } from '../../core/account/plan-call.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Reason } from '../../core/access/excess.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { showsAll } from '../holds/carry-out.ts';
import { isOfNamesake } from '../holds/namesake.ts';

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
