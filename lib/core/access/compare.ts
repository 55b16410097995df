import type { Comparison } from './excess.ts';
import type { PolicySet } from './policy-set.ts';

/**
 * Whether everything that `granted` allows is allowed by at least one of `limits` (a union: standard ∪ waivers ∪ before).
 * An empty list of limits allows nothing.
 */
export function compare(_granted: PolicySet, _limits: readonly PolicySet[]): Comparison {
  return {
    verdict: 'undetermined',
    excess: [],
    reasons: [{ rule: 'not-compared', detail: 'the engine is not here yet' }],
  };
}
