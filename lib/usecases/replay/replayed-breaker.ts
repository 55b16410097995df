import type { Finding } from '../../core/governance/finding.ts';
import { opensBreaker } from '../../core/governance/holds/opens-breaker.ts';
import type { BreakerLimit } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';

/** How often the breaker would have stopped holds. */
export interface BreakerReport {
  /** How often it would have opened. */
  readonly trips: number;
  /** Holds that would have waited for people because of it. */
  readonly stopped: number;
  /** The first time; undefined: never. */
  readonly first: { readonly account: string; readonly at: Instant } | undefined;
}

interface ReplayedHold {
  readonly principal: string;
  readonly at: Instant;
}

interface AccountHolds {
  /** The last holds, no more than open the breaker. */
  readonly holds: readonly ReplayedHold[];
  readonly isOpen: boolean;
}

const MINUTE = 60_000;

/**
 * The breaker over the holds of a replay, each of which is taken to be done at once: so many in one account within the
 * window, or of so large a share of its principals, and the next ones are stopped. Holds that would have waited for an
 * approval are left out.
 */
export class ReplayedBreaker {
  readonly #limit: BreakerLimit;
  readonly #accounts = new Map<string, AccountHolds>();
  #report: BreakerReport = { trips: 0, stopped: 0, first: undefined };

  constructor(limit: BreakerLimit) {
    this.#limit = limit;
  }

  /** A finding, and how many principals its account has. */
  add(finding: Pick<Finding, 'account' | 'principal' | 'response' | 'raisedAt'>, principals: number): void {
    const { account, principal, response, raisedAt: at } = finding;
    if (response.kind !== 'hold') return;
    const known = this.#accounts.get(account) ?? { holds: [], isOpen: false };
    const recent = known.holds.filter((hold) => hold.at > at - this.#limit.withinMinutes * MINUTE);
    const held = new Set(recent.map((hold) => hold.principal)).size;
    const isOpen = opensBreaker({ holds: recent.length, held, principals }, this.#limit) !== undefined;
    if (isOpen) this.#stop(account, at, known);
    this.#accounts.set(account, { holds: isOpen ? recent : [...recent, { principal, at }], isOpen });
  }

  report(): BreakerReport {
    return this.#report;
  }

  #stop(account: string, at: Instant, { isOpen }: AccountHolds): void {
    const { trips, stopped, first } = this.#report;
    this.#report = { trips: isOpen ? trips : trips + 1, stopped: stopped + 1, first: first ?? { account, at } };
  }
}
