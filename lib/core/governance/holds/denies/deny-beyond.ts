import { charactersOf, denyExactly } from '../../../access/deny-exactly.ts';
import { actionsAllowedBy } from '../../../access/deny-excess.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json.ts';
import { parsePolicy } from '../../../policy/parse.ts';
import type { SessionScope } from '../sessions/session-scope.ts';
import type { Standard } from '../../standards/standards.ts';

/** Only what bears this is denied. */
type Condition = SessionScope['condition'];

/**
 * A policy that denies, under a condition, all that a standard does not allow, and nothing that it allows: whatever the principal
 * holds now or is given later. Undefined where that cannot be written, not be proved, or takes more than `most` characters.
 */
export function denyBeyond(standard: Standard, condition: Condition, most: number): JsonObject | undefined {
  const named = actionsAllowedBy(standard.policies);
  if (named === undefined) return undefined;
  const others = { Effect: 'Deny', NotAction: named, Resource: '*' };
  const rest = named.length === 0 ? [] : deniesAmong(named, standard, most);
  if (rest === undefined) return undefined;
  const denies = named.length === 0 ? [{ Effect: 'Deny', Action: '*', Resource: '*' }] : [others, ...rest];
  const statements: JsonObject[] = [];
  for (const [index, deny] of denies.entries()) {
    const narrowed = under(condition, deny, index);
    if (narrowed === undefined) return undefined;
    statements.push(narrowed);
  }
  const document = { Version: '2012-10-17', Statement: statements };
  return charactersOf(document) > most ? undefined : document;
}

/** What is denied of these actions; undefined where no policy says just that. */
function deniesAmong(actions: readonly string[], standard: Standard, most: number): readonly JsonObject[] | undefined {
  const everywhere = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
  const parsed = parsePolicy(everywhere);
  if (!parsed.ok) return undefined;
  const granted: PolicySet = { principal: {}, identity: [{ name: 'its actions', document: parsed.value }] };
  const denied = denyExactly(granted, [{ principal: {}, identity: standard.policies }], most);
  if (!denied.ok) return undefined;
  const { Statement: statements } = denied.value;
  return Array.isArray(statements) ? statements.filter(isJsonObject) : undefined;
}

/** A deny under one more condition; undefined where it asks for the same key with the same operator already. */
function under(condition: Condition, deny: JsonObject, index: number): JsonObject | undefined {
  const own = isJsonObject(deny['Condition']) ? deny['Condition'] : {};
  const merged: Record<string, JsonValue> = { ...own };
  for (const [operator, keys] of Object.entries(condition)) {
    const asked = own[operator];
    const others = isJsonObject(asked) ? asked : {};
    const taken = Object.keys(others).map((key) => key.toLowerCase());
    if (Object.keys(keys).some((key) => taken.includes(key.toLowerCase()))) return undefined;
    merged[operator] = { ...others, ...keys };
  }
  return { Sid: `AmbitHold${index}`, ...deny, Condition: merged };
}
