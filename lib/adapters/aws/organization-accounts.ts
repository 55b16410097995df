import { type Account, ListAccountsCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountDirectory } from './account-directory.ts';
import type { CallBudget } from './call-budget.ts';
import { allOf } from './token-pages.ts';

/** The list of accounts is read anew after this. */
const LISTED_FOR = 5 * 60_000;
/** An account that is not on the list may have joined since: for it the list is read anew after this. */
const LOOK_AGAIN_AFTER = 10_000;

const FAILED =
  'the accounts of the organization could not be listed; this is to be its management account or a delegated administrator';

interface Listing {
  readonly accounts: ReadonlySet<string>;
  readonly readAt: Instant;
}

/**
 * All accounts of an organization that are in use, the management account among them. Suspended ones, and those that are
 * being closed or not yet activated, are left out: no role can be assumed there.
 * Source: Organizations API reference, "Account", State (before 2025: Status).
 */
export class OrganizationAccounts implements AccountDirectory {
  readonly #organizations: OrganizationsClient;
  readonly #budget: CallBudget;
  readonly #clock: Clock;
  #listing: Listing | undefined;

  constructor(organizations: OrganizationsClient, budget: CallBudget, clock: Clock) {
    this.#organizations = organizations;
    this.#budget = budget;
    this.#clock = clock;
  }

  async all(): Promise<readonly string[]> {
    return [...(await this.#listedWithin(LISTED_FOR)).accounts].sort();
  }

  async has(account: string): Promise<boolean> {
    const { accounts } = await this.#listedWithin(LISTED_FOR);
    return accounts.has(account) || (await this.#listedWithin(LOOK_AGAIN_AFTER)).accounts.has(account);
  }

  async #listedWithin(milliseconds: number): Promise<Listing> {
    const now = this.#clock.now();
    if (this.#listing !== undefined && now - this.#listing.readAt < milliseconds) return this.#listing;
    const listing = { accounts: new Set((await this.#list()).flatMap(idInUse)), readAt: now };
    this.#listing = listing;
    return listing;
  }

  #list(): Promise<readonly Account[]> {
    return allOf(
      (NextToken) =>
        this.#budget.spendOn(FAILED, (options) =>
          this.#organizations.send(new ListAccountsCommand({ NextToken }), options),
        ),
      ({ Accounts }) => Accounts,
    );
  }
}

function idInUse({ Id, State, Status }: Account): readonly string[] {
  const isInUse = (State ?? Status) === 'ACTIVE';
  return isInUse && Id !== undefined ? [Id] : [];
}
