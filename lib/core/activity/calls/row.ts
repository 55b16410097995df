import type { JsonValue } from '../../json.ts';
import type { EnvironmentChange, ResourcePolicyChange, WatchedChange } from '../changes.ts';
import type { ResourceRule } from './resource-rules.ts';

/** Operations that take back what a call did. */
export interface WayBack {
  /** Operations of the same service: `['RevokeGrant']`; of several, which one depends on what was before. */
  readonly by: readonly string[];
  /**
   * What says what to give them. `record`: the record of the call. `record-unless-before`: the record as well, but the call is
   * taken also for what was there before, which is not to be taken away with it. `state-before`: only what was there
   * before the call.
   */
  readonly needs: 'record' | 'record-unless-before' | 'state-before';
  /** What has to follow, for what was taken back to count. */
  readonly followedBy?: string;
}

/** What every row says of its operation. */
interface Operation {
  /** First label of the event source: `ec2` for `ec2.amazonaws.com`. */
  readonly source: string;
  /** The operation without version suffix. */
  readonly name: string;
}

/** A parameter with this value, or of which this is true, or with any value. */
export interface When {
  readonly at: string;
  readonly is?: string | boolean;
  readonly that?: (value: JsonValue) => boolean;
}

/** What a call takes away from a guard, or from those who watch. */
export interface Loss {
  /** For people, after the name of the operation: `stopped the trail`. */
  readonly what: string;
  /** Only in calls for which one of these is true; absent: in all. */
  readonly when?: When | readonly When[];
  /** Whether there was anything to lose depends on the state before, which the record does not have. */
  readonly untold?: true;
  /** Without it nobody sees what happens next. */
  readonly grave?: true;
}

/** What a row may say besides, in short. */
export interface Touches {
  /** In order of preference: the first rule that finds something names the resources. */
  readonly resources: readonly ResourceRule[];
  /** Where only some calls of the operation have the effect: those for which one of these is true. */
  readonly when?: When | readonly When[];
  /** What gives again what was there before, but for what AWS assigns (ids, dates). Each row that has it is proved. */
  readonly undo?: WayBack;
  /**
   * Where people begin to take it back: it may give less than was there before, or more, or take with it what came to be
   * since. A row without `undo` and `advice` says that no call takes it back.
   */
  readonly advice?: WayBack;
  /** Where the record has the id that AWS gave to what was made, which takes it away again. */
  readonly assigned?: string;
  /** Neither a recorded log nor an API model has the operation under this name. */
  readonly spelling?: 'unproved';
  /** What CloudTrail writes it as, where it is no API call. */
  readonly event?: 'console' | 'sign-in' | 'service';
  /** CloudTrail counts it among the calls that only read, which EventBridge leaves out unless it is asked for them. */
  readonly reads?: true;
}

/** A call that destroys or creates parts of an environment. */
export interface EnvironmentRow extends Operation, Touches {
  readonly kind: 'environment';
  readonly effect: EnvironmentChange['effect'];
}

/** Where a record says whose policy was changed, and to what. */
export interface PolicyTouches extends Touches {
  /** Where the record has the policy, as JSON or its text. */
  readonly document?: string;
  /** Where it names who is granted something. */
  readonly grantees?: readonly string[];
}

/** A call that says who may use a resource. */
export interface ResourcePolicyRow extends Operation, PolicyTouches {
  readonly kind: 'resource-policy';
  readonly effect: ResourcePolicyChange['effect'];
}

/** Where a record says which roles were handed over or opened, and to whom. */
export interface RoleTouches extends Touches {
  /** Where the record names roles. */
  readonly roles?: readonly string[];
  /** Where it names who may act as them. */
  readonly grantees?: readonly string[];
}

/** A call that hands a role to a service, runs or changes what has one already, or says who becomes one. */
export interface RoleRow extends Operation, RoleTouches {
  readonly kind: 'role-handed' | 'role-used' | 'trust';
}

