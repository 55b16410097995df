import type { PolicySet } from '../lib/core/access/policy-set.ts';
import { freshSet, type StoredPolicy } from './managed-policies.ts';

/** More than there are current managed policies; of their stored versions the older ones make place. */
const MOST = 2000;

/** Policies that are parsed once and stay, so that what the engine knows of them stays as well. */
export class KnownSets {
  readonly #sets = new Map<StoredPolicy, PolicySet>();

  setOf(policy: StoredPolicy): PolicySet {
    const known = this.#sets.get(policy);
    if (known !== undefined) return known;
    const set = freshSet(policy);
    if (this.#sets.size >= MOST) for (const oldest of this.#sets.keys()) if (this.#sets.delete(oldest)) break;
    this.#sets.set(policy, set);
    return set;
  }
}
