import type { Condition } from '../policy/statement.ts';
import type { AccessRequest } from './policy-set.ts';

/** The access levels of the service authorization reference. */
export type AccessLevel = 'List' | 'Read' | 'Tagging' | 'Write' | 'Permissions management' | 'Unknown';

/** A part of an excess that one statement grants: every action listed, on every resource listed, under its conditions. */
export interface ExcessBox {
  /** Action names or patterns that stand for exactly the actions in excess, by service and name. */
  readonly actions: readonly string[];
  readonly accessLevels: readonly AccessLevel[];
  /** Resource patterns of the statement that reach outside the standard; `NotResource` is written `not PATTERN`. */
  readonly resources: readonly string[];
  /** Name of the policy that grants it. */
  readonly policy: string;
  /** Its Sid, or its place in the document (`Statement[2]`). */
  readonly statement: string;
}

/** A part of an excess as `compare` finds it. */
export interface ExcessPart extends ExcessBox {
  /** How many of the actions are of each access level, the gravest last. */
  readonly levelCounts: readonly LevelCount[];
  /** The conditions of the statement, as written. */
  readonly conditions: readonly Condition[];
  /** A request in this part; undefined: none was confirmed, so the part is only possible. */
  readonly witness: Witness | undefined;
}

/** A part without what only explains it: what findings keep, and people sign. */
export function boxOfPart({ actions, accessLevels, resources, policy, statement }: ExcessPart): ExcessBox {
  return { actions, accessLevels, resources, policy, statement };
}

/** How many actions are of one access level. */
export interface LevelCount {
  readonly level: AccessLevel;
  readonly actions: number;
}

/** A concrete request inside the excess, confirmed by `decide`: allowed on one side, not on the other. */
export type Witness = AccessRequest;

/** The answer to "is this access within that standard?": three verdicts, never two. */
export type Comparison =
  | { readonly verdict: 'within'; readonly futureOnly: boolean; readonly reasons: readonly Reason[] }
  | {
      readonly verdict: 'exceeds';
      readonly excess: readonly ExcessPart[];
      readonly witness: Witness;
      readonly reasons: readonly Reason[];
    }
  | {
      readonly verdict: 'undetermined';
      /** What could be in excess: an upper bound. */
      readonly excess: readonly ExcessPart[];
      readonly reasons: readonly Reason[];
    };

/** Why a verdict is undetermined, or what part of it was not decided. */
export interface Reason {
  /** A rule that AWS documents ambiguously, a cap, or a missing document: `unreadable-policy`, `search-cap`, … */
  readonly rule: string;
  /** For a person: what and where. */
  readonly detail: string;
}

/** The rule of the reason which says that more may be in excess than the parts that are told. */
export const PARTLY_DECIDED = 'partly-decided';

/** The rule of the reason which says that an action is granted by name that the catalogue does not know. */
export const UNKNOWN_ACTION = 'unknown-action';
