import type { PatternList, Statement } from '../policy/statement.ts';
import { parsePolicy } from '../policy/parse.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import { shortNames } from './action-names.ts';
import { type ActionSet, unionOf } from './action-set.ts';
import { actionsMatching } from './named-actions.ts';
import { actionName } from './catalogue.ts';
import { placesOf } from './ambit/action-partition.ts';
import { jointClasses } from './ambit/joint-classes.ts';
import { ambitOf, intersect, subtract, union } from './ambit/ambit.ts';
import { compiledPolicy } from './ambit/compiled-policy.ts';
import { emptiness } from './ambit/emptiness.ts';
import { policiesOf } from './ambit/policies-of.ts';
import { type Refusal, refusalOf } from './ambit/refusal.ts';
import { compare } from './compare.ts';
import type { ExcessPart } from './excess.ts';
import type { NamedPolicy, PolicySet } from './policy-set.ts';
import { actionMatches } from './statement-match.ts';

/** Why no policy takes an excess away exactly. */
export type NoExactDeny =
  /** The limits say something whose opposite IAM has no words for: which. */
  | { readonly code: 'NOT_EXPRESSIBLE'; readonly what: string }
  /** It was not found out whether the policy takes away just the excess. */
  | { readonly code: 'NOT_PROVED'; readonly why: string }
  /** Without white space, as IAM counts. */
  | { readonly code: 'TOO_LARGE'; readonly characters: number; readonly most: number };

/** Characters of an inline policy that IAM leaves to a role, where it has no other. Source: "IAM and AWS STS quotas". */
const MOST_CHARACTERS_OF_ROLE = 10_240;

/**
 * A policy of denies that takes from `granted` what none of `limits` allows, and nothing else: with it the access is within
 * the limits, and what the limits allow of it stays. Proved before it is returned, by `compare` and by the algebra.
 * An access that is within gives a policy without statements.
 */
export function denyExactly(
  granted: PolicySet,
  limits: readonly PolicySet[],
  most: number = MOST_CHARACTERS_OF_ROLE,
): Result<JsonObject, NoExactDeny> {
  const comparison = compare(granted, limits);
  if (comparison.verdict === 'within') return ok(documentOf([]));
  const sides = { granted, limits, most };
  const asGranted = proved(merged(deniesOf(comparison.excess, limits)), sides);
  const excess = unionOf(comparison.excess.flatMap(actionsOfPart));
  const refusals = refusalsOf(excess, limits);
  const asLimited = refusals.ok ? proved(merged(refusals.value), sides) : refusals;
  if (!asGranted.ok) return asLimited;
  return asLimited.ok && charactersOf(asLimited.value) < charactersOf(asGranted.value) ? asLimited : asGranted;
}

interface Sides {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
  readonly most: number;
}

function proved(statements: readonly JsonObject[], { granted, limits, most }: Sides): Result<JsonObject, NoExactDeny> {
  const document = documentOf(withoutNeedless(statements, granted, limits));
  const characters = charactersOf(document);
  if (characters > most) return err({ code: 'TOO_LARGE', characters, most });
  const why = whyNotExact(document, granted, limits);
  return why === undefined ? ok(document) : err({ code: 'NOT_PROVED', why });
}

/** Characters of a policy as IAM counts them: without white space. Source: "IAM and AWS STS quotas". */
export function charactersOf(document: JsonValue): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}

function actionsOfPart({ actions }: ExcessPart): readonly ActionSet[] {
  return actions.map(actionsMatching);
}

/** The excess denied in the words of the statements that grant it: right where the limits allow nothing of these. */
function deniesOf(excess: readonly ExcessPart[], limits: readonly PolicySet[]): readonly ClassRefusals[] {
  const allowing = limits
    .flatMap(policiesOf)
    .flatMap(({ document }) => ('unreadable' in document ? [] : document.statements))
    .filter(({ effect }) => effect === 'Allow');
  return excess.map((part) => {
    const negated = part.resources.every((pattern) => pattern.startsWith(NOT));
    const patterns = negated ? part.resources.map((pattern) => pattern.slice(NOT.length)) : part.resources;
    const refusals = [{ resource: { negated, patterns }, conditions: part.conditions }];
    return { actions: unionOf(actionsOfPart(part)), refusals, allowing };
  });
}

/** How a part of an excess writes what a `NotResource` leaves out. */
const NOT = 'not ';

/** Denies for one class of actions. */
interface ClassRefusals {
  readonly actions: ActionSet;
  readonly refusals: readonly Refusal[];
  /** The statements of the limits that allow some of these actions, where the denies are not to reach new ones of them. */
  readonly allowing: readonly Statement[];
}

