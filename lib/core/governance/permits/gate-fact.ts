import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { GatedChange } from './gated-change.ts';

/** What the ledger keeps of the gate's answers, besides the uses of permits. */
export type GateFact =
  /** A permit let an operation of a stack pass. Subject: the passes of its account, so that later calls find it. */
  | {
      readonly kind: 'gate-passed';
      readonly account: string;
      readonly permitId: string;
      readonly stack: string;
      readonly token: string;
      readonly at: Instant;
    }
  /** A change set may be made. Subject: its ARN; when it is carried out, this is what counts. */
  | {
      readonly kind: 'change-set-judged';
      readonly changeSet: string;
      readonly stack: string;
      /** Of the templates before and after: carried out is what was judged. */
      readonly templates: Digest;
      /** What needs a permit when it is carried out; null: it destroys nothing that is guarded. */
      readonly needs: GatedChange | null;
      readonly at: Instant;
    }
  /** Subject: the request. */
  | {
      readonly kind: 'gate-refused';
      readonly token: string;
      readonly account: string;
      /** The guarded environment, or the empty text where the request could not be read. */
      readonly environment: string;
      readonly detail: string;
      readonly at: Instant;
    };

/** The subject of all passes of an account. */
export function passesOf(account: string): string {
  return `gate:${account}`;
}

/** The subject of what the gate says to one request. */
export function requestSubject(token: string): string {
  return `gate-request:${token}`;
}
