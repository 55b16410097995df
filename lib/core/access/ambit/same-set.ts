import type { PatternList, Statement } from '../../policy/statement.ts';
import type { NamedPolicy, PolicySet } from '../policy-set.ts';
import { isResourcePolicyAlone } from '../decide.ts';
import { policiesOf } from './policies-of.ts';

/** Equal policies, word for word, allow the same whatever they mean; unreadable ones under one name are one policy. */
export function isSameSet(granted: PolicySet, limit: PolicySet): boolean {
  if (granted === limit) return true;
  const [own, others] = [policiesOf(granted), policiesOf(limit)];
  if (own.length !== others.length || isResourcePolicyAlone(granted) !== isResourcePolicyAlone(limit)) return false;
  return own.every((policy, index) => isSameDocument(policy, others[index])) && haveSameParts(granted, limit);
}

function isSameDocument({ document, name }: NamedPolicy, other: NamedPolicy | undefined): boolean {
  if (other === undefined || document === other.document) return other !== undefined;
  if ('unreadable' in document)
    return 'unreadable' in other.document && name === other.name && document.unreadable === other.document.unreadable;
  if ('unreadable' in other.document || document.version !== other.document.version) return false;
  const { statements } = other.document;
  return (
    document.statements.length === statements.length &&
    document.statements.every((one, place) => isSameStatement(one, statements[place]))
  );
}

/** Whatever their names. */
function isSameStatement(one: Statement, other: Statement | undefined): boolean {
  return (
    one.effect === other?.effect &&
    isSameList(one.action, other.action) &&
    isSameList(one.resource, other.resource) &&
    one.conditions.length === other.conditions.length &&
    isEqual(one.conditions, other.conditions) &&
    isEqual(one.principal, other.principal)
  );
}

function isSameList(one: PatternList | undefined, other: PatternList | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.negated === other.negated &&
    one.patterns.length === other.patterns.length &&
    one.patterns.every((pattern, place) => pattern === other.patterns[place])
  );
}

/** As many documents in each role, on the same resource. */
function haveSameParts(a: PolicySet, b: PolicySet): boolean {
  const parts = ({ identity, boundary, session, scps, rcps, resource }: PolicySet): string =>
    JSON.stringify([
      identity.length,
      boundary?.length,
      session?.length,
      scps?.map((level) => level.length),
      rcps?.map((level) => level.length),
      resource?.arn,
      resource?.account,
      resource === undefined,
    ]);
  return parts(a) === parts(b);
}

/** Whether two values read from JSON are equal, member by member. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((each: unknown, index) => isEqual(each, b[index]));
  }
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isEqual(memberOf(a, name), memberOf(b, name)));
}

function memberOf(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
