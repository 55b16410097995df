import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catalogueActions } from '../../../../lib/core/governance/standards/catalogue-actions.ts';
import { governanceWarnings } from '../../../../lib/core/governance/standards/check-governance.ts';
import {
  describeGovernanceProblem,
  pathOfPlace,
  placeOfPath,
} from '../../../../lib/core/governance/standards/governance-problem.ts';
import {
  parseGovernance,
  parseKeptGovernance,
  policyFilesOf,
} from '../../../../lib/core/governance/standards/parse-governance.ts';
import { ceilingFor } from '../../../../lib/core/governance/standards/trust-ceiling.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../../../../lib/core/json.ts';
import { isList } from '../../../../lib/core/policy/parse-texts.ts';
import { allowEverything, classFile, PEOPLE, standardsFile } from '../governance-files.ts';

const NO_FILES = new Map<string, JsonValue>();

function parsed(source: JsonValue, files: ReadonlyMap<string, JsonValue> = NO_FILES): Governance {
  const result = parseGovernance(source, files);
  if (!result.ok) throw new Error(result.error.map(describeGovernanceProblem).join('\n'));
  return result.value;
}

function problemsOf(source: JsonValue): readonly string[] {
  const result = parseGovernance(source, NO_FILES);
  return result.ok ? [] : result.error.map(describeGovernanceProblem);
}

function withClass(change: JsonObject): JsonObject {
  return standardsFile({ classes: [classFile(change)] });
}

function withRules(...rules: readonly JsonObject[]): JsonObject {
  return standardsFile({ approval: { allOf: [{ group: 'security' }, { group: 'owners' }], rules } });
}

function withStandard(standard: JsonObject): JsonObject {
  return withClass({ standard });
}

const KINDS = 'one of agent, engineer, pipeline, workload, break-glass';

describe('rules that came in force under an earlier version', () => {
  const two = [
    { id: 'cy', name: 'Cy', groups: [], actsAs: ['*:dee'] },
    { id: 'dee', name: 'Dee', groups: [] },
    ...PEOPLE,
  ];

  test('stay in force where a later version finds what does not fit together', () => {
    const source = standardsFile({ people: two });
    expect(problemsOf(source)).toHaveLength(1);
    expect(parseKeptGovernance(source, NO_FILES)).toMatchObject({ ok: true, value: { people: two } });
  });

  test('are none where they are not in form', () => {
    for (const source of [standardsFile({ people: 'all' }), withStandard({ policies: [{ file: 'gone.json' }] })]) {
      expect(parseKeptGovernance(source, NO_FILES).ok).toBe(false);
    }
  });
});

describe('a standards file that is in form', () => {
  test('is read with the defaults of what it leaves out', () => {
    const governance = parsed(standardsFile());
    expect(governance.waiver).toEqual({ defaultDays: 7, maxDays: 30, noticeDays: 3 });
    expect(governance.staleAfterMinutes).toBe(60);
    expect(governance.approval).toEqual({
      allOf: [
        { group: 'security', count: 1 },
        { group: 'owners', count: 1 },
      ],
      rules: [],
      owners: [],
      expiresAfterHours: 72,
      longestSessionMinutes: 60,
    });
    expect(governance.people[1]).toEqual({ id: 'bo', name: 'Bo', groups: ['owners', 'security'], actsAs: [] });
    expect(governance.environments).toEqual([]);
    expect(governance.protectedPrincipals).toEqual([]);
  });

  test('names its standards after their classes and its policies after their Id, or their place', () => {
    const policies = [{ ...allowEverything, Id: 'wide' }, allowEverything, { file: 'policies/own.json' }];
    const governance = parsed(withStandard({ policies }), new Map([['policies/own.json', allowEverything]]));
    const standard = governance.classes[0]?.standard;
    expect(standard?.name).toBe('agent');
    expect(standard?.policies.map((each) => each.name)).toEqual(['wide', 'agent[1]', 'policies/own.json']);
  });

  test('keeps the order of its classes, since the first match counts', () => {
    const classes = ['c', 'a', 'b'].map((name) => classFile({ name }));
    expect(parsed(standardsFile({ classes })).classes.map((each) => each.name)).toEqual(['c', 'a', 'b']);
  });

  test('names the policy files to read, each once, wherever they stand', () => {
    const own = { policies: [{ file: 'b.json' }, { file: 'a.json' }], assumableBy: { file: 'trust.json' } };
    const source = standardsFile({
      classes: [
        classFile({ standard: own }),
        classFile({ name: 'second', standard: { policies: [{ file: 'a.json' }] } }),
      ],
      unclassified: { standard: { policies: [{ file: 'c.json' }] }, mode: 'warn', response: { kind: 'alert' } },
    });
    expect(policyFilesOf(source)).toEqual(['a.json', 'b.json', 'c.json', 'trust.json']);
  });

  test('may name no people yet, which is worth a warning', () => {
    const governance = parsed(standardsFile({ people: [] }));
    expect(governanceWarnings(governance).map(describeGovernanceProblem)).toEqual([
      'people: nobody, expected the people who can countersign; until they are named, held access stays held',
    ]);
    expect(governanceWarnings(parsed(standardsFile()))).toEqual([]);
  });
});

