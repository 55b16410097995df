import type { NamedPolicy, PolicySet } from '../policy-set.ts';
import { isResourcePolicyAlone } from '../decide.ts';
import { policiesOf } from './policies-of.ts';

/** Equal policies, word for word, allow the same whatever they mean; unreadable ones under one name are one policy. */
export function isSameSet(granted: PolicySet, limit: PolicySet): boolean {
  if (granted === limit) return true;
  const [own, others] = [policiesOf(granted), policiesOf(limit)];
  if (own.length !== others.length || isResourcePolicyAlone(granted) !== isResourcePolicyAlone(limit)) return false;
  return sameShape(granted, limit) && own.every((policy, index) => isSameDocument(policy, others[index]));
}

function isSameDocument({ document, name }: NamedPolicy, other: NamedPolicy | undefined): boolean {
  if (other === undefined || document === other.document) return other !== undefined;
  if ('unreadable' in document)
    return 'unreadable' in other.document && name === other.name && document.unreadable === other.document.unreadable;
  if ('unreadable' in other.document || document.statements.length !== other.document.statements.length) return false;
  return isEqual(document, other.document);
}

/** As many documents in each role, on the same resource. */
function sameShape(a: PolicySet, b: PolicySet): boolean {
  const shape = ({ identity, boundary, session, scps, rcps, resource }: PolicySet): string =>
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
  return shape(a) === shape(b);
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
