import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

export const allowEverything: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** A class of a standards file, in form. */
export function classFile(change: JsonObject = {}): JsonObject {
  return {
    name: 'agent',
    kind: 'agent',
    match: { names: ['*agent*'] },
    mode: 'enforce',
    response: { kind: 'hold' },
    standard: { policies: [allowEverything] },
    ...change,
  };
}

export const PEOPLE: readonly JsonValue[] = [
  { id: 'ada', name: 'Ada', groups: ['security'], actsAs: ['arn:aws:iam::111122223333:user/ada'] },
  { id: 'bo', name: 'Bo', groups: ['owners', 'security'] },
];

/** The smallest standards file that is in form and fits together. */
export function standardsFile(change: JsonObject = {}): JsonObject {
  return {
    version: 1,
    classes: [classFile()],
    unclassified: { standard: { policies: [] }, mode: 'warn', response: { kind: 'alert' } },
    people: PEOPLE,
    approval: { allOf: [{ group: 'security' }, { group: 'owners' }] },
    ...change,
  };
}
