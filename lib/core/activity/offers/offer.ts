import type { JsonObject, JsonValue } from '../../json.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { textAt } from '../member.ts';

/** What a call lets others do with one resource, said as the policy of the resource. */
export interface Offer {
  /** The resource's ARN, or its name where the record has no more. */
  readonly resource: string;
  /**
   * `whole`: the resource's policy is this from now on; `statement`: its policy has this as well; `beside`: this counts
   * besides its policy, as grants, access lists and shares do.
   */
  readonly extent: 'whole' | 'statement' | 'beside';
  /** A resource policy as JSON; it may be none that can be read. */
  readonly policy: JsonValue;
  /** The AWS CLI command that takes it back, word by word, where the record is enough for it. */
  readonly undo?: readonly string[];
}

/** Says what a call offers; undefined: its record does not tell. */
export type OfferReader = (change: ResourcePolicyChange) => readonly Offer[] | undefined;

/** What one statement allows, in the words of a policy. */
export interface Allowed {
  readonly principal: JsonValue;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: JsonObject;
  readonly sid?: string;
}

/** The resource policy that allows these things, and nothing else. */
export function policyOf(allowed: readonly Allowed[]): JsonObject {
  const statements = allowed.map(({ principal, actions, resources, condition, sid }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: 'Allow',
    Principal: principal,
    Action: actions,
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  return { Version: '2012-10-17', Statement: statements };
}

/** The Principal element for whom a request names: `*`, an account, an ARN, or a service. */
export function principalNamed(name: string): JsonValue {
  if (name === '*') return '*';
  const isService = !name.startsWith('arn:') && name.includes('.');
  return isService ? { Service: name } : { AWS: name };
}

/** The text under a name; undefined where there is none, or an empty one. */
export function textOf(asked: JsonObject, name: string): string | undefined {
  return textAt(asked, name);
}
