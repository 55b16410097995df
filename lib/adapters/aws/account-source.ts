import type { IamAsking } from './iam-asking.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { ReadGroup } from './read-group.ts';
import type { ReadMemory } from './read-memory.ts';

/** Where the parts of an account are read from, for one reading. */
export interface AccountSource {
  readonly asking: IamAsking;
  readonly memory: ReadMemory;
  readonly policies: ManagedPolicies;
  readonly readGroup: ReadGroup;
}
