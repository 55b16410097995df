import type { Case } from '../../core/governance/cases/case.ts';
import { flapping, openBreaker } from '../../core/governance/holds/hold-limits.ts';
import { FEWEST_OF_SHARE } from '../../core/governance/holds/opens-breaker.ts';
import { standInFor } from '../../core/governance/holds/denies/stand-in.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import type { ChosenHold } from './choose-hold.ts';
import type { HoldCircumstances } from './circumstances.ts';
import { type MoveDeps, whyNotPutBack } from './why-not-put-back.ts';

/** Why nothing is done now, though a hold is due; undefined: it is done. */
export async function stopsHold(
  found: Case,
  { cases, governance, now, calls }: Omit<HoldCircumstances, 'asRead' | 'live'> & ChosenHold,
  deps: MoveDeps & { readonly snapshots: Pick<Snapshots, 'known'> },
): Promise<string | undefined> {
  const { finding } = found;
  // asked only where a share of them may open the breaker: as far as they were ever assessed
  const isShare = governance.breaker.sharePercent !== undefined && cases.length >= FEWEST_OF_SHARE;
  const principals = isShare ? { principals: (await deps.snapshots.known(finding.account)).length } : {};
  const limits = { governance, now, ...principals };
  // where no deny can stand in, a war that somebody wages is not joined: people are told each time
  const quarantined = () => (standInFor(finding) === undefined ? flapping(finding, cases, limits) : undefined);
  return openBreaker(found, cases, limits) ?? quarantined() ?? whyNotPutBack(calls, deps);
}
