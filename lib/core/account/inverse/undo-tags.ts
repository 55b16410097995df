import type { IamCall, Tag } from '../call.ts';
import type { Principal } from '../state.ts';
import { keysWithoutTag, principalTagKey, tagsWithKeys } from '../tags.ts';
import { exact, type Inverse, isKnown, none } from './undo.ts';

const UNKNOWN = 'the tags before are not all known';

/** Takes back the tagging of a role or user with these keys: `tag` writes tags, `untag` takes keys away. */
export function undoTag(
  principal: Principal | undefined,
  keys: readonly string[],
  {
    tag,
    untag,
  }: { readonly tag: (tags: readonly Tag[]) => IamCall; readonly untag: (keys: readonly string[]) => IamCall },
): Inverse {
  if (!isKnown(principal)) return none(UNKNOWN);
  const before = tagsWithKeys(principal.tags, keys, principalTagKey);
  const added = keysWithoutTag(principal.tags, keys, principalTagKey);
  return exact(...(before.length > 0 ? [tag(before)] : []), ...(added.length > 0 ? [untag(added)] : []));
}

/** Takes back that these keys were taken away from a role or user: `tag` writes tags. */
export function undoUntag(
  principal: Principal | undefined,
  keys: readonly string[],
  tag: (tags: readonly Tag[]) => IamCall,
): Inverse {
  if (!isKnown(principal)) return none(UNKNOWN);
  const before = tagsWithKeys(principal.tags, keys, principalTagKey);
  return before.length === 0 ? exact() : exact(tag(before));
}
