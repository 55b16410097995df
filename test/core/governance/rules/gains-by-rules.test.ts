import { describe, expect, test } from '@jest/globals';
import { gainsByRules } from '../../../../lib/core/governance/rules/gains-by-rules.ts';
import { parseGovernance } from '../../../../lib/core/governance/standards/parse-governance.ts';
import type { Governance, Person } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { allowEverything, classFile, PEOPLE, standardsFile } from '../governance-files.ts';

function rules(change: JsonObject): Governance {
  const parsed = parseGovernance(standardsFile(change), new Map());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const IN = 'arn:aws:iam::111122223333';
const SESSION = 'arn:aws:sts::111122223333:assumed-role';
const NOTHING = { policies: [] };
const EVERYTHING = { policies: [allowEverything] };

const developers = (standard: JsonObject) =>
  classFile({
    name: 'developer',
    kind: 'engineer',
    match: { names: ['dev-*'], paths: ['/dev/*'], permissionSets: ['Dev*'] },
    standard,
  });

function gain(change: JsonObject, actsAs: readonly string[]): string | undefined {
  const person: Person = { id: 'eve', name: 'Eve', groups: [], actsAs };
  const before = rules({ classes: [developers(NOTHING)] });
  return gainsByRules({ before, after: rules({ classes: [developers(NOTHING)], ...change }) })(person, []);
}

describe('whose class may hold more gains by it', () => {
  const widened = { classes: [developers(EVERYTHING)] };

  test.each([
    ['a role by its name', `${IN}:role/dev-eve`],
    ['a role by its path', `${IN}:role/dev/eve`],
    ['a session of it', `${SESSION}/dev-eve/eve`],
    ['a session of Identity Center', `${SESSION}/AWSReservedSSO_Developer_0123456789abcdef/eve`],
    ['any of many roles', `${IN}:role/*-eve`],
  ])('%s', (_, name) => {
    expect(gain(widened, ['eve', name])).toBe(name);
  });

  test.each([
    ['a role of another class', `${IN}:role/ops-eve`],
    ['a session of another permission set', `${SESSION}/AWSReservedSSO_Ops_0123456789abcdef/eve`],
    ['a name that is no ARN', 'AROAEXAMPLE:eve'],
  ])('and nobody else does: %s', (_, name) => {
    expect(gain(widened, [name])).toBeUndefined();
  });
});

describe('who would not be touched any more gains by it', () => {
  const shield = (pattern: string) => ({ protectedPrincipals: [pattern] });

  test.each([
    ['by the very ARN', `${IN}:role/eve`, `${IN}:role/eve`],
    ['by a pattern', 'arn:aws:iam::*:role/e*', `${IN}:role/eve`],
    ['by a path that a session does not tell', 'arn:aws:iam::*:role/hidden/eve', `${SESSION}/eve/eve`],
    ['by a pattern on both sides', 'arn:aws:iam::*:user/*', `${IN}:user/*`],
  ])('%s', (_, pattern, name) => {
    expect(gain(shield(pattern), [name])).toBe(name);
  });

  test('others do not', () => {
    expect(gain(shield(`${IN}:role/eve`), [`${IN}:role/ada`])).toBeUndefined();
    expect(gain(shield('arn:aws:iam::444455556666:role/eve'), [`${IN}:role/eve`])).toBeUndefined();
  });
});

describe('who acts in an account in which less would be done gains by it', () => {
  const enforced = developers(NOTHING);
  const less = (accounts: readonly string[], mode = 'warn') => ({ accountModes: [{ accounts, mode }] });

  test.each([
    ['a role there', `${IN}:role/dev-eve`],
    ['a session of it', `${SESSION}/dev-eve/eve`],
    ['any of many roles', `${IN}:role/dev-*`],
    ['a role in whatever account', 'arn:aws:iam::*:role/dev-eve'],
  ])('%s', (_, name) => {
    expect(gain(less(['1111*']), [name])).toBe(name);
  });

  test.each([
    ['a role in another account', less(['4444*']), `${IN}:role/dev-eve`],
    ['a role about which no more was done', less(['1111*']), `${IN}:role/ops-eve`],
    ['a role about which as much is done', less(['1111*'], 'enforce'), `${IN}:role/dev-eve`],
  ])('%s is not', (_, change, name) => {
    expect(gain({ classes: [enforced], ...change }, [name])).toBeUndefined();
  });
});

test('whom the rules let sign gains by them, under whatever id', () => {
  const eve = { id: 'eve', name: 'Eve', groups: ['owners'], actsAs: [] };
  expect(gain({ people: [...PEOPLE, eve] }, [])).toBe('people.eve');
  expect(gain({ people: [...PEOPLE, { ...eve, id: 'e', actsAs: [`${IN}:user/eve`] }] }, [`${IN}:user/eve`])).toBe(
    'people.eve',
  );
});

test('nobody gains by rules that ask for as much', () => {
  expect(gain({}, [`${IN}:role/dev-eve`])).toBeUndefined();
});
