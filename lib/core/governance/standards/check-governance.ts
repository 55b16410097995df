import { globMatches } from '../../policy/glob.ts';
import { quote } from '../../policy/problem.ts';
import { sharesIdentity } from '../cases/acts-as.ts';
import { approvalProblems } from './check-approval.ts';
import { type GovernanceProblem, repeated } from './governance-problem.ts';
import { trustedTokensProblems } from './check-trusted-tokens.ts';
import type { Governance, GuardedEnvironment, Person, PrincipalClass } from './standards.ts';

/** What is in form and yet does not fit together, or would disarm Ambit. */
export function checkGovernance(governance: Governance): readonly GovernanceProblem[] {
  return [
    ...repeated(
      governance.classes.map((each) => each.name),
      (index) => `classes[${index}].name`,
    ),
    ...governance.classes.flatMap(classProblems),
    ...repeated(
      governance.people.map((each) => each.id),
      (index) => `people[${index}].id`,
    ),
    ...sharedIdentities(governance),
    ...approvalProblems(governance),
    ...governance.protectedPrincipals.flatMap(protectionProblems),
    ...repeated(
      governance.environments.map((each) => each.name),
      (index) => `environments[${index}].name`,
    ),
    ...governance.environments.flatMap(environmentProblems),
    ...trustedTokensProblems(governance.trustedTokens),
    ...waiverProblems(governance),
  ];
}

/** What is allowed and yet worth saying: as things stand, nobody could give held access back. */
export function governanceWarnings(governance: Governance): readonly GovernanceProblem[] {
  if (governance.people.length > 0) return [];
  const expected = 'the people who can countersign; until they are named, held access stays held';
  return [{ place: 'people', got: 'nobody', expected }];
}

function classProblems(each: PrincipalClass, index: number): readonly GovernanceProblem[] {
  const place = `classes[${index}]`;
  const problems: GovernanceProblem[] = [];
  if (each.name === 'unclassified') {
    const expected = 'another name: unclassified is the class of what no other matches';
    problems.push({ place: `${place}.name`, got: quote(each.name), expected });
  }
  const { names, paths, tags, trust, permissionSets } = each.match;
  if ([names, paths, tags, trust, permissionSets].every((list) => list.length === 0)) {
    const expected = 'at least one of names, paths, tags, trust, permissionSets';
    problems.push({ place: `${place}.match`, got: 'nothing that could match', expected });
  }
  tags.forEach((entry, at) => {
    if (entry.size > 0) return;
    const expected = 'at least one tag: an entry without tags would match every principal';
    problems.push({ place: `${place}.match.tags[${at}]`, got: 'an empty object', expected });
  });
  return problems;
}

/** An identity that two people share would let one of them sign what the other did. */
function sharedIdentities({ people }: Governance): readonly GovernanceProblem[] {
  return people.flatMap(({ id, actsAs }, index) => {
    const earlier = people.slice(0, index);
    const names = actsAs.map((name, at) => sharedName(name, `people[${index}].actsAs[${at}]`, earlier));
    // an id that is there twice has a message of its own
    const others = earlier.filter((other) => other.id !== id);
    return [sharedName(id, `people[${index}].id`, others), ...names].flat();
  });
}

function sharedName(name: string, place: string, others: readonly Person[]): readonly GovernanceProblem[] {
  const owner = others.find((other) => sharesAny(other, name));
  if (owner === undefined) return [];
  const got = `${quote(name)}, which ${quote(owner.id)} has as well`;
  return [{ place, got, expected: 'an identity of one person only' }];
}

function sharesAny({ id, actsAs }: Person, pattern: string): boolean {
  return actsAs.includes(pattern) || [id, ...actsAs].some((other) => sharesIdentity(other, pattern));
}

/** Principals that no sensible pattern singles out: one that matches them both protects everything. */
const ANYONE = ['arn:aws:iam::111122223333:role/q7/x9-z', 'arn:aws:iam::444455556666:user/k2w'];

function protectionProblems(pattern: string, index: number): readonly GovernanceProblem[] {
  const place = `protectedPrincipals[${index}]`;
  const anywhere = pattern.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:');
  if (ANYONE.every((arn) => globMatches(anywhere, arn))) {
    const expected = 'some principals: a pattern for all of them means that nothing is ever held (use mode warn)';
    return [{ place, got: quote(pattern), expected }];
  }
  if (pattern.startsWith('arn:')) return arnProblems(pattern, place);
  return pattern.startsWith('*')
    ? []
    : [{ place, got: quote(pattern), expected: 'a pattern over ARNs: arn:aws:iam::…' }];
}

function arnProblems(pattern: string, place: string): readonly GovernanceProblem[] {
  if (!pattern.startsWith('arn:') || pattern.split(':').length >= 6) return [];
  return [
    { place, got: quote(pattern), expected: 'an ARN of six parts: arn:partition:service:region:account:resource' },
  ];
}

function environmentProblems(environment: GuardedEnvironment, index: number): readonly GovernanceProblem[] {
  const place = `environments[${index}]`;
  const { resources, tags = [] } = environment;
  if (resources.length + tags.length === 0) {
    return [{ place, got: 'nothing that is guarded', expected: 'at least one of resources, stacks, tags' }];
  }
  return [
    ...resources.flatMap((pattern, at) => arnProblems(pattern, `${place}.resources[${at}]`)),
    ...tags.flatMap((entry, at) =>
      entry.size > 0 ? [] : [{ place: `${place}.tags[${at}]`, got: 'no tag', expected: 'at least one tag' }],
    ),
  ];
}

function waiverProblems({ waiver }: Governance): readonly GovernanceProblem[] {
  if (waiver.defaultDays <= waiver.maxDays) return [];
  return [
    {
      place: 'waiver.defaultDays',
      got: `number ${waiver.defaultDays}`,
      expected: `at most maxDays, ${waiver.maxDays}`,
    },
  ];
}
