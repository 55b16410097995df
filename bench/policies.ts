import type { JsonObject, JsonValue } from '../lib/core/json.ts';

/** Policies of a few words, for questions whose answers are known by reasoning. */
export const S3 = 'arn:aws:s3:::';

/** A policy document of these statements. */
export function policy(...statements: readonly JsonValue[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}

/** A statement that allows reading objects. */
export function allow(resource: string | readonly string[], condition: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action: 's3:GetObject', Resource: resource, Condition: condition };
}

/** A statement that denies reading objects. */
export function deny(resource: string | readonly string[], condition: JsonObject = {}): JsonObject {
  return { ...allow(resource, condition), Effect: 'Deny' };
}

/** A policy of one Allow on everything, under a condition. */
export function when(condition: JsonObject): JsonObject {
  return policy(allow('*', condition));
}

/** As many items as asked for, each made from its index. */
export function several<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
