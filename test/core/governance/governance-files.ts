import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

/** A policy that allows everything. */
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

/** Two people who can sign together for everything. */
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

/** The smallest file with its class changed, */
export function withClass(change: JsonObject): JsonObject {
  return standardsFile({ classes: [classFile(change)] });
}

/** with further rules of approval, */
export function withRules(...rules: readonly JsonObject[]): JsonObject {
  return standardsFile({ approval: { allOf: [{ group: 'security' }, { group: 'owners' }], rules } });
}

/** or with another standard of the class. */
export function withStandard(standard: JsonObject): JsonObject {
  return withClass({ standard });
}
