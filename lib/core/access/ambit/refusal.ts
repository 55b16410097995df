import { CONDITION_OPERATORS, type Condition, type PatternList, type Statement } from '../../policy/statement.ts';
import { err, ok, type Result } from '../../result.ts';
import { negatedCondition } from '../condition/negated-condition.ts';
import type { NamedPolicy, PolicySet } from '../policy-set.ts';

/** One way not to be allowed, as a statement can say it: at these resources, under all these conditions. */
export interface Refusal {
  /** Undefined: at any. */
  readonly resource: PatternList | undefined;
  readonly conditions: readonly Condition[];
}

/** More ways than these are not listed: they would be no policy of a size that IAM takes. */
const MOST_WAYS = 64;

/** Everywhere, always. */
const ALWAYS: Refusal = { resource: undefined, conditions: [] };

type Ways = Result<readonly Refusal[], string>;

/**
 * All ways in which none of the limits allows, for actions that these statements of their policies take; or what IAM has no
 * words for.
 */
export function refusalOf(
  limits: readonly PolicySet[],
  statementsOf: (policy: NamedPolicy) => readonly Statement[],
): Ways {
  return inAllWays(limits.map((limit) => refusalOfLimit(limit, statementsOf)));
}

/** A limit does not allow where one of its levels does not, or where a Deny applies. */
function refusalOfLimit(
  { identity, boundary, session, scps, rcps, resource }: PolicySet,
  statementsOf: (policy: NamedPolicy) => readonly Statement[],
): Ways {
  if (resource !== undefined || rcps !== undefined) return err('a limit with the policy of a resource');
  const levels = [identity, boundary, session, ...(scps ?? [])].filter((level) => level !== undefined);
  const unreadable = levels.flat().find(({ document }) => 'unreadable' in document);
  if (unreadable !== undefined) return err(`${unreadable.name}, which cannot be read`);
  const ways: Refusal[] = [];
  for (const level of levels) {
    const statements = level.flatMap(statementsOf);
    const unmet = inAllWays(statements.filter(({ effect }) => effect === 'Allow').map(opposite));
    if (!unmet.ok) return unmet;
    ways.push(...unmet.value);
    for (const { effect, resource: where, conditions } of statements) {
      if (effect === 'Deny') ways.push({ resource: where, conditions });
    }
  }
  return ok(ways);
}

/** The ways in which a statement does not apply: elsewhere, or where one of its conditions is false. */
function opposite({ resource, conditions, sid, index }: Statement): Ways {
  const ways: Refusal[] = [];
  if (resource !== undefined && !isEverything(resource)) {
    ways.push({ resource: { ...resource, negated: !resource.negated }, conditions: [] });
  }
  for (const condition of conditions) {
    const negated = negatedCondition(condition);
    if (negated === undefined) return err(`the opposite of ${condition.operator} in statement ${sid ?? index}`);
    ways.push({ resource: undefined, conditions: negated });
  }
  return ok(ways);
}

function isEverything({ negated, patterns }: PatternList): boolean {
  return !negated && patterns.some((pattern) => /^\*+$/.test(pattern));
}

/** Every combination of one way of each. */
function inAllWays(lists: readonly Ways[]): Ways {
  let combined: readonly Refusal[] = [ALWAYS];
  for (const list of lists) {
    if (!list.ok) return list;
    const next: Refusal[] = [];
    for (const one of combined) {
      for (const other of list.value) {
        const both = together(one, other);
        if (both === undefined) return err('two conditions on one key, or resources of one list outside another');
        next.push(both);
      }
    }
    if (next.length > MOST_WAYS) return err(`more than ${MOST_WAYS} ways to be outside the limits`);
    combined = next;
  }
  return ok(combined);
}

/** Both at once; undefined: one statement cannot say it. */
function together(a: Refusal, b: Refusal): Refusal | undefined {
  const conditions = [...a.conditions, ...b.conditions];
  if (!canStandTogether(conditions)) return undefined;
  if (a.resource === undefined || b.resource === undefined) return { resource: a.resource ?? b.resource, conditions };
  if (!a.resource.negated || !b.resource.negated) return undefined;
  const patterns = [...new Set([...a.resource.patterns, ...b.resource.patterns])];
  return { resource: { negated: true, patterns }, conditions };
}

/** Conditions on one key with one operator are one list in a policy: which only for negated ones is all of them. */
function canStandTogether(conditions: readonly Condition[]): boolean {
  const seen = new Set<string>();
  return conditions.every(({ operator, set, ifExists, key }) => {
    const name = JSON.stringify([operator, set, ifExists, key.toLowerCase()]);
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew || (CONDITION_OPERATORS[operator].negated && set === undefined);
  });
}
