import type { Principal } from '../../account/state.ts';
import { mayMeet } from '../../access/ambit/fixed-parts.ts';
import { parseArn, splitArnPattern } from '../../policy/arn.ts';
import { globOf } from '../../policy/glob.ts';
import { actsAsKnown, isSamePerson } from '../cases/acts-as.ts';
import { isProtected } from '../holds/protected.ts';
import { classOf, ownClassOf } from '../standards/classify.ts';
import { doesAtMost, modeIn } from '../standards/mode-in.ts';
import type { Governance, Person, PrincipalClass } from '../standards/standards.ts';
import { laxerMoves } from './weaker-classes.ts';
import { weakerPeople } from './weaker-approval.ts';
import { moreProtected } from './weaker-guards.ts';
import { weakerAccountModes } from './weaker-modes.ts';

/** A change of the rules. */
export interface RulesChange {
  readonly before: Governance;
  readonly after: Governance;
}

/** Whoever may gain by a change of the rules, by what; undefined: as far as is known this person does not. */
export type GainOfRules = (person: Person, known: readonly Principal[]) => string | undefined;

/**
 * Tells who gains by a change of the rules: whom it lets sign, whom it makes untouchable, and who may hold more, or is held less,
 * in a class or an account that they act in. Of each person `known` are the principals of accounts that they act as; what is not known there
 * is told by its name.
 */
export function gainsByRules(change: RulesChange): GainOfRules {
  const { before, after } = change;
  const promoted = after.people.filter(({ id }) =>
    weakerPeople(before, { ...after, people: after.people.filter((each) => each.id === id) }).some(
      ({ place }) => place === `people.${id}`,
    ),
  );
  const seats = newSeats(change);
  const shields = moreProtected(before, after).length > 0 ? after.protectedPrincipals : [];
  const moves = laxerMoves(before, after).map(({ from, to }) => `${from.name} ${to?.name ?? ''}`);
  const hasLessModes = weakerAccountModes(before, after).length > 0;
  const isLaxer: IsLaxer = (arn, from, to) =>
    moves.includes(`${from.name} ${to.name}`) || (hasLessModes && isLessDone(arn, { from, to }, change));
  const gainsAs = (principal: Principal): boolean =>
    isLaxer(principal.arn, classOf(principal, before), classOf(principal, after)) ||
    isNewlyProtected(principal.arn, change);
  return (person, known) => {
    if (promoted.some((each) => isSamePerson(person, each))) return `people.${person.id}`;
    const seat = seats.find(({ group }) => isMember(person, group, after));
    if (seat !== undefined) return seat.place;
    const own = known.find((each) => actsAsKnown(person, each) && gainsAs(each));
    if (own !== undefined) return own.arn;
    return person.actsAs.find((name) => {
      const arn = principalPatternOf(name);
      if (arn === undefined || known.some((each) => each.arn === arn)) return false;
      return shields.some((pattern) => mayBeSame(pattern, arn)) || isLaxerByName(arn, change, isLaxer);
    });
  };
}

/** A group whose members may do more by a change: take access alone, or for longer, or sign as owners of accounts. */
interface NewSeat {
  readonly place: string;
  readonly group: string;
}

function newSeats({ before: { approval: old }, after: { approval: next } }: RulesChange): readonly NewSeat[] {
  const isLonger = (next.breakGlass?.longestMinutes ?? 0) > (old.breakGlass?.longestMinutes ?? 0);
  const alone = (next.breakGlass?.groups ?? []).filter((group) => isLonger || !old.breakGlass?.groups.includes(group));
  const texts = old.owners.map(ownersText);
  // who signs for everything already gains nothing by it
  const everywhere = old.allOf.map(({ group }) => group);
  const owners = next.owners.filter(
    (each, index) => texts[index] !== ownersText(each) && !everywhere.includes(each.group),
  );
  return [
    ...alone.map((group) => ({ place: 'approval.breakGlass', group })),
    ...owners.map(({ group }) => ({ place: 'approval.owners', group })),
  ];
}

