import type { StoredPolicy } from './managed-policies.ts';

/** Whether `granted` is within `limit`. */
export interface PairQuestion {
  readonly granted: StoredPolicy;
  readonly limit: StoredPolicy;
}

/** A question as tables name it: both policies with their versions. */
export function nameOf({ granted, limit }: PairQuestion): string {
  return `${granted.name} ${granted.version} in ${limit.name} ${limit.version}`;
}
