import type { ArnReading } from '../policy/template.ts';
import { Budget } from './ambit/budget.ts';
import { type CompiledPolicy, compiledPolicy } from './ambit/compiled-policy.ts';
import { ExcessSearch } from './ambit/excess-search.ts';
import { policiesOf } from './ambit/policies-of.ts';
import { principalCases } from './ambit/principals.ts';
import { Question, onlyPolicyOf } from './ambit/question.ts';
import { isSameSet } from './ambit/same-set.ts';
import { decide, isResourcePolicyAlone } from './decide.ts';
import { type Comparison, type ExcessPart, PARTLY_DECIDED, type Reason, type Witness } from './excess.ts';
import type { PolicySet } from './policy-set.ts';

/** Several times what the costliest pair of AWS managed policies takes. */
const MOST_STEPS = 45_000;

/** What a comparison is about. */
interface Pair {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
  readonly budget: Budget;
}

/**
 * Whether everything that `granted` allows is allowed by at least one of `limits` (a union: standard ∪ waivers ∪ before).
 * An empty list of limits allows nothing. Limits are read as if they belonged to the granted side's principal.
 * Where AWS documents two readings both sides are compared once under each; verdicts that differ are `undetermined`.
 */
export function compare(granted: PolicySet, limits: readonly PolicySet[]): Comparison {
  if (limits.some((limit) => isSameSet(granted, limit))) return { verdict: 'within', futureOnly: false, reasons: [] };
  return besideStrangers(granted, limits) ?? comparePair({ granted, limits, budget: new Budget(MOST_STEPS) });
}

/**
 * As `compare`, for who acts on the answer: an action that is named, that the catalogue does not know and that no limit allows is
 * `undetermined`, with what names it. AWS may have added it since, and nobody names it without wanting it.
 */
export function compareWithUnknown(granted: PolicySet, limits: readonly PolicySet[]): Comparison {
  const known = compare(granted, limits);
  if (known.verdict === 'undetermined' || (known.verdict === 'within' && !known.futureOnly)) return known;
  const searches = searchesOf('segment-wise', { granted, limits, budget: new Budget(MOST_STEPS) });
  const excess = searches.flatMap((search) => (search.isWithinByWording() ? [] : search.unknownBoxes()));
  const reasons = distinct(searches.flatMap(({ question }) => question.reasons));
  if (reasons.length === 0) return known;
  if (known.verdict === 'within') return { verdict: 'undetermined', excess, reasons };
  return { ...known, reasons: distinct([...known.reasons, ...reasons, LEFT_OPEN]) };
}

const ownComparison = new WeakMap<CompiledPolicy, Comparison>();

/**
 * The answer where one policy is compared with policies that speak of none of its actions: all that it allows is in excess.
 * Found once for a policy, unless something was left open; undefined: it is not such a question, or it allows nothing.
 */
function besideStrangers(granted: PolicySet, limits: readonly PolicySet[]): Comparison | undefined {
  const own = onlyPolicyOf(granted);
  const others = limits.flatMap(policiesOf).map(compiledPolicy);
  const isStranger = (other: CompiledPolicy): boolean =>
    !other.namesPrincipals && own?.sharesNoActionWith(other) === true;
  if (own === undefined || others.length === 0 || !others.every(isStranger)) return undefined;
  const known = ownComparison.get(own) ?? comparePair({ granted, limits: [], budget: new Budget(MOST_STEPS) });
  if (known.reasons.length === 0) ownComparison.set(own, known);
  if (known.verdict !== 'exceeds') return known.verdict === 'within' ? undefined : known;
  return limits.every((limit) => isDenied(known.witness, limit, granted)) ? known : undefined;
}

function comparePair(pair: Pair): Comparison {
  const { granted, limits } = pair;
  const segmentWise = compareUnder('segment-wise', pair);
  // the same words mean the same under each reading
  if (segmentWise.searches.every((search) => search.isWithinByWording())) return within(segmentWise, pair);
  const policies = [granted, ...limits].flatMap(policiesOf).map(compiledPolicy);
  if (!policies.some(({ mayCrossColons }) => mayCrossColons)) {
    return segmentWise.verdict === 'within' ? within(segmentWise, pair) : comparisonOf(segmentWise);
  }
  if (segmentWise.verdict === 'exceeds') {
    const witness = clearWitness(witnessesOf(segmentWise.excess), pair) ?? witnessUnderBoth(pair);
    if (witness !== undefined) return comparisonOf(segmentWise, witness);
  }
  const crossing = compareUnder('crossing', pair);
  if (segmentWise.verdict === 'within' && crossing.verdict === 'within') return within(segmentWise, pair);
  const bothExceed = segmentWise.verdict === 'exceeds' && crossing.verdict === 'exceeds';
  if (segmentWise.verdict === crossing.verdict && !bothExceed) return comparisonOf(segmentWise);
  const detail = bothExceed
    ? 'exceeds under either reading of ARN stars, but no one request shows it under both'
    : `segment-wise (AWS's reading): ${segmentWise.verdict}; stars cross colons: ${crossing.verdict}`;
  return undecided(segmentWise, crossing, detail);
}

