import type { NamedPolicy } from '../../../../lib/core/access/policy-set.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';

/** The account whose resources these are. */
export const OWN = '111122223333';
/** One that nobody knows, */
export const STRANGER = '999988887777';
/** one that the standards file names, */
export const TRUSTED = '444455556666';
/** and the organization. */
export const ORGANIZATION = 'o-exampleorgid';

/** A call on a resource, and what it is about. */
export interface SharingCase {
  readonly about: string;
  readonly service: string;
  readonly name: string;
  readonly asked: JsonObject;
}

/** One that shares too much: with whom, to do what. */
export interface SharesTooMuch extends SharingCase {
  /** Of the witness. */
  readonly who: RegExp;
  readonly action: RegExp;
  readonly resource: RegExp;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
}

/** What a finding of sharing says, as far as tests look. */
export interface Said {
  readonly principal: JsonValue;
  readonly action: JsonValue;
  readonly resource?: JsonValue;
  readonly condition?: JsonObject;
}

/** A resource policy of these statements that allow. */
export function policy(...statements: readonly Said[]): JsonObject {
  const written = statements.map(({ principal, action, resource = '*', condition }) => ({
    Effect: 'Allow',
    Principal: principal,
    Action: action,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  return { Version: '2012-10-17', Statement: written };
}

/** A policy as requests have it. */
export const text = (document: JsonObject): string => JSON.stringify(document);

/** A document as a policy with a name. */
export function readPolicy(name: string, document: JsonValue): NamedPolicy {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`${name} does not parse`);
  return { name, document: parsed.value };
}
