import type { AccessLevel } from '../../access/excess.ts';
import type { NamedPolicy } from '../../access/policy-set.ts';
import type { Severity } from '../finding.ts';

/** What an organisation wants: the content of `ambit.yaml`, after parsing and with its defaults filled in. */
export interface Governance {
  /** Tried in order: the first class that matches a principal is its class. */
  readonly classes: readonly PrincipalClass[];
  /** The class of principals that no other matches. */
  readonly unclassified: PrincipalClass;
  readonly people: readonly Person[];
  readonly approval: ApprovalRule;
  /** ARN patterns (`*` and `?`) of principals that Ambit never touches: it only alerts. */
  readonly protectedPrincipals: readonly string[];
  readonly environments: readonly GuardedEnvironment[];
  /** With whom resources may be shared besides their own account. */
  readonly sharing: Sharing;
  /** Which tokens of issuers that serve everybody are the organisation's own. */
  readonly trustedTokens: readonly TrustedTokens[];
  /** Longest and usual length of a waiver, in days. */
  readonly waiver: {
    readonly defaultDays: number;
    readonly maxDays: number;
    /** So many days before the end people are asked whether it is kept. */
    readonly noticeDays: number;
  };
  /** Longest window of a permit, in hours. */
  readonly permit: { readonly longestHours: number };
  /** Calls older than this when they are handled alert, they never hold. In minutes. */
  readonly staleAfterMinutes: number;
  /** The most that is done in some accounts, whatever their classes say: the first entry that matches counts. */
  readonly accountModes: readonly AccountMode[];
  /** So many holds in one account within the window, and the next ones only page. */
  readonly breaker: BreakerLimit;
  /** So many holds of the same excess of one principal within the window, and the next one quarantines it. */
  readonly flapping: HoldLimit;
  /** So many minutes the hold of what a stack keeps may wait for it while it is at work; 0: none does. */
  readonly waitForStackMinutes: number;
  /** What one session may destroy within the window: more is a burst. */
  readonly burst: DestructionBudget;
}

/** Tokens of an issuer that serves everybody, by a claim that names somebody: `sub` like `repo:acme/*`. */
export interface TrustedTokens {
  /** As condition keys name it: `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  readonly claim: string;
  /** Patterns (`*` and `?`) for its values, none of them open where the name stands. */
  readonly values: readonly string[];
}

/** A number of resources within a window. */
export interface DestructionBudget {
  readonly resources: number;
  readonly withinMinutes: number;
}

/** A number of holds within a window. */
export interface HoldLimit {
  readonly holds: number;
  readonly withinMinutes: number;
}

/** What opens the breaker: a number of holds, or a share of the account's principals that are held. */
export interface BreakerLimit extends HoldLimit {
  /** In percent, more of an account's principals opens it; absent: no share does. */
  readonly sharePercent?: number;
}

/** The mode that some accounts have at the most. */
export interface AccountMode {
  /** Account ids; `*` and `?` are patterns. */
  readonly accounts: readonly string[];
  readonly mode: Mode;
}

/** What a principal is to the organisation. */
export type ClassKind = 'agent' | 'engineer' | 'pipeline' | 'workload' | 'break-glass' | 'unclassified';

/** observe: findings only; warn: findings and announcements; enforce: holds as well. */
export type Mode = (typeof MODES)[number];

/** From the one that does least to the one that does most. */
export const MODES = ['observe', 'warn', 'enforce'] as const;

/** What Ambit does about an excess in enforce mode. */
export type ResponseRule =
  | { readonly kind: 'alert' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'hold-unless-approved'; readonly withinMinutes: number };

/** What a principal is to the organisation, and the most that it may hold. */
export interface PrincipalClass {
  readonly name: string;
  readonly kind: ClassKind;
  readonly match: ClassMatch;
  readonly standard: Standard;
  readonly mode: Mode;
  readonly response: ResponseRule;
}