describe('a list of principals as the ceiling of trust', () => {
  test.each<[string, JsonObject]>([
    ['lambda.amazonaws.com', { service: ['lambda.amazonaws.com'] }],
    ['any-service', { service: ['*'] }],
    ['any-provider', { federated: ['*'] }],
    ['111122223333', { aws: ['111122223333'] }],
    ['arn:aws:iam::111122223333:role/ci', { aws: ['arn:aws:iam::111122223333:role/ci'] }],
    ['arn:aws:iam::111122223333:saml-provider/x', { federated: ['arn:aws:iam::111122223333:saml-provider/x'] }],
    ['own-account', { aws: ['own-account'] }],
    ['arn:aws:iam::*:role/ci-*', { aws: ['*'] }],
  ])('%s becomes a statement for it alone', (entry, principal) => {
    const { assumableBy } = parsed(withStandard({ policies: [], assumableBy: [entry] })).classes[0]?.standard ?? {};
    expect(assumableBy?.document).toMatchObject({ statements: [{ effect: 'Allow', principal }] });
  });

  test('holds under a condition for a pattern, since a Principal element takes none', () => {
    const entry = 'arn:aws:iam::*:role/ci-*';
    const { assumableBy } = parsed(withStandard({ policies: [], assumableBy: [entry] })).classes[0]?.standard ?? {};
    const condition = { operator: 'ArnLike', key: 'aws:PrincipalArn', values: [entry] };
    expect(assumableBy?.document).toMatchObject({ statements: [{ conditions: [condition] }] });
  });

  test('has the id of the account in the place of own-account, once the account is known', () => {
    const assumableBy = ['own-account', 'lambda.amazonaws.com'];
    const ceiling = parsed(withStandard({ policies: [], assumableBy })).classes[0]?.standard.assumableBy;
    if (ceiling === undefined) throw new Error('no ceiling');
    expect(ceilingFor(ceiling, '111122223333').document).toMatchObject({
      statements: [
        { principal: { aws: ['111122223333'] } },
        { principal: { aws: ['*'] }, conditions: [{ key: 'aws:PrincipalAccount', values: ['111122223333'] }] },
        { principal: { aws: ['*'] }, conditions: [{ key: 'aws:PrincipalArn', values: ['arn:*:*:*:111122223333:*'] }] },
        { principal: { service: ['lambda.amazonaws.com'] } },
      ],
    });
    expect(ceilingFor(ceiling, undefined)).toEqual(ceiling);
  });

  test('may be empty: nobody may assume such a role', () => {
    const { assumableBy } = parsed(withStandard({ policies: [], assumableBy: [] })).classes[0]?.standard ?? {};
    expect(assumableBy?.document).toEqual({ version: '2012-10-17', statements: [] });
  });
});

describe('a standards file that is out of form is refused', () => {
  test.each<[string, JsonValue, readonly string[]]>([
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
        'enviroments: unknown key "enviroments", expected one of version, classes, unclassified, people, approval, protectedPrincipals, environments, sharing, trustedTokens, waiver, permit, staleAfterMinutes, accountModes, breaker, flapping, burst; did you mean "environments"?',
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
  ])('%s', (_, source, problems) => {
    expect(problemsOf(source)).toEqual(problems);
  });

  test('with all of its problems at once', () => {
    const source = standardsFile({ version: 3, staleAfterMinutes: 'soon', waivers: {} });
    expect(problemsOf(source)).toHaveLength(3);
  });
});

