import type { Instant } from '../core/instant.ts';

/** What is to be done about a finding at a moment: the end of a waiver, the notice of it, a deadline for approval, a look. */
export interface FindingDeadline {
  readonly kind: 'waiver-end' | 'waiver-notice' | 'hold-deadline' | 'second-look';
  readonly findingId: string;
  readonly at: Instant;
}

/** When a principal is looked at again whose account did not show a call on it. */
export interface PrincipalLook {
  readonly kind: 'principal-look';
  /** ARN. */
  readonly principal: string;
  readonly at: Instant;
}

/** Something that is due at a moment. */
export type Deadline = FindingDeadline | PrincipalLook;

/** What a deadline is about: the id of a finding, or the ARN of a principal. */
export function deadlineSubject(deadline: Deadline): string {
  return deadline.kind === 'principal-look' ? deadline.principal : deadline.findingId;
}

/** The deadline that was stored so; undefined: there is no such kind. */
export function deadlineFrom(stored: {
  readonly kind: unknown;
  readonly subject: string;
  readonly at: Instant;
}): Deadline | undefined {
  const { kind, subject, at } = stored;
  switch (kind) {
    case 'waiver-end':
    case 'waiver-notice':
    case 'hold-deadline':
    case 'second-look':
      return { kind, findingId: subject, at };
    case 'principal-look':
      return { kind, principal: subject, at };
    default:
      return undefined;
  }
}
