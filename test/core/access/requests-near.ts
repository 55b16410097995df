import { actionName, actionNumber, keyTypeOf, shapeSetOf, shapesOf } from '../../../lib/core/access/catalogue.ts';
import { universeOf } from '../../../lib/core/access/ambit/universe.ts';
import { actionsMatching } from '../../../lib/core/access/named-actions.ts';
import type { AccessRequest, PolicySet } from '../../../lib/core/access/policy-set.ts';
import { parseArn } from '../../../lib/core/policy/arn.ts';
import { globMatchesLetters, lettersOf } from '../../../lib/core/policy/glob.ts';
import type { Statement } from '../../../lib/core/policy/statement.ts';

/**
 * Requests made from what a policy set says: its actions, its resource patterns filled in, the operands of its conditions.
 * Only such as can be made: on resources that the action takes, in the partition of the principal, with ARNs in keys that
 * hold them.
 */
export function* requestsNear(set: PolicySet, random: () => number, count: number): Generator<AccessRequest> {
  const { identity, principal } = set;
  const partition = parseArn(principal.arn ?? '')?.partition;
  const statements = identity.flatMap(({ document }) => ('unreadable' in document ? [] : document.statements));
  for (let made = 0; made < count; made += 1) {
    const request = requestNear(statements, random);
    if (request !== undefined && takesResource(request, partition)) yield request;
  }
}

function requestNear(statements: readonly Statement[], random: () => number): AccessRequest | undefined {
  const statement = pick(random, statements);
  const pattern = pick(random, statement?.action.patterns ?? []);
  if (statement === undefined || pattern === undefined) return undefined;
  const action = pick(random, [...actionsMatching(pattern)]);
  if (action === undefined) return undefined;
  const shapes = shapesOf(shapeSetOf(action));
  const wanted = pick(random, statement.resource?.patterns ?? ['*']) ?? '*';
  const resource = wanted === '*' ? (pick(random, shapes) ?? '*') : wanted;
  const context = Object.fromEntries(
    statement.conditions.flatMap(({ key, values }) => {
      const value = pick(random, values);
      return value === undefined || random() < 0.2 ? [] : [[key, valueNear(key, value)]];
    }),
  );
  return { action: actionName(action), resource: shapes.length === 0 ? '*' : filled(resource, random), context };
}

/** A value that a pattern takes; keys that hold ARNs hold whole ones. */
function valueNear(key: string, pattern: string): string {
  const value = pattern.replaceAll('*', 'x');
  if (keyTypeOf(key.toLowerCase()) !== 'arn') return value;
  const missing = 6 - value.split(':').length;
  return value + ':x'.repeat(Math.max(0, missing));
}

function takesResource({ action, resource }: AccessRequest, partition: string | undefined): boolean {
  const number = actionNumber(action);
  if (number === undefined) return false;
  const { globs } = universeOf(shapeSetOf(number), partition);
  return globs.some((shape) => globMatchesLetters(shape, lettersOf(resource)));
}

function filled(pattern: string, random: () => number): string {
  return pattern.replaceAll(/\*|\?/g, (mark) => (mark === '?' ? 'x' : (pick(random, ['x', 'ab', 'x']) ?? '')));
}

function pick<T>(random: () => number, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)];
}
