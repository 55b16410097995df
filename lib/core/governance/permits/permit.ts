import { type Digest, digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';

/** What may be permitted in advance. */
export type PermitOperation =
  /** `target`: the stack's ARN, with its id; `change`: the digest of its template. */
  | { readonly kind: 'stack-delete' }
  /** `target`: the stack's ARN, with its id; `change`: the digest of both templates, or of the change set. */
  | { readonly kind: 'stack-update' }
  /** `target`: where the template has it (`…:stack/NAME/LOGICAL-ID`); `change`: the digest of its properties. */
  | { readonly kind: 'iam-resource' }
  /** One API call outside stacks: `rds.amazonaws.com`, `DeleteDBInstance`; `target`: the resource as records name it. */
  | { readonly kind: 'destroying-call'; readonly source: string; readonly name: string };

/** Exactly what is changed: a permit is good for one of these. */
export interface PermitSubject {
  /** 12 digits. */
  readonly account: string;
  readonly operation: PermitOperation;
  readonly target: string;
  /** Digest of what is to be done; of a call `changeOfCall`. */
  readonly change: Digest;
}

/** What people are asked to sign: one change, by one actor, within one window. */
export interface PermitTerms extends PermitSubject {
  /** Name of the guarded environment. */
  readonly environment: string;
  /** ARN of the role, user or role session that is to make the change; of a role any session. */
  readonly actor: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly reason: string;
  /** Id of the person who asks. */
  readonly requestedBy: string;
  readonly requestedAt: Instant;
}

/** A resource that an operation on a stack takes away. */
export interface DestroyedResource {
  /** `AWS::RDS::DBInstance`. */
  readonly type: string;
  /** Name, id or ARN, as the resource's service names it. */
  readonly physicalId: string;
}

/**
 * How a permit was used. gate: an operation of a stack passed; call: the record of the permitted call; part: the record of a call
 * that CloudFormation made because the operation passed.
 */
export interface PermitUse {
  readonly by: 'gate' | 'call' | 'part';
  /** The token of the gate's request, or the id of the call: the same one again is the same use. */
  readonly key: string;
  /** What the stack's operation destroys; of a call nothing. */
  readonly destroys: readonly DestroyedResource[];
  /** ARN of the role with which CloudFormation works on the stack; absent: with the caller's access. */
  readonly role?: string;
  /** Of a use at the gate the ARN of the stack that is worked on; the empty text: none. */
  readonly stack?: string;
  readonly at: Instant;
}

/**
 * The id of all permits for one change: `P-` and 12 hex digits. It is computed from the change, so that who meets the change
 * finds them by one look into the ledger.
 */
export function permitId({ account, operation, target, change }: PermitSubject): string {
  const digest = digestOf(jsonForm({ account, operation, target, change }));
  return `P-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

/** What people sign: every term of the permit. */
export function digestOfTerms(terms: PermitTerms): Digest {
  return digestOf(jsonForm({ kind: 'permit', terms }));
}

/** The change that a single API call is: its digest is that of the call itself, since there is no document. */
export function changeOfCall({ account, operation, target }: Omit<PermitSubject, 'change'>): Digest {
  return digestOf(jsonForm({ account, operation, target }));
}

/** Whether two subjects are one. */
export function isSameChange(one: PermitSubject, other: PermitSubject): boolean {
  const { account, target, change } = one;
  return (
    account === other.account &&
    target === other.target &&
    change === other.change &&
    operationText(one.operation) === operationText(other.operation)
  );
}

/** An operation in one word, as people write it: `stack-delete`, `rds:DeleteDBInstance`. */
export function operationText(operation: PermitOperation): string {
  switch (operation.kind) {
    case 'stack-delete':
    case 'stack-update':
    case 'iam-resource':
      return operation.kind;
    case 'destroying-call':
      return `${operation.source.replace(/\.amazonaws\.com(\.cn)?$/, '')}:${operation.name}`;
  }
}

/** The operation that people write so, or undefined. */
export function operationOf(text: string): PermitOperation | undefined {
  if (text === 'stack-delete' || text === 'stack-update' || text === 'iam-resource') return { kind: text };
  const [, source, name] = /^([a-z0-9.-]+):([A-Z][A-Za-z0-9]*)$/.exec(text) ?? [];
  if (source === undefined || name === undefined) return undefined;
  return { kind: 'destroying-call', source: `${source}.amazonaws.com`, name };
}
