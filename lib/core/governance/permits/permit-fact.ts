import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { PermitTerms, PermitUse } from './permit.ts';

/** The subject under which the ids of all permits are listed. */
export const PERMITS = 'permits';

/** What the ledger keeps of permits. Subject: the permit's id, which all requests for the same change share. */
export type PermitFact =
  | { readonly kind: 'permit-requested'; readonly permitId: string; readonly terms: PermitTerms; readonly at: Instant }
  /** So that permits can be found without knowing what they are for. Subject: `PERMITS`. */
  | { readonly kind: 'permit-listed'; readonly permitId: string; readonly at: Instant }
  | {
      readonly kind: 'permit-signed';
      readonly permitId: string;
      /** Of the terms: a later request for the same change has another. */
      readonly digest: Digest;
      readonly personId: string;
      readonly groups: readonly string[];
      readonly reason: string;
      /** When the person had signed in. */
      readonly signedInAt?: Instant;
      readonly at: Instant;
    }
  | {
      readonly kind: 'permit-refused';
      readonly permitId: string;
      readonly personId: string;
      readonly code: string;
      readonly detail: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'permit-withdrawn';
      readonly permitId: string;
      readonly digest: Digest;
      readonly personId: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'permit-used';
      readonly permitId: string;
      readonly digest: Digest;
      readonly use: PermitUse;
      readonly at: Instant;
    };
