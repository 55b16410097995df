import type { JsonValue } from '../../json.ts';
import { ok, type Result } from '../../result.ts';
import { withEntry, withItem, withoutEntry, withoutItem } from '../maps.ts';
import type { PolicyHolder } from '../state.ts';
import { storedDocument } from '../stored-document.ts';
import { type CallRefusal, refuse } from './step.ts';

/** Changes a role, user or group, or refuses to. */
export type Edit<H> = (holder: H) => Result<H, CallRefusal>;

/** 10 by default; AWS raises the quota to 20 at most (IAM user guide, "IAM and AWS STS quotas"). */
const MOST_ATTACHED = 20;

/** Attaches a managed policy; attaching it again changes nothing. */
export function attach<H extends PolicyHolder>(holder: H, policyArn: string): Result<H, CallRefusal> {
  if (holder.attached.includes(policyArn)) return ok(holder);
  if (holder.attached.length >= MOST_ATTACHED) {
    return refuse('LimitExceeded', `"${holder.name}" has ${MOST_ATTACHED} attached policies, the most AWS allows`);
  }
  return ok({ ...holder, attached: withItem(holder.attached, policyArn) });
}

/** Detaches a managed policy. What is known only from calls may have had it. */
export function detach<H extends PolicyHolder>(holder: H, policyArn: string): Result<H, CallRefusal> {
  if (!holder.attached.includes(policyArn) && holder.seenOnlyInCalls !== true) {
    return refuse('NoSuchEntity', `${policyArn} is not attached to "${holder.name}"`);
  }
  return ok({ ...holder, attached: withoutItem(holder.attached, policyArn) });
}

/** Writes an inline policy, over one of the same name. */
export function putInline<H extends PolicyHolder>(holder: H, name: string, document: JsonValue): H {
  return { ...holder, inline: withEntry(holder.inline, name, storedDocument(document)) };
}

/** Deletes an inline policy. What is known only from calls may have had it. */
export function deleteInline<H extends PolicyHolder>(holder: H, name: string): Result<H, CallRefusal> {
  if (!holder.inline.has(name) && holder.seenOnlyInCalls !== true) {
    return refuse('NoSuchEntity', `"${holder.name}" has no inline policy "${name}"`);
  }
  return ok({ ...holder, inline: withoutEntry(holder.inline, name) });
}

/** A role or user without its permissions boundary. */
export function withoutBoundary<P extends { readonly boundary?: string }>(principal: P): Omit<P, 'boundary'> {
  const { boundary: _removed, ...rest } = principal;
  return rest;
}
