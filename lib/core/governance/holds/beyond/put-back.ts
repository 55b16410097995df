import { compare } from '../../../access/compare.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json.ts';
import { parsePolicy } from '../../../policy/parse.ts';

/**
 * The document that is put in the place of another: the one of before, and what the other denies besides. So a hold never lets
 * anybody do what is denied now. null: there was, and will be, none.
 */
export function putBack(before: JsonValue, after: JsonValue): JsonValue {
  const known = deniesIn(before);
  const denies = deniesIn(after).filter((each) => deniesMore(known, each));
  if (denies.length === 0) return before;
  const base = isJsonObject(before) ? before : { Version: '2012-10-17' };
  return { ...base, Statement: [...statementsIn(before), ...denies.map(withoutSid)] };
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
  const [without, beside] = [leftBy(known), leftBy([...known, statement])];
  return without === undefined || beside === undefined || compare(without, [beside]).verdict !== 'within';
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
