import { quote } from '../../policy/problem.ts';
import { didYouMean } from '../../suggest.ts';
import { lackingSignatures } from '../cases/approver-supply.ts';
import { ACCOUNT_OWNERS } from '../cases/needs.ts';
import { type GovernanceProblem, repeated } from './governance-problem.ts';
import type { ActionNames } from './parse-standard.ts';
import type { ApprovalRule, FurtherRule, Governance, Seats } from './standards.ts';

/** Two people is the least: one alone can be tricked, coerced, or be the one who asked. */
const FEWEST_SIGNATURES = 2;

/** What would let one person approve, or nobody, or what would never count though it was written to. */
export function approvalProblems(governance: Governance): readonly GovernanceProblem[] {
  const { approval } = governance;
  const { allOf, rules } = approval;
  const signatures = allOf.reduce((sum, each) => sum + each.count, 0);
  const got = signatures === 1 ? 'one signature' : 'no signatures';
  const tooFew = { place: 'approval.allOf', got, expected: `at least ${FEWEST_SIGNATURES} different people` };
  return [
    ...(signatures < FEWEST_SIGNATURES ? [tooFew] : []),
    ...seatsProblems(allOf, 'approval.allOf', governance),
    ...repeated(
      rules.map(({ name }) => name),
      (index) => `approval.rules[${index}].name`,
    ),
    ...rules.flatMap((rule, index) => ruleProblems(rule, `approval.rules[${index}]`, governance)),
    ...ownersProblems(governance),
    ...glassProblems(governance),
  ];
}

/** Services of rules that AWS does not have: such a rule would never count. */
export function serviceProblems(
  { approval }: Governance,
  { knownAction, suggestAction }: ActionNames,
): readonly GovernanceProblem[] {
  return approval.rules.flatMap(({ when }, index) =>
    when.services.flatMap((service, at) => {
      if (knownAction(`${service}:*`)) return [];
      const near = suggestAction(`${service}:*`)?.split(':')[0];
      const expected = `a service of AWS${near === undefined ? '' : `; did you mean "${near}"?`}`;
      return [{ place: `approval.rules[${index}].when.services[${at}]`, got: quote(service), expected }];
    }),
  );
}

function ruleProblems(
  { when, allOf }: FurtherRule,
  place: string,
  governance: Governance,
): readonly GovernanceProblem[] {
  const problems: GovernanceProblem[] = [];
  const { classes, accounts, severityAtLeast, services, accessLevels } = when;
  if (
    severityAtLeast === undefined &&
    [classes, accounts, services, accessLevels].every(({ length }) => length === 0)
  ) {
    const expected = 'at least one condition: what every approval takes is approval.allOf';
    problems.push({ place: `${place}.when`, got: 'no condition', expected });
  }
  const known = [...governance.classes.map(({ name }) => name), governance.unclassified.name];
  classes.forEach((name, at) => {
    if (known.includes(name)) return;
    const expected = `the name of a class: ${known.join(', ')}${didYouMean(name, known)}`;
    problems.push({ place: `${place}.when.classes[${at}]`, got: quote(name), expected });
  });
  if (allOf.length === 0) {
    problems.push({ place: `${place}.allOf`, got: 'no group', expected: 'at least one group that must sign' });
  }
  return [...problems, ...seatsProblems(allOf, `${place}.allOf`, governance)];
}

/** Seats that nobody, or not enough people, can take: for each group that may stand for the owners of an account. */
function seatsProblems(seats: Seats, place: string, governance: Governance): readonly GovernanceProblem[] {
  const problems = repeated(
    seats.map(({ group }) => group),
    (index) => `${place}[${index}].group`,
  );
  const { people, approval } = governance;
  if (people.length === 0) return problems;
  const asked = asksOwners(seats, approval) ? approval.owners.map(({ group }) => group) : [ACCOUNT_OWNERS];
  const groups = groupsOf(governance);
  const unknown = seats.flatMap(({ group }, index) =>
    groups.includes(group) || (group === ACCOUNT_OWNERS && approval.owners.length > 0)
      ? []
      : [unknownGroup(group, `${place}[${index}].group`, groups)],
  );
  if (unknown.length > 0) return [...problems, ...unknown];
  const lacking = [...new Set(asked)].map((owner) => {
    const filled = seats.map((seat) => (seat.group === ACCOUNT_OWNERS ? { ...seat, group: owner } : seat));
    return lackingSignatures(filled, people);
  });
  const most = Math.max(...lacking);
  if (most === 0) return problems;
  const signatures = seats.reduce((sum, each) => sum + each.count, 0);
  const got = `${signatures} signatures, ${most} of which nobody is left to give`;
  const expected = 'enough different people in the groups: one person counts once in all';
  return [...problems, { place, got, expected }];
}

/** Who owns an account must be known of every account, or what asks for the owners could be met by nobody. */
function ownersProblems(governance: Governance): readonly GovernanceProblem[] {
  const { approval, people } = governance;
  const { owners, allOf, rules } = approval;
  if (owners.length === 0) return [];
  const groups = groupsOf(governance);
  const problems = owners.flatMap(({ group, accounts }, index) => {
    const place = `approval.owners[${index}]`;
    const nobody = { place: `${place}.accounts`, got: 'no account', expected: "at least one account, or '*'" };
    const isKnown = people.length === 0 || (groups.includes(group) && group !== ACCOUNT_OWNERS);
    return [
      ...(accounts.length === 0 ? [nobody] : []),
      ...(isKnown ? [] : [unknownGroup(group, `${place}.group`, groups)]),
    ];
  });
  const isAsked = [allOf, ...rules.map((rule) => rule.allOf)].some((seats) => asksOwners(seats, approval));
  if (!isAsked || owners.some(({ accounts }) => accounts.includes('*'))) return problems;
  const expected = `a last entry for accounts ['*']: a rule asks for ${ACCOUNT_OWNERS}, whatever the account`;
  return [...problems, { place: 'approval.owners', got: 'no owners for some accounts', expected }];
}

function glassProblems(governance: Governance): readonly GovernanceProblem[] {
  const { breakGlass } = governance.approval;
  if (breakGlass === undefined || governance.people.length === 0) return [];
  const groups = groupsOf(governance);
  return breakGlass.groups.flatMap((group, index) =>
    groups.includes(group) ? [] : [unknownGroup(group, `approval.breakGlass.groups[${index}]`, groups)],
  );
}

function asksOwners(seats: Seats, { owners }: ApprovalRule): boolean {
  return owners.length > 0 && seats.some(({ group }) => group === ACCOUNT_OWNERS);
}

function groupsOf({ people }: Governance): readonly string[] {
  return [...new Set(people.flatMap((person) => person.groups))].sort();
}

function unknownGroup(group: string, place: string, groups: readonly string[]): GovernanceProblem {
  const expected = `a group of one of the people: ${groups.join(', ')}${didYouMean(group, groups)}`;
  return { place, got: quote(group), expected };
}
