import { describe, expect, test } from '@jest/globals';
import {
  actsAs,
  actsAsActor,
  actsAsKnown,
  actsAsPrincipal,
  isAgent,
  isRequester,
  isSamePerson,
} from '../../../../lib/core/governance/cases/acts-as.ts';
import type { FindingActor } from '../../../../lib/core/governance/finding.ts';
import { governanceWith, person } from '../approval-fixtures.ts';

const IAM = 'arn:aws:iam::111122223333';
const STS = 'arn:aws:sts::111122223333:assumed-role';

const named = (...names: readonly string[]) => person('p-1', [], names);

test.each<[string, string, string, boolean]>([
  ['a session, by the name of it', 'eve', 'AROAX:eve', true],
  ['a session, by half the name of it', 'ev', 'AROAX:eve', false],
  ['a user, by the name of it', 'eve', `${IAM}:user/people/eve`, true],
  ['a user, by the path of it', 'people', `${IAM}:user/people/eve`, false],
  ['a user, in other letters', `${IAM}:USER/Eve`, `${IAM}:user/eve`, true],
])('a person acts as %s: %s, %s', (_, pattern, name, expected) => {
  expect(actsAs(named(pattern), name)).toBe(expected);
});

describe('who made a call', () => {
  const actor: FindingActor = {
    id: 'AROAX:eve',
    name: 'eve',
    class: 'engineer',
    via: 'cli',
    principalArn: `${IAM}:role/people/Engineers`,
    agentHints: [],
  };
  const cases: readonly (readonly [string, string, Partial<FindingActor>, boolean])[] = [
    ['has all sessions of the role', `${STS}/Engineers/*`, {}, true],
    ['has all sessions of another role', `${STS}/Readers/*`, {}, false],
    [
      'has all sessions of the role in another account',
      'arn:aws:sts::444455556666:assumed-role/Engineers/*',
      {},
      false,
    ],
    ['has all sessions of a role of the name of the user', `${STS}/ci/*`, { principalArn: `${IAM}:user/ci` }, false],
    ['has another session of the role', `${STS}/Engineers/erin`, {}, false],
    ['has a session of the name under another role', `${STS}/Readers/eve`, {}, true],
    ['has a name that only the record’s own name has', '*:evelyn', { name: 'evelyn' }, true],
    ['has the name of a user whose id has no session', '*:AIDAEVE', { id: 'AIDAEVE', name: 'e' }, true],
    ['has no name, as the record has none', '', { id: 'AROAX:m', name: '', principalArn: `${IAM}:user/m` }, false],
  ];
  test.each(cases)('%s', (_, pattern, parts, expected) => {
    expect(isRequester(named(pattern), { ...actor, ...parts })).toBe(expected);
  });
});

test.each<[string, string, string, boolean]>([
  ['names that mean each other either way', '*:e*', 'AROAX:eve', true],
  ['names that mean each other the other way', 'AROAX:eve', '*:e*', true],
  ['sessions of one name', `${STS}/Engineers/eve`, 'AROAX:eve', true],
  ['sessions of two names', `${STS}/Engineers/eve`, `${STS}/Engineers/erin`, false],
  ['one role', `${IAM}:role/Engineers`, `${IAM}:role/Engineers`, false],
  ['one role, as STS names it', `${STS}/Engineers`, `${STS}/Engineers`, false],
  ['all names', '*:*', 'AROAX:eve', false],
])('two records are of one human by %s: %s and %s', (_, mine, others, expected) => {
  expect(isSamePerson(named(mine), { id: 'p-2', actsAs: [others] })).toBe(expected);
});

test('two records with one id are of one human, whatever the id looks like', () => {
  for (const id of ['*', `${IAM}:role/Engineers`]) {
    expect(isSamePerson(person(id, []), person(id, []))).toBe(true);
    expect(isSamePerson(person(id, []), person('p-2', []))).toBe(false);
  }
});

