import type { JsonValue } from '../json.ts';

/** Tags as a map from key to value. */
export type Tags = ReadonlyMap<string, string>;

/**
 * What is known of one AWS account's IAM, immutable: changes return a new state.
 * Maps are keyed by name (role, user, group) or by ARN (managed policy); documents are parsed JSON, as stored.
 */
export interface AccountState {
  /** 12 digits. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  /** `partial`: what is not listed here may still exist (a snapshot was never read, or only a slice of it). */
  readonly coverage: 'whole' | 'partial';
  readonly roles: ReadonlyMap<string, Role>;
  readonly users: ReadonlyMap<string, User>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Customer and AWS managed policies, by ARN. */
  readonly policies: ReadonlyMap<string, ManagedPolicy>;
  /** Names of the roles in each instance profile. */
  readonly instanceProfiles: ReadonlyMap<string, InstanceProfile>;
}

/** What lets an instance have a role. */
export interface InstanceProfile {
  readonly name: string;
  readonly path: string;
  readonly roles: readonly string[];
}

/** What roles, users and groups have in common. */
export interface PolicyHolder {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** `AROA…`, `AIDA…`, `AGPA…`: assigned by AWS. */
  readonly id: string;
  /** Inline policies by name. */
  readonly inline: ReadonlyMap<string, JsonValue>;
  /** ARNs of the attached managed policies, sorted. */
  readonly attached: readonly string[];
  /** Known only from calls about it: it may hold more than is listed here. */
  readonly seenOnlyInCalls?: true;
}

/** A role: who assumes it holds what it holds. */
export interface Role extends PolicyHolder {
  readonly kind: 'role';
  readonly trust: JsonValue;
  /** ARN of the managed policy that is its permissions boundary. */
  readonly boundary?: string;
  readonly tags: Tags;
  readonly description?: string;
  readonly maxSessionDuration?: number;
}

/** A user. */
export interface User extends PolicyHolder {
  readonly kind: 'user';
  readonly boundary?: string;
  readonly tags: Tags;
  /** Names of its groups, sorted. */
  readonly groups: readonly string[];
  /** Long-term keys by id. GetAccountAuthorizationDetails does not list them: only those seen in calls are here. */
  readonly accessKeys: ReadonlyMap<string, 'Active' | 'Inactive'>;
  /** Whether a console password is known to exist; undefined: not known. */
  readonly loginProfile?: boolean;
}

/** A group: its members hold what it holds. */
export interface Group extends PolicyHolder {
  readonly kind: 'group';
}

/** Who holds access. Groups only pass theirs on. */
export type Principal = Role | User;

/** A policy with an ARN, in its versions. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly defaultVersion: string;
  /** Documents by version id (`v1` …). */
  readonly versions: ReadonlyMap<string, JsonValue>;
  readonly tags: Tags;
  readonly description?: string;
  /** Known only from calls about it: its default version and documents may be unknown. */
  readonly seenOnlyInCalls?: true;
}
