import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';

/** What the ledger keeps of a waiver besides that it began and ended, and of what people ask for. Subject: the finding. */
export type WaiverFact =
  /** The waiver ends soon: people are asked to sign that it is kept; if they do not, it ends. */
  | { readonly kind: 'waiver-due'; readonly findingId: string; readonly until: Instant; readonly at: Instant }
  /** The quorum signed again, on the same digest, for a later end. */
  | {
      readonly kind: 'waiver-kept';
      readonly findingId: string;
      readonly digest: Digest;
      readonly waiverUntil: Instant;
      readonly at: Instant;
    }
  /** One approver ended it before its time. */
  | {
      readonly kind: 'waiver-revoked';
      readonly findingId: string;
      readonly personId: string;
      readonly reason: string;
      readonly at: Instant;
    }
  /** One person takes the access alone, for a short time. */
  | {
      readonly kind: 'glass-broken';
      readonly findingId: string;
      readonly digest: Digest;
      readonly personId: string;
      readonly reason: string;
      readonly until: Instant;
      /** When the person had signed in. */
      readonly signedInAt?: Instant;
      readonly at: Instant;
    }
  /** A request for approval that had lapsed begins anew. */
  | {
      readonly kind: 'approval-requested';
      readonly findingId: string;
      readonly personId: string;
      readonly reason: string;
      readonly at: Instant;
    };
