import type { Case } from '../../core/governance/cases/case.ts';
import type { Fact, LedgerEntry } from '../../core/governance/ledger/fact.ts';
import type { Instant } from '../../core/instant.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { type ClaimDeps, leftUntil } from './hold-claim.ts';

/**
 * Until when holds of other findings may be under way that were begun before the restore of this one, by the order of the ledger:
 * whoever began later has seen the restore. After that moment none of their calls comes any more. Undefined: there are none.
 */
export async function holdsBegunBefore(
  findingId: string,
  others: readonly Case[],
  { ledger, ...claims }: ClaimDeps & { readonly ledger: Pick<Ledger, 'about'> },
): Promise<Instant | undefined> {
  const underWay = others.flatMap((other) => {
    const until = leftUntil(other, claims);
    return until === undefined ? [] : [{ id: other.finding.id, until }];
  });
  // hardly ever is there one
  if (underWay.length === 0) return undefined;
  const begun = placeOf('restore-intended', await ledger.about(findingId));
  const ends: Instant[] = [];
  for (const { id, until } of underWay) {
    if (placeOf('hold-intended', await ledger.about(id)) < begun) ends.push(until);
  }
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Where the last fact of a kind is in the ledger. */
function placeOf(kind: Fact['kind'], entries: readonly LedgerEntry[]): number {
  return entries.findLast(({ fact }) => fact.kind === kind)?.sequence ?? Infinity;
}
