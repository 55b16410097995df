import { RememberedByText } from '../../access/remembered-by-text.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { isJsonList, isTextList } from '../member.ts';

/** Lists of texts, by their JSON: many documents differ in what they are for, and not in what they let do. */
const LISTS = new RememberedByText<JsonValue>(500_000, () => 0);

/**
 * The same policy document; each list of texts in its statements (actions, mostly) is one with the equal lists of documents
 * before it. Nobody may change what is returned.
 */
export function sharingLists(document: JsonValue): JsonValue {
  if (!isJsonObject(document)) return document;
  const { Statement: statements } = document;
  if (!isJsonList(statements)) return document;
  return { ...document, Statement: statements.map((each) => (isJsonObject(each) ? sharingIn(each) : each)) };
}

function sharingIn(statement: JsonObject): JsonObject {
  const shared = Object.entries(statement).map(
    ([name, value]) => [name, isTextList(value) ? listLike(value) : value] as const,
  );
  return Object.fromEntries(shared);
}

function listLike(list: readonly string[]): JsonValue {
  return LISTS.of(JSON.stringify(list), () => list);
}
