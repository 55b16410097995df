import type { PlanCall } from '../../account/plan-call.ts';
import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { DrillFact } from './drill-fact.ts';
import type { Finding } from '../finding.ts';
import type { GateFact } from '../permits/gate-fact.ts';
import type { PermitFact } from '../permits/permit-fact.ts';
import type { StackFact } from './stack-fact.ts';
import type { WaiverFact } from './waiver-fact.ts';
import type { RulesFact } from '../rules/rules-fact.ts';

/**
 * What the ledger keeps: one fact a line, never changed, plain JSON throughout. Everything Ambit knows about a finding or a permit is folded
 * from the facts of its subject (`case.ts`, `fold-permit.ts`), so there is no second record that could disagree.
 */
export type Fact = FindingFact | PermitFact | GateFact | DrillFact | RulesFact;

/** What the ledger keeps of calls and findings. */
export type FindingFact =
  | WaiverFact
  | StackFact
  | GapLooked
  | DeletionRefused
  | HoldGaveWay
  /** A call was handled: these findings came of it. Subject: the call's id. */
  | {
      readonly kind: 'call-assessed';
      readonly callId: string;
      readonly name: string;
      readonly at: Instant;
      readonly findings: readonly string[];
      /** Ids of the permits that made it expected; absent: none did. */
      readonly permits?: readonly string[];
      /** `iam.amazonaws.com`. */
      readonly source?: string;
      /** When it was made. */
      readonly made?: Instant;
      /** ARN of the principal that made it, or the id of who did. */
      readonly by?: string;
      /** Whose access was measured; absent: nobody's. */
      readonly measured?: readonly Measured[];
      /** What else it touched, as its record names it: ARNs or names. */
      readonly touched?: readonly string[];
      /** Of the states that it was assessed on, which are the last ones from then on; absent: all of them were known. */
      readonly assessedOn?: Digest;
    }
  | {
      readonly kind: 'finding-raised';
      readonly finding: Finding;
      /** As in the assessment of its call, which is written down with it; absent: there is none, or all was known. */
      readonly assessedOn?: Digest;
      readonly at: Instant;
    }
  | {
      readonly kind: 'hold-intended';
      readonly findingId: string;
      readonly calls: readonly PlanCall[];
      /** Why it is not done as the finding's plan says. */
      readonly why?: string;
      /** What was found of the stack that keeps what it overwrites; absent: there is none to wait for. */
      readonly stack?: string;
      /** Why the same calls are made once more. */
      readonly again?: string;
      readonly at: Instant;
    }
  | { readonly kind: 'hold-confirmed'; readonly findingId: string; readonly at: Instant }
  | {
      readonly kind: 'hold-failed';
      readonly findingId: string;
      readonly detail: string;
      /** What became of its calls: AWS refused one, or the account does not show them; absent: neither is known. */
      readonly by?: 'refusal' | 'not-shown';
      readonly at: Instant;
    }
  | { readonly kind: 'announced'; readonly findingId: string; readonly channel: string; readonly at: Instant }
  | {
      readonly kind: 'signed';
      readonly findingId: string;
      readonly digest: Digest;
      readonly personId: string;
      readonly groups: readonly string[];
      readonly reason: string;
      readonly until: Instant;
      /** When the person had signed in. */
      readonly signedInAt?: Instant;
      readonly at: Instant;
    }
  | {
      readonly kind: 'signature-refused';
      readonly findingId: string;
      readonly personId: string;
      readonly code: string;
      readonly detail: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'rejected';
      readonly findingId: string;
      readonly personId: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'restore-intended';
      readonly findingId: string;
      readonly digest: Digest;
      readonly calls: readonly PlanCall[];
      readonly waiverUntil: Instant;
      /** Id of the person who took it alone; absent: the quorum signed it. */
      readonly alone?: string;
      readonly at: Instant;
    }
  | { readonly kind: 'restore-confirmed'; readonly findingId: string; readonly at: Instant }
  | { readonly kind: 'restore-failed'; readonly findingId: string; readonly detail: string; readonly at: Instant }
  /** The waiver's end came: what follows is a new hold of the same excess. */
  | { readonly kind: 'waiver-ended'; readonly findingId: string; readonly at: Instant };

/**
 * What the principal of a finding did between the call that gave it too much and the moment when the hold was in effect, as far as
 * calls of it were handled by `seen`. Reads, and what is no API call that Ambit watches, are not among them.
 */
export interface GapLooked {
  readonly kind: 'gap-looked';
  readonly findingId: string;
  /** When the call was made. */
  readonly from: Instant;
  /** When the hold was seen to be in effect. */
  readonly until: Instant;
  /** The first of them. */
  readonly calls: readonly {
    readonly id: string;
    readonly source: string;
    readonly name: string;
    readonly time: Instant;
  }[];
  /** How many there are. */
  readonly count: number;
  readonly seen: Instant;
  readonly at: Instant;
}

/** A hold that was due was not begun: it would take what the waiver of another finding covers, and waits for that to end. */
export interface HoldGaveWay {
  readonly kind: 'hold-gave-way';
  readonly findingId: string;
  /** Id of the other finding. */
  readonly by: string;
  /** When its waiver ends. */
  readonly until: Instant;
  readonly at: Instant;
}

/** Somebody could not delete a role or user, as the hold of the finding stands on it. */
export interface DeletionRefused {
  readonly kind: 'deletion-refused';
  readonly findingId: string;
  readonly callId: string;
  /** `DeleteRole`. */
  readonly name: string;
  /** Who called, for people. */
  readonly by: string;
  readonly at: Instant;
}

/** How the ledger keeps an assessment. */
export type CallAssessed = Extract<FindingFact, { readonly kind: 'call-assessed' }>;

/** A principal whose access a call may have moved, and what it was measured by. */
export interface Measured {
  /** ARN. */
  readonly principal: string;
  /** Name of its class, whose standard counted. */
  readonly class: string;
  /** Ids of the findings whose waivers counted besides. */
  readonly waivers: readonly string[];
}

/** What a fact tells of. */
export type FactKind = Fact['kind'];

/** One line of the ledger: a fact, its place, and the hash that chains it to the line before. */
export interface LedgerEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** The finding, call or permit that the fact is about; of drills `DRILL_SUBJECT`, of Ambit's own rules `RULES`. */
  readonly subject: string;
  readonly fact: Fact;
  /** Hash of the entry before; of the first one, `sha256:` and 64 zeros. */
  readonly previous: Digest;
  /** `digestOf({sequence, subject, fact, previous})`, with the fact as its JSON form writes it. */
  readonly hash: Digest;
}
