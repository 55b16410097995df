import type { Tag } from './call.ts';
import type { Tags } from './state.ts';

/** The form in which two tag keys are compared. */
export type TagKeyForm = (key: string) => string;

/** Keys of role and user tags ignore case, and keep it (IAM user guide, "Tags for IAM resources", rules for tagging). */
export const principalTagKey: TagKeyForm = (key) => key.toLowerCase();

/** Keys of the tags of managed policies do not ignore case. */
export const policyTagKey: TagKeyForm = (key) => key;

/** Tags with others written over them. */
export function withTags(tags: Tags, added: readonly Tag[], form: TagKeyForm): Tags {
  return added.reduce<Tags>((all, tag) => new Map([...withoutTags(all, [tag.key], form), [tag.key, tag.value]]), tags);
}

/** One for all that has none: an account has thousands. */
const NONE: Tags = new Map();

/** The tags of something new: those it was created with, and over them those that calls seen earlier gave it. */
export function createdTags(given: readonly Tag[], seen: Tags | undefined, form: TagKeyForm): Tags {
  const later = [...(seen ?? [])].map(([key, value]) => ({ key, value }));
  return withTags(NONE, [...given, ...later], form);
}

/** Tags without some keys; keys that are not there are no error. */
export function withoutTags(tags: Tags, keys: readonly string[], form: TagKeyForm): Tags {
  const removed = new Set(keys.map(form));
  return new Map([...tags].filter(([key]) => !removed.has(form(key))));
}

/** The tags that have one of these keys, as they are. */
export function tagsWithKeys(tags: Tags, keys: readonly string[], form: TagKeyForm): readonly Tag[] {
  const wanted = new Set(keys.map(form));
  return [...tags].flatMap(([key, value]) => (wanted.has(form(key)) ? [{ key, value }] : []));
}

/** The keys among these that no tag has, each once. */
export function keysWithoutTag(tags: Tags, keys: readonly string[], form: TagKeyForm): readonly string[] {
  const present = new Set([...tags.keys()].map(form));
  return [...new Map(keys.map((key) => [form(key), key])).values()].filter((key) => !present.has(form(key)));
}
