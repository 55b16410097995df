import type { AccountState } from '../../core/account/state.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { CaseBook } from '../case-book.ts';
import type { HoldCircumstances } from './choose-hold.ts';
import { onceGivenBack } from './given-back.ts';

interface CircumstancesDeps {
  readonly accounts: Pick<AccountReader, 'stateOf'>;
  readonly cases: CaseBook;
  readonly governance: Governance;
}

const MINUTE = 60_000;

/**
 * Reads what a hold depends on, all cases as they are at one moment; the principal once, where it is asked for; `live` has made what
 * others were begun to be given back, `asRead` has not.
 */
export async function circumstancesOf(
  finding: Finding,
  { accounts, cases, governance }: CircumstancesDeps,
  now: Instant,
): Promise<HoldCircumstances> {
  const { id, account, principal } = finding;
  const { breaker, flapping } = governance;
  const since = now - Math.max(breaker.withinMinutes, flapping.withinMinutes) * MINUTE;
  const cards = await cases.cards();
  const ofPrincipal = await cases.these(cards.filter((card) => card.principal === principal));
  // what breaker and quarantine look at
  const lately = cards.filter((card) => {
    return (card.heldAt ?? 0) > since && (card.account === account || card.principal === principal);
  });
  const others = ofPrincipal.filter((other) => other.finding.id !== id);
  let reading: Promise<AccountState | undefined> | undefined;
  const asRead = () => (reading ??= accounts.stateOf(principal));
  const live = async () => onceGivenBack(await asRead(), others);
  return { asRead, live, cases: await cases.these(lately), ofPrincipal, governance, now };
}