/** The first entry that matches an account counts, so that the place of one is part of it. */
function ownersText({ accounts, group }: Governance['approval']['owners'][number]): string {
  return JSON.stringify([accounts, group]);
}

function isMember(person: Person, group: string, { people }: Governance): boolean {
  return people.some((each) => isSamePerson(person, each) && each.groups.includes(group));
}

/** Whether the class that the rules put a principal in may be laxer than the one before; `arn` may be a pattern. */
type IsLaxer = (arn: string, from: PrincipalClass, to: PrincipalClass) => boolean;

/** Whether less may be done in the account of an ARN, or in one of those that its pattern tells. */
function isLessDone(
  arn: string,
  { from, to }: { readonly from: PrincipalClass; readonly to: PrincipalClass },
  { before, after }: RulesChange,
): boolean {
  const { account } = splitArnPattern(arn);
  if (!/[*?]/.test(account)) return !doesAtMost(modeIn(account, from, before), modeIn(account, to, after));
  return after.accountModes.some(
    ({ accounts, mode }) =>
      !doesAtMost(from.mode, mode) && accounts.some((each) => mayMeet(globOf(each), globOf(account))),
  );
}

function isNewlyProtected(arn: string, { before, after }: RulesChange): boolean {
  return isProtected(arn, after) && !isProtected(arn, before);
}

/** The path under which Identity Center makes its roles. */
const IDENTITY_CENTER = 'aws-reserved/sso.amazonaws.com/';

/** A name that a person acts under as the ARN of a principal, with `*` for what it does not tell; undefined: it names none. */
function principalPatternOf(name: string): string | undefined {
  const arn = parseArn(name);
  if (arn === undefined) return undefined;
  if (/^(role|user)\//.test(arn.resource)) return name;
  const [, role] = /^assumed-role\/([^/]+)/.exec(arn.resource) ?? [];
  if (role === undefined) return undefined;
  const path = role.startsWith('AWSReservedSSO_') ? IDENTITY_CENTER : '';
  return `arn:${arn.partition}:iam::${arn.account}:role/${path}${role}`;
}

/** Whether a pattern of protected principals may take an ARN; a session does not tell the path of its role. */
function mayBeSame(pattern: string, arn: string): boolean {
  const [wanted, own] = [splitArnPattern(pattern), splitArnPattern(arn)];
  const name = own.resource.slice(own.resource.lastIndexOf('/') + 1);
  return (
    mayMeet(globOf(wanted.account), globOf(own.account)) &&
    [own.resource, `role/*${name}`].some((resource) => mayMeet(globOf(wanted.resource), globOf(resource)))
  );
}

function isLaxerByName(arn: string, { before, after }: RulesChange, isLaxer: IsLaxer): boolean {
  return mayBeIn(arn, before).some((from) => mayBeIn(arn, after).some((to) => isLaxer(arn, from, to)));
}

/** The class that an ARN tells; of a pattern every class that it may tell. */
function mayBeIn(arn: string, governance: Governance): readonly PrincipalClass[] {
  if (!/[*?]/.test(arn)) return [ownClassOf({ principalArn: arn }, undefined, governance)];
  const resource = splitArnPattern(arn).resource.toLowerCase();
  const name = globOf(resource.slice(resource.lastIndexOf('/') + 1));
  const path = globOf(resource.slice(resource.indexOf('/'), resource.lastIndexOf('/') + 1));
  const named = governance.classes.filter(
    ({ match }) =>
      match.names.some((each) => mayMeet(globOf(each.toLowerCase()), name)) ||
      match.paths.some((each) => mayMeet(globOf(each.toLowerCase()), path)) ||
      match.permissionSets.some((each) => mayMeet(globOf(`awsreservedsso_${each.toLowerCase()}_*`), name)),
  );
  return [...named, governance.unclassified];
}
