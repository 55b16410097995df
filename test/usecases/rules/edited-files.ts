import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { err, ok } from '../../../lib/core/result.ts';
import type { FoundRules } from '../../../lib/usecases/rules/consider-rules.ts';
import { ACCOUNT, allow, STANDARDS } from '../company.ts';

/** The standards file of the company, changed. */
export function file(change: JsonObject = {}): FoundRules {
  return ok({ json: { ...STANDARDS, ...change }, files: new Map() });
}

/** Its classes, */
export const [AGENT, ENGINEER] = classesOf(STANDARDS['classes']);

/** The entries of a list in it. */
export function classesOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** and its people. */
export const [RITA, SAM, PAT] = classesOf(STANDARDS['people']);

const wide = (statement: JsonObject): JsonObject => ({
  policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] }],
});

const EVE = { id: 'eve', name: 'Eve', groups: ['owners'], actsAs: [] };

/** What somebody might write into it to get past Ambit. */
export const ATTEMPTS: readonly [string, FoundRules][] = [
  ['a standard with a star', file({ classes: [{ ...AGENT, standard: { policies: [allow('*')] } }, ENGINEER ?? {}] })],
  ['NotAction', file({ classes: [{ ...AGENT, standard: wide({ NotAction: 'sts:*' }) }, ENGINEER ?? {}] })],
  [
    'NotResource',
    file({
      classes: [{ ...AGENT, standard: wide({ Action: 's3:*', NotResource: 'arn:aws:s3:::x' }) }, ENGINEER ?? {}],
    }),
  ],
  [
    'a class under another name',
    file({ classes: [{ ...AGENT, name: 'bot', standard: { policies: [allow('iam:*')] } }, ENGINEER ?? {}] }),
  ],
  ['a class in front of another', file({ classes: [{ ...ENGINEER, match: { names: ['*'] } }, AGENT ?? {}] })],
  ['a class that takes fewer', file({ classes: [{ ...AGENT, match: { paths: ['/agents/x/*'] } }, ENGINEER ?? {}] })],
  ['a class that is no agent', file({ classes: [{ ...AGENT, kind: 'workload' }, ENGINEER ?? {}] })],
  ['a role that is protected', file({ protectedPrincipals: [`arn:aws:iam::${ACCOUNT}:role/agents/deployer`] })],
  ['mode observe', file({ classes: [{ ...AGENT, mode: 'observe' }, ENGINEER ?? {}] })],
  ['response alert', file({ classes: [{ ...AGENT, response: { kind: 'alert' } }, ENGINEER ?? {}] })],
  ['an approver more', file({ people: [RITA ?? {}, SAM ?? {}, PAT ?? {}, EVE] })],
  ['an approver under the id of another', file({ people: [RITA ?? {}, SAM ?? {}, { ...PAT, id: 'eve' }] })],
  ['a rule that one group meets', file({ approval: { allOf: [{ group: 'security', count: 2 }] } })],
  ['nobody in a group', file({ people: [] })],
  ['no environments', file({ environments: [] })],
  [
    'an operation that does not destroy',
    file({ environments: [{ ...classesOf(STANDARDS['environments'])[0], destruction: { except: ['rds:*'] } }] }),
  ],
  ['an account that may be let in', file({ sharing: { accounts: ['444455556666'] } })],
  ['waivers of a year', file({ waiver: { defaultDays: 7, maxDays: 365 } })],
  ['a breaker that opens at once', file({ breaker: { holds: 1, withinMinutes: 1440 } })],
  ['calls that are old at once', file({ staleAfterMinutes: 1 })],
  ['a rule that one person meets', file({ approval: { allOf: [{ group: 'security', count: 1 }] } })],
  ['an empty object', ok({ json: {}, files: new Map() })],
  ['broken YAML', err([{ place: 'document', got: 'a tab', expected: 'one well-formed YAML document' }])],
  ['no file at all', err([{ place: 'document', got: 'no such file', expected: 'a file' }])],
];
