import { compare } from '../../../access/compare.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import { canonicalText } from '../../../digest.ts';
import { isJsonObject, type JsonObject, jsonForm, type JsonValue } from '../../../json.ts';
import { parsePolicy } from '../../../policy/parse.ts';

/**
 * The document that is put in the place of another: the one of before, and what the other denies besides. So a hold never lets
 * anybody do what is denied now. null: there was, and will be, none.
 */
export function putBack(before: JsonValue, after: JsonValue): JsonValue {
  const [old, put] = isOneLanguage(before, after) ? [before, after] : [inNewLanguage(before), inNewLanguage(after)];
  const known = deniesIn(old);
  const denies = deniesIn(put).filter((each) => deniesMore(known, each));
  if (denies.length === 0) return before;
  const base = isJsonObject(old) ? old : { Version: languageOf(put) };
  return { ...base, Statement: [...statementsIn(old), ...denies.map(withoutSid)] };
}

const NEW = '2012-10-17';
const VARIABLE = '${';

/** A policy without a version is of the old one. Source: IAM user guide, "IAM JSON policy elements: Version". */
function languageOf(document: JsonValue): JsonValue {
  return isJsonObject(document) ? (document['Version'] ?? '2008-10-17') : NEW;
}

/** Whether statements of the one mean in the other what they mean. */
function isOneLanguage(one: JsonValue, other: JsonValue): boolean {
  if (!isJsonObject(one) || languageOf(one) === languageOf(other)) return true;
  return !JSON.stringify([one, other]).includes(VARIABLE);
}

/** What the old version takes literally is written so that the new one does as well. */
function inNewLanguage(document: JsonValue): JsonValue {
  if (!isJsonObject(document) || languageOf(document) === NEW) return document;
  const written = jsonForm(JSON.parse(JSON.stringify(document).replaceAll(VARIABLE, '${$}{')));
  return isJsonObject(written) ? { ...written, Version: NEW } : document;
}

/** Two statements of a policy may not have one id. */
function withoutSid(statement: JsonObject): JsonObject {
  const { Sid: _, ...others } = statement;
  return others;
}

function deniesIn(document: JsonValue): readonly JsonObject[] {
  return statementsIn(document)
    .filter((each) => isJsonObject(each))
    .filter(({ Effect }) => Effect !== 'Allow');
}

function statementsIn(document: JsonValue): readonly JsonValue[] {
  return isJsonObject(document) ? [document['Statement'] ?? []].flat() : [];
}

/** Whether a statement denies what these do not; what cannot be compared is taken to do so. */
function deniesMore(known: readonly JsonObject[], statement: JsonObject): boolean {
  if (isOfNoPrincipal(statement)) return !known.some((each) => textOf(each) === textOf(statement));
  const [without, beside] = [leftBy(known), leftBy([...known, statement])];
  return without === undefined || beside === undefined || compare(without, [beside]).verdict !== 'within';
}

/** Whether it is about services, identity providers or canonical users, which are no principals that access is compared of. */
function isOfNoPrincipal({ Principal, NotPrincipal }: JsonObject): boolean {
  return [Principal, NotPrincipal].some(
    (who) => who !== undefined && isJsonObject(who) && Object.keys(who).some((kind) => kind !== 'AWS'),
  );
}

function textOf(statement: JsonObject): string {
  return canonicalText(withoutSid(statement));
}

/** What statements that deny leave to somebody who is allowed everything; undefined: they cannot be read. */
function leftBy(denies: readonly JsonObject[]): PolicySet | undefined {
  const isOfResource = denies.some((each) => 'Principal' in each || 'NotPrincipal' in each);
  const everything = { Effect: 'Allow', Action: '*', Resource: '*', ...(isOfResource ? { Principal: '*' } : {}) };
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [everything, ...denies] });
  if (!parsed.ok) return undefined;
  const policy = { name: 'what is left', document: parsed.value };
  return isOfResource ? { principal: {}, identity: [], resource: { policy } } : { principal: {}, identity: [policy] };
}