function refusalsOf(excess: ActionSet, limits: readonly PolicySet[]): Result<readonly ClassRefusals[], NoExactDeny> {
  const policies = limits.flatMap(policiesOf);
  const found: ClassRefusals[] = [];
  for (const { actions, classes } of jointClasses(
    excess,
    policies.map((each) => compiledPolicy(each).partition),
  )) {
    const statementsOf = new Map(policies.map((policy, index) => [policy, placed(policy, classes[index])]));
    const refusals = refusalOf(limits, (policy) => statementsOf.get(policy) ?? []);
    if (!refusals.ok) return err({ code: 'NOT_EXPRESSIBLE', what: refusals.error });
    const allowing = [...statementsOf.values()].flat().filter(({ effect }) => effect === 'Allow');
    found.push({ actions, refusals: refusals.value, allowing });
  }
  return ok(found);
}

function placed(policy: NamedPolicy, number: number | undefined): readonly Statement[] {
  if (number === undefined || 'unreadable' in policy.document) return [];
  const { statements } = policy.document;
  const places = placesOf(compiledPolicy(policy).partition, number);
  return places.flatMap((place) => statements.slice(place, place + 1));
}

/** One statement for each refusal, with all actions that share it. */
function merged(classes: readonly ClassRefusals[]): readonly JsonObject[] {
  const byRefusal = new Map<
    string,
    { readonly refusal: Refusal; actions: ActionSet; allowing: readonly Statement[] }
  >();
  for (const { actions, refusals, allowing } of classes) {
    for (const refusal of refusals) {
      const name = JSON.stringify(statementOf([], refusal));
      const same = byRefusal.get(name);
      byRefusal.set(name, {
        refusal,
        actions: unionOf([same?.actions ?? new Uint16Array(), actions]),
        allowing: [...(same?.allowing ?? []), ...allowing],
      });
    }
  }
  return [...byRefusal.values()].map(({ refusal, actions, allowing }) =>
    statementOf(namesFor(actions, allowing), refusal),
  );
}

/** Short, unless a pattern would also take actions that AWS may add and that the limits allow. */
function namesFor(actions: ActionSet, allowing: readonly Statement[]): readonly string[] {
  const short = shortNames(actions);
  const takesMore = short.some(
    (name) => name.includes('*') && allowing.some(({ action }) => mayTakeNewOf(action, name)),
  );
  return takesMore ? [...actions].map(actionName) : short;
}

/** Whether an action that begins like the pattern, and that nobody has named, would be allowed. */
function mayTakeNewOf(action: PatternList, pattern: string): boolean {
  return actionMatches(action, pattern === '*' ? 'new:new' : pattern.replace('*', 'NewOne'));
}

/** A statement that denies these actions where a limit refuses them. */
export function statementOf(actions: readonly string[], { resource, conditions }: Refusal): JsonObject {
  const where =
    resource === undefined || isEverywhere(resource)
      ? { Resource: '*' }
      : { [resource.negated ? 'NotResource' : 'Resource']: resource.patterns };
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, set, ifExists, key, values } of conditions) {
    const name = `${set === undefined ? '' : `${set}:`}${operator}${ifExists ? 'IfExists' : ''}`;
    block[name] = { ...block[name], [key]: [...(block[name]?.[key] ?? []), ...values] };
  }
  const when = conditions.length === 0 ? {} : { Condition: block };
  return { Effect: 'Deny', Action: actions.length === 1 ? (actions[0] ?? '') : actions, ...where, ...when };
}

function isEverywhere({ negated, patterns }: PatternList): boolean {
  return !negated && patterns.length === 1 && patterns[0] === '*';
}

function documentOf(statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}

/** Drops statements without which the access is within the limits as well. */
function withoutNeedless(
  statements: readonly JsonObject[],
  granted: PolicySet,
  limits: readonly PolicySet[],
): readonly JsonObject[] {
  if (statements.length > MOST_TRIED) return statements;
  return statements.reduce<readonly JsonObject[]>((kept, statement) => {
    const fewer = kept.filter((each) => each !== statement);
    return compare(withPolicy(granted, documentOf(fewer)), limits).verdict === 'within' ? fewer : kept;
  }, statements);
}

/** Statements that are tried one by one. */
const MOST_TRIED = 12;

/** An access with one more identity policy, which was made here. */
export function withPolicy(granted: PolicySet, document: JsonObject): PolicySet {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`a deny that was made does not parse: ${JSON.stringify(parsed.error)}`);
  return { ...granted, identity: [...granted.identity, { name: 'deny exactly', document: parsed.value }] };
}

/**
 * Why a policy of denies does not take just what the limits do not allow: with it the access is not shown to be within, or it would
 * take what they allow; undefined where it does.
 */
export function whyNotExact(
  document: JsonObject,
  granted: PolicySet,
  limits: readonly PolicySet[],
): string | undefined {
  const after = withPolicy(granted, document);
  const { verdict } = compare(after, limits);
  if (verdict !== 'within') return `with it the access is ${verdict === 'exceeds' ? 'still in excess' : verdict}`;
  const allowed = intersect(ambitOf(granted), union(...limits.map(ambitOf)));
  const lost = emptiness(subtract(allowed, ambitOf(after)));
  if (lost.kind === 'empty') return undefined;
  if (lost.kind === 'undetermined') return lost.reasons.map(({ detail }) => detail).join('; ');
  return `it would also take ${lost.witness.action} on ${lost.witness.resource}, which the limits allow`;
}
