import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { allowEverything, standardsFile, withClass } from '../governance-files.ts';

const KINDS = 'one of agent, engineer, pipeline, workload, break-glass';

/** Files that are out of form, and what is said of each. */
export const OUT_OF_FORM: readonly (readonly [about: string, file: JsonValue, problems: readonly string[]])[] = [
  ['no object', [], ['document: a list, expected an object']],
  [
    'a typo in a key',
    withClass({ match: { nmaes: ['x'] } }),
    [
      'classes[0].match.nmaes: unknown key "nmaes", expected one of names, paths, tags, trust, permissionSets; did you mean "names"?',
    ],
  ],
  [
    'a typo at the top',
    standardsFile({ enviroments: [] }),
    [
      'enviroments: unknown key "enviroments", expected one of version, classes, unclassified, people, approval, protectedPrincipals, environments, sharing, trustedTokens, waiver, permit, staleAfterMinutes, accountModes, breaker, flapping, burst, waitForStackMinutes; did you mean "environments"?',
    ],
  ],
  [
    'a key that its kind of response does not have',
    withClass({ response: { kind: 'hold', withinMinutes: 5 } }),
    ['classes[0].response.withinMinutes: unknown key "withinMinutes", expected one of kind'],
  ],
  ['another version', standardsFile({ version: 2 }), ['version: number 2, expected 1']],
  ['an unknown kind of class', withClass({ kind: 'robot' }), [`classes[0].kind: "robot", expected ${KINDS}`]],
  [
    'an unknown response',
    withClass({ response: { kind: 'block' } }),
    ['classes[0].response.kind: "block", expected one of alert, hold, hold-unless-approved'],
  ],
  [
    'a response without its time',
    withClass({ response: { kind: 'hold-unless-approved' } }),
    ['classes[0].response.withinMinutes: nothing, expected a whole number'],
  ],
  [
    'a class without a mode',
    withClass({ mode: null }),
    ['classes[0].mode: null, expected one of observe, warn, enforce'],
  ],
  [
    'a class name with spaces',
    withClass({ name: 'AI agents' }),
    ['classes[0].name: "AI agents", expected a name of lower case letters, digits and hyphens'],
  ],
  [
    'an account id that YAML reads as a number',
    standardsFile({ environments: [{ name: 'p', accounts: [111122223333], resources: ['x'] }] }),
    ['environments[0].accounts[0]: number 111122223333, expected a string; put it in quotes'],
  ],
  [
    'an account id of 11 digits',
    standardsFile({ environments: [{ name: 'p', accounts: ['11112222333'], resources: ['x'] }] }),
    ['environments[0].accounts[0]: "11112222333", expected an account id of 12 digits, in quotes'],
  ],
  [
    'trusted tokens of an issuer, by a claim or with a value that tells nobody apart',
    standardsFile({
      trustedTokens: [
        { issuer: 'login.acme.example', claim: 'sub', values: ['x'] },
        { issuer: 'gitlab.com', claim: 'ref', values: ['main'] },
        { issuer: 'token.actions.githubusercontent.com', claim: 'sub', values: ['repo:acme/*', 'repo:acme*'] },
      ],
    }),
    [
      'trustedTokens[0].issuer: "login.acme.example", expected an issuer that serves everybody, such as token.actions.githubusercontent.com or gitlab.com',
      'trustedTokens[1].claim: "ref", expected one of sub, namespace_path, namespace_id, project_path, project_id',
      'trustedTokens[2].values[1]: "repo:acme*", expected a value that names somebody, without a pattern where the name stands',
    ],
  ],
  [
    'an environment of nothing',
    standardsFile({ environments: [{ name: 'p', resources: [] }] }),
    ['environments[0]: nothing that is guarded, expected at least one of resources, stacks, tags'],
  ],
  [
    'an empty pattern',
    withClass({ match: { names: [''] } }),
    ['classes[0].match.names[0]: "", expected a text that is not empty'],
  ],
  [
    'days out of range',
    standardsFile({ waiver: { maxDays: 1000 } }),
    ['waiver.maxDays: number 1000, expected at most 365'],
  ],
  [
    'a reserved key, which would vanish',
    JSON.parse(JSON.stringify(standardsFile()).replace('"names"', '"tags":[{"__proto__":"x","a":"b"}],"names"')),
    ['classes[0].match.tags[0]["__proto__"]: a reserved key, expected another name'],
  ],
  [
    'environments with what is no stack, no tag and no operation',
    standardsFile({
      environments: [
        { name: 'a', stacks: ['arn:aws:cloudformation:us-east-1:1:stack/a'] },
        { name: 'b', resources: ['b'], destruction: { also: ['StopInstances'] } },
      ],
    }),
    [
      'environments[0].stacks[0]: "arn:aws:cloudformation:us-east-1:1:stack/a", expected the name of a stack; `*` and `?` are patterns',
      'environments[1].destruction.also[0]: "StopInstances", expected an operation such as rds:StopDBInstance; `*` and `?` are patterns',
    ],
  ],
  [
    'an environment by tags that has none',
    standardsFile({ environments: [{ name: 'a', tags: [{}] }] }),
    ['environments[0].tags[0]: no tag, expected at least one tag'],
  ],
  [
    'no approval rule',
    JSON.parse(JSON.stringify({ ...standardsFile(), approval: undefined })),
    ['approval: nothing, expected an object'],
  ],
];

/** Standards whose policies are none, and what is said of each. */
export const POLICIES_OUT_OF_FORM: readonly (readonly [
  about: string,
  standard: JsonObject,
  problems: readonly string[],
])[] = [
  [
    'an element with a typo',
    { policies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Actoin: '*', Resource: '*' }] }] },
    [
      'classes[0].standard.policies[0].Statement[0].Actoin: unknown element "Actoin", expected one of Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition; did you mean "Action"?',
      'classes[0].standard.policies[0].Statement[0]: neither Action nor NotAction, expected exactly one of them',
    ],
  ],
  [
    'a trust policy among them',
    { policies: [{ Statement: { Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' } }] },
    [
      'classes[0].standard.policies[0].Statement: a Principal, expected none: standards are identity policies; use assumableBy',
    ],
  ],
  [
    'a file that was not read',
    { policies: [{ file: 'x.json' }] },
    ['classes[0].standard.policies[0]: the file "x.json", which was not read, expected a policy file'],
  ],
  [
    'a file beside a document',
    { policies: [{ file: 'x.json', ...allowEverything }] },
    ['classes[0].standard.policies[0]: file: beside other elements, expected either file: or a policy document'],
  ],
  [
    'a trust ceiling that is an identity policy',
    { policies: [], assumableBy: allowEverything },
    [
      'classes[0].standard.assumableBy.Statement[0]: no Principal, expected a Principal: a trust policy says who may assume the role',
    ],
  ],
  [
    'a principal that is none',
    { policies: [], assumableBy: ['own-account', 'bob'] },
    [
      'classes[0].standard.assumableBy[1]: "bob", expected an account id in quotes, the ARN of a principal or provider, a service name, own-account, any-service or any-provider',
    ],
  ],
  [
    'a ceiling of another form',
    { policies: [], assumableBy: 3 },
    ['classes[0].standard.assumableBy: number 3, expected a list of principals, or a trust policy document'],
  ],
];
