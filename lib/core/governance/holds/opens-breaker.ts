import type { BreakerLimit } from '../standards/standards.ts';

/** What was held in one account within the breaker's window. */
export interface RecentHolds {
  readonly holds: number;
  /** How many principals they were of. */
  readonly held: number;
  /** How many principals the account has; absent: not known, so that no share opens the breaker. */
  readonly principals?: number;
}

/** A share of fewer principals held says nothing. */
export const FEWEST_OF_SHARE = 3;

/** Which limit stops the next hold of an account; undefined: none does. */
export function opensBreaker(
  { holds, held, principals }: RecentHolds,
  limit: BreakerLimit,
): 'holds' | 'share' | undefined {
  if (holds >= limit.holds) return 'holds';
  if (limit.sharePercent === undefined || principals === undefined || held < FEWEST_OF_SHARE) return undefined;
  return held * 100 > principals * limit.sharePercent ? 'share' : undefined;
}
