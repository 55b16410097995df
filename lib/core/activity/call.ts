import type { Instant } from '../instant.ts';
import type { Actor } from './actor.ts';
import type { Change } from './changes.ts';
import type { OpenedSession } from './opened-session.ts';

/** One API call, read from a CloudTrail record, that is watched: it changes access, an environment, or what guards them. */
export interface Call {
  /**
   * The id under which the call is handled once: `addendum.originalEventID` where the record corrects an earlier one,
   * else `eventID`.
   */
  readonly id: string;
  /** `iam.amazonaws.com`. */
  readonly source: string;
  /** The API operation without version suffix: `AttachRolePolicy`. */
  readonly name: string;
  readonly time: Instant;
  /** The account whose resources the call touches (recipient), 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly actor: Actor;
  /** What matters most of what it changes. */
  readonly change: Change;
  /** What else it changes: the call that creates a stack may hand it a role. */
  readonly also?: readonly Change[];
  /** The session of a role that it opened. */
  readonly opens?: OpenedSession;
  /** Present where AWS refused the call: it changed nothing. */
  readonly error?: CallError;
  /** Present where the record is an addendum: a later copy, corrected or completed, of one that may have come before. */
  readonly addendum?: true;
  /** Whether the record came out of an EventBridge archive replay: such a call alerts, it never acts. */
  readonly replayed: boolean;
}

/** Why AWS refused a call. */
export interface CallError {
  /** Without a trailing `Exception`: `AccessDenied`, `NoSuchEntity`. */
  readonly code: string;
  readonly message: string;
}

/** All that a call changes: what matters most first. */
export function changesOf({ change, also = [] }: Pick<Call, 'change' | 'also'>): readonly Change[] {
  return [change, ...also];
}

/** Whether a call only uses what was granted before, or begins to: it changes nothing. It tells who acts. */
export function isSession(call: Pick<Call, 'change' | 'also'>): boolean {
  return changesOf(call).every(({ kind }) => kind === 'session');
}

/** What one CloudTrail record turned out to be. */
export type Reading =
  | { readonly kind: 'call'; readonly call: Call }
  /** A well-formed record of a call that no row of the call tables names (reads, other services). */
  | { readonly kind: 'unrelated'; readonly source: string; readonly name: string }
  | { readonly kind: 'unreadable'; readonly problem: UnreadableCall };

/**
 * A record that names a call Ambit watches, or no call at all, and cannot be read, or that was read and could not be
 * handled (`NOT_HANDLED`): never silence.
 */
export interface UnreadableCall {
  readonly code: 'NOT_A_RECORD' | 'MISSING_FIELD' | 'BAD_FIELD' | 'BAD_DOCUMENT' | 'NOT_HANDLED';
  /** The field, as a path: `requestParameters.roleName`. */
  readonly field: string;
  readonly detail: string;
  readonly eventId?: string;
  readonly source?: string;
  readonly name?: string;
  readonly account?: string;
  readonly time?: Instant;
  /** The call as far as it can be read, where IAM took it and only what it changed is not known. */
  readonly call?: Call;
}
