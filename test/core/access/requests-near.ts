import { actionName, shapeSetOf, shapesOf } from '../../../lib/core/access/catalogue.ts';
import { actionsMatching } from '../../../lib/core/access/action-set.ts';
import type { AccessRequest, PolicySet } from '../../../lib/core/access/policy-set.ts';
import type { Statement } from '../../../lib/core/policy/statement.ts';

/** Requests made from what a policy set says: its actions, its resource patterns filled in, the operands of its conditions. */
export function* requestsNear({ identity }: PolicySet, random: () => number, count: number): Generator<AccessRequest> {
  const statements = identity.flatMap(({ document }) => ('unreadable' in document ? [] : document.statements));
  for (let made = 0; made < count; made += 1) {
    const request = requestNear(statements, random);
    if (request !== undefined) yield request;
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
      return value === undefined || random() < 0.2 ? [] : [[key, value.replaceAll('*', 'x')]];
    }),
  );
  return { action: actionName(action), resource: shapes.length === 0 ? '*' : filled(resource, random), context };
}

function filled(pattern: string, random: () => number): string {
  return pattern.replaceAll(/\*|\?/g, (mark) => (mark === '?' ? 'x' : (pick(random, ['x', 'ab', 'x']) ?? '')));
}

function pick<T>(random: () => number, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)];
}