describe('the policies of a standard', () => {
  test.each<[string, JsonObject, readonly string[]]>([
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
  ])('are refused for %s', (_, standard, problems) => {
    expect(problemsOf(withStandard(standard))).toEqual(problems);
  });

  test('are refused for an action that a catalogue does not know', () => {
    const Statement = [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjects'], Resource: '*' }];
    const result = parseGovernance(withStandard({ policies: [{ Statement }] }), NO_FILES, {
      knownAction: (name) => name === 's3:GetObject',
      suggestAction: () => 's3:GetObject',
    });
    expect(result.ok ? [] : result.error.map(describeGovernanceProblem)).toEqual([
      'classes[0].standard.policies[0].Statement[0].Action: unknown action "s3:GetObjects", expected an action of AWS; did you mean "s3:GetObject"?',
    ]);
  });

  test('of a file are refused with the place in that file', () => {
    const files = new Map<string, JsonValue>([['p.json', { Statement: [], Colour: 1 }]]);
    const result = parseGovernance(withStandard({ policies: [{ file: 'p.json' }] }), files);
    expect(result.ok ? [] : result.error.map(describeGovernanceProblem)).toEqual([
      'classes[0].standard.policies[0](p.json).Colour: unknown element "Colour", expected one of Version, Id, Statement',
    ]);
  });
});

describe('what does not fit together, or would disarm the guard, is refused', () => {
  test('a further rule for a service that AWS does not have', () => {
    const source = withRules({ name: 'r', when: { services: ['s3', 'iamm'] }, allOf: [{ group: 'owners' }] });
    const result = parseGovernance(source, NO_FILES, catalogueActions);
    expect(result.ok ? [] : result.error.map(describeGovernanceProblem)).toEqual([
      expect.stringMatching(/^approval\.rules\[0\]\.when\.services\[1\]: "iamm", expected a service of AWS/),
    ]);
  });

  test.each<[string, JsonObject, readonly string[]]>([
    [
      'an approval that one person can give',
      standardsFile({ approval: { allOf: [{ group: 'security', count: 1 }] } }),
      ['approval.allOf: one signature, expected at least 2 different people'],
    ],
    [
      'an approval that nobody must give',
      standardsFile({ approval: { allOf: [] } }),
      ['approval.allOf: no signatures, expected at least 2 different people'],
    ],
    [
      'a group named twice',
      standardsFile({ approval: { allOf: [{ group: 'security' }, { group: 'security' }] } }),
      ['approval.allOf[1].group: "security" a second time, expected a name other than approval.allOf[0].group'],
    ],
    [
      'a group that nobody is in',
      standardsFile({ approval: { allOf: [{ group: 'securty' }, { group: 'owners' }] } }),
      [
        'approval.allOf[0].group: "securty", expected a group of one of the people: owners, security; did you mean "security"?',
      ],
    ],
    [
      'one person who would have to sign twice',
      standardsFile({ people: [{ id: 'bo', name: 'Bo', groups: ['owners', 'security'] }] }),
      [
        'approval.allOf: 2 signatures, 1 of which nobody is left to give, expected enough different people in the groups: one person counts once in all',
      ],
    ],
    [
      'a further rule that has no condition, asks for nobody, and has the name of another',
      withRules(
        { name: 'r', when: { classes: ['agent'] }, allOf: [{ group: 'owners' }] },
        { name: 'r', when: {}, allOf: [] },
      ),
      [
        'approval.rules[1].name: "r" a second time, expected a name other than approval.rules[0].name',
        'approval.rules[1].when: no condition, expected at least one condition: what every approval takes is approval.allOf',
        'approval.rules[1].allOf: no group, expected at least one group that must sign',
      ],
    ],
    [
      'a further rule for a class that is not there',
      withRules({ name: 'r', when: { classes: ['agnet'] }, allOf: [{ group: 'owners' }] }),
      [
        'approval.rules[0].when.classes[0]: "agnet", expected the name of a class: agent, unclassified; did you mean "agent"?',
      ],
    ],
    [
      'a further rule that no people can meet',
      withRules({ name: 'r', when: { classes: ['agent'] }, allOf: [{ group: 'security', count: 3 }] }),
      [
        'approval.rules[0].allOf: 3 signatures, 1 of which nobody is left to give, expected enough different people in the groups: one person counts once in all',
      ],
    ],
    [
      'a further rule of a group that nobody is in',
      withRules({ name: 'r', when: { accounts: ['1*'] }, allOf: [{ group: 'lawyers' }] }),
      ['approval.rules[0].allOf[0].group: "lawyers", expected a group of one of the people: owners, security'],
    ],
    [
      'owners of accounts that are a group of nobody, or of no account, or not told of all',
      standardsFile({
        approval: {
          allOf: [{ group: 'account-owners' }, { group: 'security' }],
          owners: [
            { accounts: [], group: 'owners' },
            { accounts: ['1*'], group: 'lawyers' },
          ],
        },
      }),
      [
        'approval.allOf: 2 signatures, 1 of which nobody is left to give, expected enough different people in the groups: one person counts once in all',
        "approval.owners[0].accounts: no account, expected at least one account, or '*'",
        'approval.owners[1].group: "lawyers", expected a group of one of the people: owners, security',
        "approval.owners: no owners for some accounts, expected a last entry for accounts ['*']: a rule asks for account-owners, whatever the account",
      ],
    ],
    [
      'a person listed twice',
      standardsFile({ people: [...PEOPLE, { id: 'ada', name: 'Ada', groups: [] }] }),
      ['people[2].id: "ada" a second time, expected a name other than people[0].id'],
    ],
    [
      'an identity that two people share',
      standardsFile({
        people: [...PEOPLE, { id: 'cy', name: 'Cy', groups: [], actsAs: ['arn:aws:iam::111122223333:user/ada'] }],
      }),
      [
        'people[2].actsAs[0]: "arn:aws:iam::111122223333:user/ada", which "ada" has as well, expected an identity of one person only',
      ],
    ],
    [
      'one human under two ids',
      standardsFile({ people: [...PEOPLE, { id: 'cy', name: 'Cy', groups: [], actsAs: ['AROAEXAMPLE:Ada'] }] }),
      ['people[2].actsAs[0]: "AROAEXAMPLE:Ada", which "ada" has as well, expected an identity of one person only'],
    ],
    [
      'one human under two ids, by the second of them',
      standardsFile({
        people: [
          { id: 'cy', name: 'Cy', groups: [], actsAs: ['*:dee'] },
          { id: 'dee', name: 'Dee', groups: [] },
          ...PEOPLE,
        ],
      }),
      ['people[1].id: "dee", which "cy" has as well, expected an identity of one person only'],
    ],
    [
      'two classes of one name',
      standardsFile({ classes: [classFile(), classFile()] }),
      ['classes[1].name: "agent" a second time, expected a name other than classes[0].name'],
    ],
    [
      'a class called unclassified',
      withClass({ name: 'unclassified' }),
      ['classes[0].name: "unclassified", expected another name: unclassified is the class of what no other matches'],
    ],
    [
      'a class that can match nothing',
      withClass({ match: {} }),
      [
        'classes[0].match: nothing that could match, expected at least one of names, paths, tags, trust, permissionSets',
      ],
    ],
    [
      'tags that every principal has',
      withClass({ match: { tags: [{}] } }),
      [
        'classes[0].match.tags[0]: an empty object, expected at least one tag: an entry without tags would match every principal',
      ],
    ],
    ...['*', 'arn:*', 'arn:aws:iam::*:*', '?rn:*'].map((pattern): [string, JsonObject, readonly string[]] => [
      `protecting everybody with ${pattern}`,
      standardsFile({ protectedPrincipals: [pattern] }),
      [
        `protectedPrincipals[0]: "${pattern}", expected some principals: a pattern for all of them means that nothing is ever held (use mode warn)`,
      ],
    ]),
    [
      'a protected principal by name',
      standardsFile({ protectedPrincipals: ['admin'] }),
      ['protectedPrincipals[0]: "admin", expected a pattern over ARNs: arn:aws:iam::…'],
    ],
    [
      'half an ARN as an environment',
      standardsFile({ environments: [{ name: 'p', resources: ['ok', 'arn:aws:s3:x'] }] }),
      [
        'environments[0].resources[1]: "arn:aws:s3:x", expected an ARN of six parts: arn:partition:service:region:account:resource',
      ],
    ],
    [
      'a usual waiver longer than the longest',
      standardsFile({ waiver: { defaultDays: 60, maxDays: 30 } }),
      ['waiver.defaultDays: number 60, expected at most maxDays, 30'],
    ],
  ])('%s', (_, source, problems) => {
    expect(problemsOf(source)).toEqual(problems);
  });
});

describe('whatever it is given', () => {
  test('parseGovernance answers and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (source) => {
        const json = jsonForm(source);
        policyFilesOf(json);
        expect(parseGovernance(json, NO_FILES).ok).toBe(false);
      }),
    );
  });

  test('a value of any kind in the place of any other is refused or read, never thrown', () => {
    const places = placesOf(
      standardsFile({ environments: [{ name: 'p', resources: ['x'] }], waiver: { maxDays: 9 } }),
      [],
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        const json = jsonForm(value);
        const source = replaced(standardsFile({ environments: [{ name: 'p', resources: ['x'] }] }), path, json);
        policyFilesOf(source);
        const result = parseGovernance(source, NO_FILES);
        expect(result.ok || result.error.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a place leads back to the path that it was made of', () => {
    const step = fc.oneof(
      fc.nat(),
      fc.string({ minLength: 1 }).filter((text) => text.length < 60),
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.array(step), (first, rest) => {
        fc.pre(first !== 'document');
        expect(pathOfPlace(placeOfPath([first, ...rest]))).toEqual([first, ...rest]);
      }),
    );
  });
});

type Path = readonly (string | number)[];

function placesOf(value: JsonValue, path: Path): readonly Path[] {
  if (isList(value)) return [path, ...value.flatMap((each, index) => placesOf(each, [...path, index]))];
  if (!isJsonObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesOf(each, [...path, key]))];
}

function replaced(source: JsonValue, [step, ...rest]: Path, value: JsonValue): JsonValue {
  if (step === undefined) return value;
  if (isList(source)) return source.map((each, index) => (index === step ? replaced(each, rest, value) : each));
  if (!isJsonObject(source)) return source;
  return { ...source, [step]: replaced(source[step] ?? null, rest, value) };
}
