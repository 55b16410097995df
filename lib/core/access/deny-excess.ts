import { isJsonObject, type JsonObject } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import { compare } from './compare.ts';
import { charactersOf, denyExactly, type NoExactDeny, statementOf, whyNotExact, withPolicy } from './deny-exactly.ts';
import type { NamedPolicy, PolicySet } from './policy-set.ts';

/**
 * A policy of denies that takes from `granted` what none of `limits` allows, and nothing else, also of actions that AWS may add
 * and that a pattern of `granted` would take: as short as the excess says it, else in the words in which a limit denies it, else all but what the limits name. Of at most
 * `most` characters, proved like `denyExactly`. Access that is within gives a policy without statements.
 */
export function denyExcess(
  granted: PolicySet,
  limits: readonly PolicySet[],
  most: number,
): Result<JsonObject, NoExactDeny> {
  const inItsWords = denyExactly(granted, limits, most);
  if (inItsWords.ok && !mayGrow(inItsWords.value, granted, limits)) return inItsWords;
  const again = limits
    .map((limit) => deniesOf(limit, granted))
    .find((each) => isExact(each, { granted, limits, most }));
  if (again !== undefined) return ok(again);
  const allBut = denyAllBut(granted, limits, most);
  if (allBut !== undefined) return allBut;
  return inItsWords.ok ? err({ code: 'NOT_PROVED', why: 'actions that AWS may add would stay allowed' }) : inItsWords;
}

interface Sides {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
  readonly most: number;
}

function isExact(document: JsonObject, { granted, limits, most }: Sides): boolean {
  if (charactersOf(document) > most || mayGrow(document, granted, limits)) return false;
  return whyNotExact(document, granted, limits) === undefined;
}

/** What a limit denies in its own words, and `granted` does not any more: a Deny that was taken away is right as it was. */
function deniesOf(limit: PolicySet, granted: PolicySet): JsonObject {
  const kept = granted.identity.map(({ document }) => document);
  const statements = limit.identity
    .filter(({ document }) => !kept.includes(document))
    .flatMap(({ document }) => ('unreadable' in document ? [] : document.statements))
    .filter(({ effect }) => effect === 'Deny')
    .map(({ action, resource, conditions }) => {
      const { Action: actions, ...deny } = statementOf(action.patterns, { resource, conditions });
      return { ...deny, [action.negated ? 'NotAction' : 'Action']: actions ?? [] };
    });
  return { Version: '2012-10-17', Statement: statements };
}

/** Whether actions that nobody knows yet would be in excess with a deny. */
function mayGrow(document: JsonObject, granted: PolicySet, limits: readonly PolicySet[]): boolean {
  const comparison = compare(withPolicy(granted, document), limits);
  return comparison.verdict !== 'within' || comparison.futureOnly;
}

/**
 * Denies what the limits do not name at all, and of the rest what they do not allow; undefined where they name what they leave
 * out. What one level of a limit names with a word, and keeps to a part of, another may leave out: all are tried, the shortest first,
 * and in the end of each limit what its own policies name.
 */
function denyAllBut(
  granted: PolicySet,
  limits: readonly PolicySet[],
  most: number,
): Result<JsonObject, NoExactDeny> | undefined {
  const listsOf = limits.map(actionsNamedBy);
  if (listsOf.some((lists) => lists.length === 0)) return undefined;
  const tries = Math.max(1, ...listsOf.map((lists) => lists.length));
  const byPlace = Array.from({ length: tries }, (_, index) =>
    listsOf.flatMap((lists) => lists[index] ?? lists.at(-1) ?? []),
  );
  const own = limits.flatMap(({ identity }) => actionsAllowedBy(identity) ?? ['*']);
  const choices = [...byPlace, own].map((named) => [...new Set(named)]);
  const untried = new Set(choices.map((named) => JSON.stringify(named)));
  let first: Result<JsonObject, NoExactDeny> | undefined;
  for (const [index, named] of choices.entries()) {
    if (!untried.delete(JSON.stringify(named))) continue;
    const made = denyAllButNamed(named, granted, { limits, most });
    if (made?.ok === true) return made;
    if (index === 0) first = made;
  }
  return first;
}

function denyAllButNamed(
  named: readonly string[],
  granted: PolicySet,
  { limits, most }: { readonly limits: readonly PolicySet[]; readonly most: number },
): Result<JsonObject, NoExactDeny> | undefined {
  const others: JsonObject =
    named.length === 0
      ? { Effect: 'Deny', Action: '*', Resource: '*' }
      : { Effect: 'Deny', NotAction: named, Resource: '*' };
  const withoutOthers = withPolicy(granted, { Version: '2012-10-17', Statement: [others] });
  const rest = denyExactly(withoutOthers, limits, most);
  if (!rest.ok) return rest;
  const { Statement: statements } = rest.value;
  const document = {
    ...rest.value,
    Statement: [others, ...(Array.isArray(statements) ? statements.filter(isJsonObject) : [])],
  };
  const characters = charactersOf(document);
  if (characters > most) return err({ code: 'TOO_LARGE', characters, most });
  const why = whyNotExact(document, granted, limits);
  if (why !== undefined) return err({ code: 'NOT_PROVED', why });
  return mayGrow(document, granted, limits) ? undefined : ok(document);
}

/**
 * Patterns that take all actions which a limit allows, and maybe more: what its policies allow, what its boundary does, or all that a
 * Deny of everything else leaves; each such list, the shortest first, one that is simply everything last. None: no part of it names
 * what it allows.
 */
function actionsNamedBy({ identity, boundary }: PolicySet): readonly (readonly string[])[] {
  if (identity.length === 0) return [[]];
  const levels = [identity, boundary ?? []].filter((level) => level.length > 0);
  return [...levels.map(actionsAllowedBy), ...levels.flat().flatMap(leftByDenies)]
    .filter((list) => list !== undefined)
    .sort((one, other) => Number(isEverything(one)) - Number(isEverything(other)) || one.length - other.length);
}

function isEverything(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => /^\*+$/.test(pattern));
}

/** What denies of everything but some actions leave, a list for each. */
function leftByDenies({ document }: NamedPolicy): readonly (readonly string[])[] {
  if ('unreadable' in document) return [];
  return document.statements
    .filter(({ effect, action, conditions }) => effect === 'Deny' && action.negated && conditions.length === 0)
    .filter(({ resource }) => resource === undefined || (!resource.negated && isEverything(resource.patterns)))
    .map(({ action }) => action.patterns);
}

/** Patterns of all actions that policies allow at all; undefined where one names those that it leaves out, or cannot be read. */
export function actionsAllowedBy(policies: readonly NamedPolicy[]): readonly string[] | undefined {
  const patterns = new Set<string>();
  for (const { document } of policies) {
    if ('unreadable' in document) return undefined;
    for (const { effect, action } of document.statements) {
      if (effect === 'Deny') continue;
      if (action.negated) return undefined;
      for (const pattern of action.patterns) patterns.add(pattern);
    }
  }
  return [...patterns];
}