/** Where a record says what is taken away, or who made what passes a gate. */
export interface WatchedTouches extends Touches {
  /** Where it is known what calls of the operation take away: those that take nothing away are not watched. */
  readonly losses?: readonly Loss[];
  /** Where the record names who made what passes a gate. */
  readonly authors?: readonly string[];
}

/** Any other call that is watched. */
export interface WatchedRow extends Operation, WatchedTouches {
  readonly kind: WatchedChange['kind'];
}

/** One API operation that Ambit watches, besides those of IAM that it models (`iam.ts`), and one way in which it does. */
export type CallRow = EnvironmentRow | ResourcePolicyRow | RoleRow | WatchedRow;

/** What stands behind the name of an operation: its rules alone, or more. */
type Said<T extends Touches> = T | readonly ResourceRule[];

/** Operations by name. */
type Operations<T extends Touches> = Readonly<Record<string, Said<T>>>;

/** Rows of one service and one effect on environments. */
export function environmentRows(
  effect: EnvironmentChange['effect'],
  source: string,
  operations: Operations<Touches>,
): readonly EnvironmentRow[] {
  return rowsOf(operations, (name, touches) => ({ source, name, kind: 'environment', effect, ...touches }));
}

/** Rows of calls that set (`put`) or take away (`remove`) what lets others use a resource. */
export function policyRows(
  effect: ResourcePolicyChange['effect'],
  source: string,
  operations: Operations<PolicyTouches>,
): readonly ResourcePolicyRow[] {
  return rowsOf(operations, (name, touches) => ({ source, name, kind: 'resource-policy', effect, ...touches }));
}

/**
 * Rows of policies and of the calls that take them away whole (`DeleteResourcePolicy`): whoever puts the same policy again then
 * opens what was closed. They name what they touch as the calls that put it do.
 */
export function withRemovals(rows: readonly CallRow[]): readonly CallRow[] {
  const known = new Set(rows.map(({ source, name }) => `${source}:${name}`));
  const removals = rows.flatMap(({ source, name, kind, resources, undo }): readonly ResourcePolicyRow[] => {
    if (kind !== 'resource-policy') return [];
    const missing = (undo?.by ?? []).filter((each) => REMOVAL.test(each) && !known.has(`${source}:${each}`));
    return missing.map((each) => ({ source, name: each, kind, effect: 'remove', resources, undo: back(name) }));
  });
  return [...rows, ...removals];
}

const REMOVAL = /^Delete\w*Policy$/;

/** Rows of calls about what acts with a role. */
export function roleRows(
  kind: RoleRow['kind'],
  source: string,
  operations: Operations<RoleTouches>,
): readonly RoleRow[] {
  return rowsOf(operations, (name, touches) => ({ source, name, kind, ...touches }));
}

/** Rows of any other kind. */
export function watchedRows(
  kind: WatchedRow['kind'],
  source: string,
  operations: Operations<WatchedTouches>,
): readonly WatchedRow[] {
  return rowsOf(operations, (name, touches) => ({ source, name, kind, ...touches }));
}

function rowsOf<T extends Touches, R>(
  operations: Operations<T>,
  row: (name: string, touches: T | { readonly resources: readonly ResourceRule[] }) => R,
): readonly R[] {
  return Object.entries(operations).map(([name, said]) => row(name, isRules(said) ? { resources: said } : said));
}

function isRules<T extends Touches>(said: Said<T>): said is readonly ResourceRule[] {
  return Array.isArray(said);
}

/** Taken back by an operation that takes what the record has. */
export function by(...operations: readonly string[]): WayBack {
  return { by: operations, needs: 'record' };
}

/** Taken back by an operation that takes what the record has, but for what was there before. */
export function unlessBefore(...operations: readonly string[]): WayBack {
  return { by: operations, needs: 'record-unless-before' };
}

/** Taken back by putting back what was there before. */
export function back(...operations: readonly string[]): WayBack {
  return { by: operations, needs: 'state-before' };
}
