import type { Comparison } from '../lib/core/access/excess.ts';
import type { PolicySet } from '../lib/core/access/policy-set.ts';
import { isOutside } from '../test/core/access/reading-sets.ts';
import { requestsNear } from '../test/core/access/requests-near.ts';

/** How an answer is tried: with so many requests, drawn by chance. */
export interface Trial {
  readonly random: () => number;
  readonly requests: number;
}

/**
 * What is wrong with an answer, as far as `decide` can tell: a witness that is none, or a request that contradicts a
 * `within`. As many requests are tried near either side: the limit's Denies cut out what only it speaks of.
 */
export function faultOf(
  comparison: Comparison,
  { granted, limit }: { readonly granted: PolicySet; readonly limit: PolicySet },
  { random, requests }: Trial,
): string | undefined {
  switch (comparison.verdict) {
    case 'undetermined':
      return undefined;
    case 'exceeds': {
      const { witness } = comparison;
      return isOutside(witness, granted, [limit]) ? undefined : `no witness: ${JSON.stringify(witness)}`;
    }
    case 'within': {
      for (const side of [granted, limit]) {
        for (const request of requestsNear(side, random, Math.ceil(requests / 2)))
          if (isOutside(request, granted, [limit])) return `within, but not this: ${JSON.stringify(request)}`;
      }
      return undefined;
    }
  }
}
