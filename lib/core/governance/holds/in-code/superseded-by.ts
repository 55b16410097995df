import type { ServiceCall } from '../../../account/plan-call.ts';
import { type WholeWrite, wholeWriteOf } from '../../../account/services/whole-write.ts';
import { canonicalText } from '../../../digest.ts';

/**
 * Whether another hold supersedes one: all that this one wrote is what the other expected there. Then the
 * excess is held by the two of them, though the account shows the second one alone.
 */
export function isSupersededBy(calls: readonly ServiceCall[], by: readonly ServiceCall[]): boolean {
  const next = by.map(wholeWriteOf);
  const written = calls.filter(({ name }) => name !== 'ProvisionPermissionSet').map(wholeWriteOf);
  return written.length > 0 && written.every((one) => next.some((other) => isOver(other, one)));
}

function isOver(later: WholeWrite | undefined, earlier: WholeWrite | undefined): boolean {
  if (later === undefined || earlier === undefined) return false;
  const isSameThing = later.part === earlier.part && later.of === earlier.of;
  return isSameThing && canonicalText(later.expects) === canonicalText(earlier.put);
}
