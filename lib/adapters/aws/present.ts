import type { Tag } from '@aws-sdk/client-iam';
import type { JsonObject, JsonValue } from '../../core/json.ts';

/** The members that AWS sent, as JSON. */
export function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const sent: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(members)) if (value !== undefined) sent.push([name, value]);
  return Object.fromEntries(sent);
}

/** Tags as GetAccountAuthorizationDetails writes them. */
export function tagDetails(tags: readonly Tag[] | undefined): JsonValue {
  return (tags ?? []).map(({ Key, Value }) => present({ Key, Value }));
}
