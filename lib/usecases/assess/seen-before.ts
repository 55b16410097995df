import type { Call } from '../../core/activity/call.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Keepsake, Keepsakes } from '../../ports/keepsakes.ts';

/** A keepsake that is younger than this is not taken anew. */
const TAKEN_ANEW_AFTER = 24 * 3_600_000;

/** Under which names something is kept: as calls made it, and as it was read with others. */
export interface KeptAs {
  readonly made: string;
  readonly read: string;
}

/**
 * What something was right before a call: as an earlier call made it, or as it was read since; undefined: not known. Where a
 * call of the same moment or later was handled already, what was kept before that is gone.
 */
export async function seenBefore(
  { made, read }: KeptAs,
  { time }: Pick<Call, 'time'>,
  keepsakes: Keepsakes | undefined,
): Promise<JsonValue | undefined> {
  const byCall = await keepsakes?.last(made);
  if (byCall !== undefined && byCall.seenAt >= time) return undefined;
  const asRead = await keepsakes?.last(read);
  const isOlder = asRead === undefined || asRead.seenAt >= time || asRead.seenAt < (byCall?.seenAt ?? 0);
  return isOlder ? byCall?.value : asRead.value;
}

/** Keeps what something is since a moment, unless what is kept is of later. */
export async function keepSeen(name: string, keepsake: Keepsake, keepsakes: Keepsakes | undefined): Promise<void> {
  const kept = await keepsakes?.last(name);
  if (kept === undefined || kept.seenAt < keepsake.seenAt) await keepsakes?.keep(name, keepsake);
}

/** Keeps what was read, where nothing was kept for a day. */
export async function keepRead(name: string, keepsake: Keepsake, keepsakes: Keepsakes | undefined): Promise<void> {
  const kept = await keepsakes?.last(name);
  const isYoung = kept !== undefined && keepsake.seenAt - kept.seenAt < TAKEN_ANEW_AFTER;
  if (!isYoung) await keepsakes?.keep(name, keepsake);
}
