import { compare } from '../../access/compare.ts';
import type { ExcessBox, ExcessPart } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import { policiesOf } from '../../access/ambit/policies-of.ts';
import { takesName } from '../../access/action-patterns.ts';
import type { Condition, PatternList } from '../../policy/statement.ts';
import type { EscalationPath } from './path.ts';
import { mayBeOneResource } from './one-resource.ts';
import { ESCALATION_PATHS } from './table.ts';

/** What a principal came to hold in excess, and all that it holds. */
export interface Gain {
  readonly excess: readonly ExcessBox[];
  /** All that the principal holds. */
  readonly held: PolicySet;
  /** What it may hold, or held before. */
  readonly limits: readonly PolicySet[];
}

/** A path that is open because of an excess. */
export interface Opening {
  readonly path: EscalationPath;
  /** `surely`: each need is held on every resource, under no condition, and nothing limits it; `perhaps`: it depends. */
  readonly how: 'surely' | 'perhaps';
}

const PASS_ROLE = 'iam:PassRole';

/**
 * The known escalation paths that an excess opens: the principal holds all that the path needs, and at least one part of
 * it in excess. Which roles, functions and instances there are is not looked at.
 */
export function pathsOpenedBy({ excess, held, limits }: Gain): readonly Opening[] {
  const touched = ESCALATION_PATHS.filter(({ needs }) => needs.some((need) => isAmong(excess, need)));
  if (touched.length === 0) return [];
  const needs = [...new Set(touched.flatMap((path) => path.needs))];
  const parts = allowedOf(held, asking(needs));
  const passing = passingOf({ excess, held, limits });
  return touched.flatMap((path) => {
    const waysOf = path.needs.map((need) => parts.filter((part) => isAmong([part], need)));
    if (waysOf.some((ways) => ways.length === 0) || !mayMeetOnOne(path, parts)) return [];
    const passes = path.passedTo === undefined ? undefined : passing(path.passedTo);
    if (passes === 'never' || (passes === 'as-allowed' && !isOpenedBeside(path, excess))) return [];
    const isSure = waysOf.every((ways) => ways.some(isUnlimited)) && !path.needs.some((need) => isLimited(held, need));
    return [{ path, how: isSure ? 'surely' : 'perhaps' }];
  });
}

/** Whether the needs that must be held on one resource may be: each on some that the first of them is held on. */
function mayMeetOnOne({ onOne = [] }: EscalationPath, parts: readonly ExcessPart[]): boolean {
  const [first = [], ...others] = onOne.map((need) =>
    parts.filter((part) => isAmong([part], need)).flatMap(({ resources }) => resources),
  );
  return (
    onOne.length === 0 || first.some((one) => others.every((list) => list.some((it) => mayBeOneResource(one, it))))
  );
}

/** Whether an excess holds an action. */
export function isAmong(excess: readonly ExcessBox[], action: string): boolean {
  return excess.some((box) => takesName(actionsOf(box), action.toLowerCase()));
}

const known = new WeakMap<ExcessBox, PatternList>();

/** An excess may list thousands of actions, and is asked for each need of each path: they are read once. */
function actionsOf(box: ExcessBox): PatternList {
  const list = known.get(box) ?? { negated: false, patterns: box.actions };
  known.set(box, list);
  return list;
}

function isOpenedBeside({ needs }: EscalationPath, excess: readonly ExcessBox[]): boolean {
  return needs.some((need) => need !== PASS_ROLE && isAmong(excess, need));
}

function isUnlimited({ witness, conditions, resources }: ExcessPart): boolean {
  return witness !== undefined && conditions.length === 0 && resources.includes('*');
}

/** Whether something beside what grants an action has a say in it: then what is left of it may hang on conditions. */
function isLimited({ identity, boundary, session, scps, rcps }: PolicySet, action: string): boolean {
  if ((boundary ?? session ?? scps ?? rcps) !== undefined) return true;
  return identity.some(
    ({ document }) =>
      'unreadable' in document ||
      document.statements.some((one) => one.effect === 'Deny' && takesName(one.action, action.toLowerCase())),
  );
}

/** Whether a role can be passed to a service: never, in excess, or only as the limits allow it. */
type Passing = 'never' | 'in-excess' | 'as-allowed';

/** Answers for one service after the other; policies that do not ask for the service treat all of them alike. */
function passingOf({ excess, held, limits }: Gain): (service: string) => Passing {
  if (![held, ...limits].flatMap(policiesOf).some(asksForService)) {
    return () => (isAmong(excess, PASS_ROLE) ? 'in-excess' : 'as-allowed');
  }
  const answers = new Map<string, Passing>();
  return (service) => {
    const known = answers.get(service) ?? passingTo(service, { held, limits });
    answers.set(service, known);
    return known;
  };
}

function passingTo(service: string, { held, limits }: Omit<Gain, 'excess'>): Passing {
  const values = isInChina(held) ? [service, `${service}.cn`] : [service];
  const isService = { operator: 'StringEquals', ifExists: false, key: 'iam:PassedToService', values } as const;
  const asked = limitedTo(held, asking([PASS_ROLE], [isService]));
  if (compare(asked, []).verdict === 'within') return 'never';
  return compare(asked, limits).verdict === 'within' ? 'as-allowed' : 'in-excess';
}

/** There some services are called `ec2.amazonaws.com.cn`. */
function isInChina({ principal }: PolicySet): boolean {
  return principal.arn?.startsWith('arn:aws-cn:') === true;
}

function asksForService({ document }: NamedPolicy): boolean {
  return !('unreadable' in document) && /passedtoservice/i.test(JSON.stringify(document));
}

/** What a set allows of what is asked. */
function allowedOf(held: PolicySet, asked: NamedPolicy): readonly ExcessPart[] {
  const comparison = compare(limitedTo(held, asked), []);
  return comparison.verdict === 'within' ? [] : comparison.excess;
}

/** Session policies limit, and grant nothing; where there are some, one level of an organization more does. */
function limitedTo(held: PolicySet, asked: NamedPolicy): PolicySet {
  if (held.session === undefined) return { ...held, session: [asked] };
  return { ...held, scps: [...(held.scps ?? []), [asked]] };
}

function asking(actions: readonly string[], conditions: readonly Condition[] = []): NamedPolicy {
  const patterns = { negated: false, patterns: actions };
  const everywhere = { negated: false, patterns: ['*'] };
  const statement = { index: 0, effect: 'Allow', action: patterns, resource: everywhere, conditions } as const;
  return { name: 'escalation', document: { version: '2012-10-17', statements: [statement] } };
}