describe('who acts as', () => {
  const role = `${IAM}:role/ops/Deployers`;
  const user = `${IAM}:user/ci`;
  test.each<[string, string, string, boolean]>([
    ['a role, in one session of it', `${STS}/Deployers/eve`, role, true],
    ['a role, in all sessions of it', `${STS}/Deploy*/*`, role, true],
    ['a role, in a session of another', `${STS}/Readers/eve`, role, false],
    ['a role, by a name that is no session', '*/eve', role, false],
    ['a user, in a session of a role of its name', `${STS}/ci/eve`, user, false],
    ['a user', user, user, true],
    ['what is no ARN', `${STS}/Deployers/eve`, 'role/ops/Deployers', false],
  ])('%s', (_, pattern, principal, expected) => {
    expect(actsAsPrincipal(named(pattern), principal)).toBe(expected);
    expect(actsAsPrincipal(named('AROAOTHER:nobody', pattern), principal)).toBe(expected);
  });

  const session = `${STS}/Deployers/eve`;
  test.each<[string, string, string, boolean]>([
    ['a session', session, session, true],
    ['a user', user, user, true],
    ['a session, by the role', role, session, true],
    ['a session, by a pattern for the role', 'arn:aws:iam::*:role/*/Deploy*', session, true],
    ['a session, by a role of that path only in name', `${IAM}:role/Deployers/other`, session, false],
    ['a session, by the role of another account', 'arn:aws:iam::444455556666:role/Deployers', session, false],
    ['a session, by another role', `${IAM}:role/Readers`, session, false],
    ['a session, by a user of the name of its role', `${IAM}:user/Deployers`, session, false],
    ['a session of that name under another role', 'AROAX:eve', session, true],
    ['a session of that name, of one who is a user of it', 'AROAX:ci', user, false],
    ['a role, by a session of its name', 'AROAX:Deployers', `${IAM}:role/Deployers`, false],
    ['what is no ARN', role, 'assumed-role/Deployers/eve', false],
  ])('%s is involved in its acts', (_, pattern, actor, expected) => {
    expect(actsAsActor(named(pattern), actor)).toBe(expected);
    expect(actsAsActor(named('AROAOTHER:nobody', pattern), actor)).toBe(expected);
  });

  const known = { arn: role, id: 'AROADEPLOYERS' };
  test.each<[string, string, boolean]>([
    ['the ARN', role, true],
    ['the id', 'AROADEPLOYERS', true],
    ['the id, in a session', 'AROADEPLOYERS:eve', true],
    ['a pattern for ids', 'AROADEP*:eve', true],
    ['another id', 'AROAREADERS:eve', false],
    ['any id, in a session of a name', '*:eve', false],
    ['what begins with the id and goes on', 'AROADEPLOYERS:eve:x', false],
  ])('a principal that the account lists, by %s', (_, pattern, expected) => {
    expect(actsAsKnown(named(pattern), known)).toBe(expected);
    expect(actsAsKnown(named('AROAOTHER:nobody', pattern), known)).toBe(expected);
  });
});

describe('an agent', () => {
  const { classes, unclassified } = governanceWith();
  const agents = classes.map((each) => ({
    ...each,
    match: { ...each.match, names: ['kiro-*', 'devin'], paths: ['/agents/*', '*'] },
  }));
  const engineers = { ...unclassified, kind: 'engineer' as const, match: { ...unclassified.match, names: ['eng-*'] } };
  const governance = governanceWith({ classes: [engineers, ...agents] });

  test.each<[string, string, boolean]>([
    ['by the second name of its class', `${IAM}:role/devin`, true],
    ['by a path within that of its class', `${IAM}:role/agents/two/any`, true],
    ['by the role of a session', `${STS}/kiro-x/run`, true],
    ['by no session that has the name of one', `${STS}/Engineers/devin`, false],
    ['by no path where the name has none, whatever the paths of its class', '*:eve@example.com', false],
    ['by no class of engineers', 'eng-1', false],
  ])('is told %s', (_, name, expected) => {
    expect(isAgent(named(name), governance)).toBe(expected);
    expect(isAgent(named('AROAOTHER:nobody', name), governance)).toBe(expected);
  });

  test('is told by a path or a name of its class, among several', () => {
    const paths = agents.map((each) => ({ ...each, match: { ...each.match, paths: ['/bots/', '/agents/'] } }));
    const told = (name: string) => isAgent(named(name), governanceWith({ classes: paths }));
    expect(told(`${IAM}:role/agents/any`)).toBe(true);
    expect(told(`${IAM}:role/devin`)).toBe(true);
    expect(told(`${IAM}:role/any`)).toBe(false);
    expect(told(`${IAM}:role/assumed-role/kiro-x/any`)).toBe(false);
  });
});
