import type { IamCall } from '../account/call.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** What a call changes, as far as its record tells. */
export type Change = AccessChange | EnvironmentChange | ResourcePolicyChange | RoleChange | WatchedChange;

/** A call that changes who may do what in IAM. */
export interface AccessChange {
  readonly kind: 'access';
  /** Undefined where the record does not tell: CloudTrail leaves parameters out of refused calls, and large ones. */
  readonly iam: IamCall | undefined;
}

/** What every other change touches: ARNs where they can be told, else names as the request gives them; empty: not said. */
interface Touching {
  readonly resources: readonly string[];
}

/** A call that destroys or creates parts of an environment. */
export interface EnvironmentChange extends Touching {
  readonly kind: 'environment';
  readonly effect: 'destroy' | 'create';
  /** The tags that the record shows, by key; empty: it shows that there are none; absent: it does not show them. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Present where it is a destruction only because an environment counts the operation as one. */
  readonly countedBy?: 'standards';
}

/** What is asked for besides what is read out of it: two calls that differ there are two changes. */
interface Asking extends Touching {
  /** The request's parameters; empty where the record has none. */
  readonly asked: JsonObject;
  /** The id that AWS gave to what was made; absent: it has none, or the record does not tell. */
  readonly assigned?: string;
}

/** A call that says who may use a resource. */
export interface ResourcePolicyChange extends Asking {
  readonly kind: 'resource-policy';
  readonly effect: 'put' | 'remove';
  /** The policy, parsed; undefined where the record has none, or none that is JSON. */
  readonly document: JsonValue | undefined;
  /** Whom the request names: accounts, ARNs, `all`, addresses. */
  readonly grantees: readonly string[];
}

/**
 * A call that hands a role to a service (`role-handed`), that runs or changes code which acts with a role that it was handed
 * earlier (`role-used`), or that says who can become whom besides the trust policies of roles (`trust`).
 */
export interface RoleChange extends Asking {
  readonly kind: 'role-handed' | 'role-used' | 'trust';
  /** ARNs or names of roles or instance profiles, as the record has them; empty: it names none. */
  readonly roles: readonly string[];
  /** Who may act as them: the service's DNS name, or whom the request names. */
  readonly grantees: readonly string[];
}

/** Any other change that is watched. */
export interface WatchedChange extends Asking {
  readonly kind:
    | 'identity-center'
    | 'organization'
    /** Makes, changes or shows what opens something. */
    | 'credential'
    /** Uses what was granted before, or begins to. */
    | 'session'
    /** May loosen a guard. */
    | 'guard'
    /** May blind those who watch. */
    | 'tamper'
    /** Opens or passes what stands between a change and what it changes. */
    | 'gate'
    /** Brings a change out. */
    | 'deployment'
    /** An operation of IAM that is in no table yet. */
    | 'unknown';
  /** What it takes away from a guard, or from those who watch; absent: that is not known. */
  readonly losses?: readonly Lost[];
  /** Who made what passes a gate, as the record names them; absent: it does not. */
  readonly authors?: readonly string[];
}

/** Something that a call took away. */
export interface Lost {
  /** For people, after the name of the operation: `stopped the trail`. */
  readonly what: string;
  /** Whether it is known to have been there. */
  readonly isCertain: boolean;
  /** Whether without it nobody sees what happens next. */
  readonly isGrave: boolean;
}