/** A principal belongs to a class if any of these lists has an entry that matches it. Patterns know `*` and `?`. */
export interface ClassMatch {
  /** Names of roles and users. */
  readonly names: readonly string[];
  /** IAM paths: `/agents/*`. */
  readonly paths: readonly string[];
  /** Tag keys to patterns for their values; one entry matches if all its tags do. */
  readonly tags: readonly ReadonlyMap<string, string>[];
  /** Principals in the role's trust policy: `bedrock-agentcore.amazonaws.com`, an account id, an ARN pattern. */
  readonly trust: readonly string[];
  /** Names of Identity Center permission sets (roles `AWSReservedSSO_NAME_…`). */
  readonly permissionSets: readonly string[];
}

/** The most a class may hold. */
export interface Standard {
  readonly name: string;
  /** One identity policy set: Deny wins across documents. */
  readonly policies: readonly NamedPolicy[];
  /** The most that its roles' trust policies may allow, as a trust policy; undefined: the usual ceiling (`trust-ceiling.ts`). */
  readonly assumableBy?: NamedPolicy;
}

/** Somebody who may sign. */
export interface Person {
  /** Immutable id at the identity provider. */
  readonly id: string;
  readonly name: string;
  /** Names of approver groups. */
  readonly groups: readonly string[];
  /** IAM principals or session names under which this person acts, as patterns over ARNs or ids. */
  readonly actsAs: readonly string[];
}

/** So many different people of each of these groups; one person takes one of the seats. */
export type Seats = readonly { readonly group: string; readonly count: number }[];

/** Who must sign. */
export interface ApprovalRule {
  /** What every approval takes. */
  readonly allOf: Seats;
  /** What some take besides: all that match count, whatever their order. */
  readonly rules: readonly FurtherRule[];
  /** Which group stands for `account-owners`: the first entry that matches the account. */
  readonly owners: readonly AccountOwners[];
  /** A request for approval lapses after so many hours. */
  readonly expiresAfterHours: number;
  /** Who signed in longer ago signs nothing. */
  readonly longestSessionMinutes: number;
  /** Who may take access alone; absent: nobody. */
  readonly breakGlass?: BreakGlass | undefined;
}

/** Who may take access alone, and for how long until it is countersigned or held again. */
export interface BreakGlass {
  readonly groups: readonly string[];
  readonly longestMinutes: number;
}

/** Who must sign besides where all conditions hold; a condition that names nothing holds. */
export interface FurtherRule {
  readonly name: string;
  readonly when: {
    /** Names of classes. */
    readonly classes: readonly string[];
    /** Patterns for account ids. */
    readonly accounts: readonly string[];
    readonly severityAtLeast?: Severity | undefined;
    /** Prefixes of AWS services of which something is in excess: `iam`. */
    readonly services: readonly string[];
    /** Access levels of which something is in excess. */
    readonly accessLevels: readonly Exclude<AccessLevel, 'Unknown'>[];
  };
  readonly allOf: Seats;
}

/** The group of people who own accounts. */
export interface AccountOwners {
  /** Patterns for account ids. */
  readonly accounts: readonly string[];
  readonly group: string;
}

/** Whom an organisation lets use its resources. */
export interface Sharing {
  /** Account ids. */
  readonly accounts: readonly string[];
  /** Ids of organizations of AWS Organizations, `o-exampleorgid`. */
  readonly organizations: readonly string[];
}

/** What is not changed or destroyed without a permit. */
export interface GuardedEnvironment {
  readonly name: string;
  /** Account ids; empty: every account. */
  readonly accounts: readonly string[];
  /** Patterns over ARNs or resource names (`arn:aws:cloudformation:*:*:stack/cost-*`, `cost-prod`); those of its stacks too. */
  readonly resources: readonly string[];
  /** Patterns over names of stacks: what CloudFormation's own tag says is of one belongs to it. */
  readonly stacks?: readonly string[];
  /** Tags to patterns for their values; one entry matches if all its tags do. */
  readonly tags?: readonly ReadonlyMap<string, string>[];
  /** Operations, as patterns (`ecs:UpdateService`), that are destruction there as well, and that are none. */
  readonly destruction?: { readonly also: readonly string[]; readonly except: readonly string[] };
}
