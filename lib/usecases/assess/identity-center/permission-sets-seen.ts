import type { PermissionSetCall } from '../../../core/account/identity-center/identity-center-call.ts';
import type { KnownPermissionSet } from '../../../core/account/identity-center/identity-center-state.ts';
import type { Call } from '../../../core/activity/call.ts';
import { textAt } from '../../../core/activity/member.ts';
import type { Instant } from '../../../core/instant.ts';
import { isJsonObject, jsonForm, type JsonValue } from '../../../core/json.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import { keepRead, keepSeen, seenBefore } from '../seen-before.ts';

/** What a call may replace without saying what it was. */
type Aspect = 'inline' | 'boundary';

/** Under which name a part of a permission set is kept, as the calls made it. */
export function partNameOf(arn: string, aspect: Aspect): string {
  return `${aspect} of ${arn}`;
}

/**
 * A permission set as it surely was before a call that replaces a part of it, as far as that part goes; undefined: not known, or
 * the call replaces nothing.
 */
export async function permissionSetSeenBefore(
  made: PermissionSetCall,
  { call, read }: { readonly call: Call; readonly read: KnownPermissionSet },
  keepsakes: Keepsakes | undefined,
): Promise<KnownPermissionSet | undefined> {
  const aspect = aspectOf(made);
  if (aspect === undefined) return undefined;
  const seen = await seenBefore({ made: partNameOf(read.arn, aspect), read: read.arn }, call, keepsakes);
  if (!isJsonObject(seen)) return undefined;
  const { inline: _, boundary: __, ...others } = read;
  if (aspect === 'inline') {
    const inline = seen['inline'];
    return inline === undefined || inline === null ? others : { ...others, inline };
  }
  const boundary = boundaryFrom(seen['boundary']);
  return boundary === undefined ? others : { ...others, boundary };
}

/** Keeps what a call made of a part of a permission set, and the whole of it as it was read. */
export async function keepPermissionSet(
  made: PermissionSetCall,
  {
    call,
    read,
    readAt,
  }: { readonly call: Call; readonly read: KnownPermissionSet | undefined; readonly readAt: Instant },
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  const aspect = aspectOf(made);
  if (aspect !== undefined) {
    const written = { value: writtenBy(made), seenAt: call.time };
    await keepSeen(partNameOf(made.permissionSetArn, aspect), written, keepsakes);
  }
  if (read === undefined) return;
  const { inline = null, boundary = null } = read;
  await keepRead(read.arn, { value: jsonForm({ inline, boundary }), seenAt: readAt }, keepsakes);
}

function aspectOf({ name }: PermissionSetCall): Aspect | undefined {
  if (name.includes('InlinePolicy')) return 'inline';
  return name.includes('PermissionsBoundary') ? 'boundary' : undefined;
}

function writtenBy(made: PermissionSetCall): JsonValue {
  if (made.name === 'PutInlinePolicyToPermissionSet') return { inline: made.document };
  return made.name === 'PutPermissionsBoundaryToPermissionSet' ? jsonForm({ boundary: made.boundary }) : {};
}

function boundaryFrom(value: JsonValue | undefined): KnownPermissionSet['boundary'] {
  const managed = textAt(value, 'managed');
  if (managed !== undefined) return { managed };
  const name = textAt(value, 'customerManaged.name');
  return name === undefined
    ? undefined
    : { customerManaged: { name, path: textAt(value, 'customerManaged.path') ?? '/' } };
}