/** What could not be searched to the end may widen as well. */
function within({ searches }: UnderReading, { budget }: Pair): Comparison {
  const futureOnly = searches.some((search) => search.futureBreaches().next().done !== true || budget.isSpent());
  return { verdict: 'within', futureOnly, reasons: [] };
}

/** What one reading says. */
interface UnderReading {
  readonly verdict: Comparison['verdict'];
  /** The confirmed parts where there are any, else the possible ones. */
  readonly excess: readonly ExcessPart[];
  readonly reasons: readonly Reason[];
  /** One for each principal that must be told apart. */
  readonly searches: readonly ExcessSearch[];
}

function searchesOf(reading: ArnReading, { granted, limits, budget }: Pair): readonly ExcessSearch[] {
  return principalCases(granted, limits).map(
    (principalCase) => new ExcessSearch(new Question({ granted, limits, readings: [reading], principalCase, budget })),
  );
}

function compareUnder(reading: ArnReading, pair: Pair): UnderReading {
  const searches = searchesOf(reading, pair);
  const excess: ExcessPart[] = [];
  const reasons: Reason[] = [];
  for (const search of searches) {
    const { question } = search;
    if (search.isWithinByWording()) continue;
    excess.push(...search.boxes());
    reasons.push(...question.reasons);
  }
  const confirmed = excess.filter(({ witness }) => witness !== undefined);
  if (confirmed.length > 0) return { verdict: 'exceeds', excess: confirmed, reasons: distinct(reasons), searches };
  const open = excess.length > 0 || reasons.length > 0;
  return { verdict: open ? 'undetermined' : 'within', excess, reasons: distinct(reasons), searches };
}

/** A request that is in excess under both readings of ARN stars at once. */
function witnessUnderBoth({ granted, limits, budget }: Pair): Witness | undefined {
  for (const principalCase of principalCases(granted, limits)) {
    const asked = { granted, limits, readings: ['segment-wise', 'crossing'], principalCase, budget } as const;
    for (const { witness } of new ExcessSearch(new Question(asked)).breaches()) {
      const request = witness();
      if (request !== undefined) return request;
    }
  }
  return undefined;
}

function comparisonOf({ verdict, excess, reasons }: UnderReading, shown = witnessesOf(excess)[0]): Comparison {
  if (verdict === 'exceeds' && shown !== undefined) {
    return { verdict, excess, witness: shown, reasons: reasons.length === 0 ? reasons : [...reasons, LEFT_OPEN] };
  }
  return { verdict: 'undetermined', excess, reasons };
}

/** Who decides by the parts of an excess must not take them for all of it. */
const LEFT_OPEN: Reason = {
  rule: PARTLY_DECIDED,
  detail: 'more than this may be in excess: of a part it could not be decided',
};

function witnessesOf(excess: readonly ExcessPart[]): readonly Witness[] {
  return excess.flatMap(({ witness }) => (witness === undefined ? [] : [witness]));
}

/** The readings differ: an upper bound of the excess, from AWS's own reading where that has one. */
function undecided(segmentWise: UnderReading, crossing: UnderReading, detail: string): Comparison {
  const { excess } = segmentWise.verdict === 'within' ? crossing : segmentWise;
  const reasons = [{ rule: 'arn-colon-crossing', detail }, ...segmentWise.reasons, ...crossing.reasons];
  return { verdict: 'undetermined', excess, reasons: distinct(reasons) };
}

/** Witnesses that are tried before one is searched for that holds under both readings. */
const MOST_WITNESSES = 16;

function clearWitness(witnesses: readonly Witness[], { granted, limits }: Pair): Witness | undefined {
  return witnesses
    .slice(0, MOST_WITNESSES)
    .find(
      (witness) =>
        decide(granted, witness).decision === 'allow' && limits.every((limit) => isDenied(witness, limit, granted)),
    );
}

/** Whether a limit, read as if it belonged to the granted side's principal, surely denies a request. */
function isDenied(request: Witness, limit: PolicySet, { principal }: PolicySet): boolean {
  const read = isResourcePolicyAlone(limit) ? limit : { ...limit, principal };
  return decide(read, request).decision.endsWith('-deny');
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.rule} ${reason.detail}`, reason])).values()];
}
