import type { AccountState } from '../../core/account/state.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { CaseBook } from '../case-book.ts';
import { onceGivenBack } from './given-back.ts';

/** What is known when a hold is made, after its plan was frozen. */
export interface HoldCircumstances {
  /** The principal as it is read, once; undefined: it is gone. */
  readonly asRead: () => Promise<AccountState | undefined>;
  /** The same once the restores under way have been made, which may come before the calls of the hold. */
  readonly live: () => Promise<AccountState | undefined>;
  readonly cases: readonly Case[];
  /** All cases of the principal. */
  readonly ofPrincipal: readonly Case[];
  readonly governance: Governance;
  readonly now: Instant;
}

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
