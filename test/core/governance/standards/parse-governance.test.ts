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
import { allowEverything, classFile, PEOPLE, standardsFile, withRules, withStandard } from '../governance-files.ts';
import { OUT_OF_FORM, POLICIES_OUT_OF_FORM } from './out-of-form.ts';
import { UNFIT } from './unfit.ts';

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
  test.each(OUT_OF_FORM)('%s', (_, source, problems) => {
    expect(problemsOf(source)).toEqual(problems);
  });

  test('with all of its problems at once', () => {
    const source = standardsFile({ version: 3, staleAfterMinutes: 'soon', waivers: {} });
    expect(problemsOf(source)).toHaveLength(3);
  });
});

describe('the policies of a standard', () => {
  test.each(POLICIES_OUT_OF_FORM)('are refused for %s', (_, standard, problems) => {
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

  test.each(UNFIT)('%s', (_, source, problems) => {
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
