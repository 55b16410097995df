import type { Finding } from '../../core/governance/finding.ts';
import type { HoldLimit } from '../../core/governance/standards/standards.ts';
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

interface AccountHolds {
  /** Times of the last holds, no more than open the breaker. */
  times: readonly Instant[];
  isOpen: boolean;
}

const MINUTE = 60_000;

/**
 * The breaker over the holds of a replay, each of which is taken to be done at once: so many in one account within the
 * window, and the next ones are stopped. Holds that would have waited for an approval are left out.
 */
export class ReplayedBreaker {
  readonly #limit: HoldLimit;
  readonly #accounts = new Map<string, AccountHolds>();
  #report: BreakerReport = { trips: 0, stopped: 0, first: undefined };

  constructor(limit: HoldLimit) {
    this.#limit = limit;
  }

  add({ account, response, raisedAt }: Pick<Finding, 'account' | 'response' | 'raisedAt'>): void {
    if (response.kind !== 'hold') return;
    const { holds, withinMinutes } = this.#limit;
    const known = this.#accounts.get(account) ?? { times: [], isOpen: false };
    const recent = known.times.filter((time) => time > raisedAt - withinMinutes * MINUTE);
    const isOpen = recent.length >= holds;
    if (isOpen) this.#stop(account, raisedAt, known);
    this.#accounts.set(account, { times: isOpen ? recent : [...recent, raisedAt], isOpen });
  }

  report(): BreakerReport {
    return this.#report;
  }

  #stop(account: string, at: Instant, { isOpen }: AccountHolds): void {
    const { trips, stopped, first } = this.#report;
    this.#report = { trips: isOpen ? trips : trips + 1, stopped: stopped + 1, first: first ?? { account, at } };
  }
}
