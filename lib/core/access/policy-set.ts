import type { PolicyDocument } from '../policy/statement.ts';

/** A policy with the name that findings blame: an ARN, or `inline:NAME`, or a file's name. */
export interface NamedPolicy {
  readonly name: string;
  /** `unreadable` where the document is not known or does not parse: it may say anything. */
  readonly document: PolicyDocument | { readonly unreadable: string };
}

/** What is known about the principal that the policies belong to. Only known facts are pinned, all others stay open. */
export interface PrincipalFacts {
  /** The IAM ARN of a role or user (for a session the ARN of its role). */
  readonly arn?: string;
  readonly tags?: ReadonlyMap<string, string>;
  readonly organizationId?: string;
  readonly userName?: string;
}

/** Every policy that decides about one principal. Only `identity` (and `resource`) can grant; all others limit. */
export interface PolicySet {
  readonly principal: PrincipalFacts;
  /** Inline and attached policies of the principal and of its groups. */
  readonly identity: readonly NamedPolicy[];
  /** The permissions boundary; undefined: none. An empty list allows nothing. */
  readonly boundary?: readonly NamedPolicy[];
  /** Session policies; undefined: none. */
  readonly session?: readonly NamedPolicy[];
  /** One list for each level of the organization, from the root down: each level must allow. */
  readonly scps?: readonly (readonly NamedPolicy[])[];
  readonly rcps?: readonly (readonly NamedPolicy[])[];
  /** The policy of the resource itself: a bucket policy, or the trust policy of a role. */
  readonly resource?: ResourcePolicy;
}

/** A policy that is attached to a resource. */
export interface ResourcePolicy {
  readonly policy: NamedPolicy;
  /** The resource it is attached to, where known. */
  readonly arn?: string;
  readonly account?: string;
}

/** One concrete request, as IAM evaluates it. */
export interface AccessRequest {
  /** ARN of a user, a role or a role session, or a service name (`lambda.amazonaws.com`). */
  readonly principal?: string;
  /** `service:Action`; case does not matter. */
  readonly action: string;
  /** An ARN, or `*` for an action without resource types. */
  readonly resource: string;
  readonly resourceAccount?: string;
  /** Condition keys (any case) to their values: one, or several for a multi-valued key. A missing key is absent. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
