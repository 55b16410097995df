import type { ArnReading } from '../policy/template.ts';
import { boxesOf } from './ambit/boxes.ts';
import { Budget } from './ambit/budget.ts';
import type { Breach } from './ambit/class-search.ts';
import { compiledPolicy } from './ambit/compiled-policy.ts';
import { ExcessSearch } from './ambit/excess-search.ts';
import { policiesOf } from './ambit/policies-of.ts';
import { principalCases } from './ambit/principals.ts';
import { Question } from './ambit/question.ts';
import { isSameSet } from './ambit/same-set.ts';
import { decide, isResourcePolicyAlone } from './decide.ts';
import type { Comparison, Reason, Witness } from './excess.ts';
import type { PolicySet } from './policy-set.ts';

/** Several times what the costliest pair of AWS managed policies takes. */
const MOST_STEPS = 100_000;

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
  const pair = { granted, limits, budget: new Budget(MOST_STEPS) };
  const segmentWise = compareUnder('segment-wise', pair);
  const policies = [granted, ...limits].flatMap(policiesOf).map(compiledPolicy);
  if (!policies.some(({ mayCrossColons }) => mayCrossColons)) {
    return segmentWise.verdict === 'within' ? within(pair) : comparisonOf(segmentWise);
  }
  if (segmentWise.verdict === 'exceeds') {
    const witness = clearWitness(segmentWise.witnesses, pair) ?? witnessUnderBoth(pair);
    if (witness !== undefined) return comparisonOf({ ...segmentWise, witnesses: [witness] });
  }
  const crossing = compareUnder('crossing', pair);
  if (segmentWise.verdict === 'within' && crossing.verdict === 'within') return within(pair);
  const bothExceed = segmentWise.verdict === 'exceeds' && crossing.verdict === 'exceeds';
  if (segmentWise.verdict === crossing.verdict && !bothExceed) return comparisonOf(segmentWise);
  const detail = bothExceed
    ? 'exceeds under either reading of ARN stars, but no one request shows it under both'
    : `segment-wise (AWS's reading): ${segmentWise.verdict}; stars cross colons: ${crossing.verdict}`;
  return undecided(segmentWise, crossing, detail);
}

function within({ granted, limits, budget }: Pair): Comparison {
  const futureOnly = principalCases(granted, limits).some((principalCase) => {
    const asked = { granted, limits, readings: ['segment-wise'], principalCase, budget } as const;
    return new ExcessSearch(new Question(asked)).futureBreaches().next().done !== true;
  });
  return { verdict: 'within', futureOnly, reasons: [] };
}

/** What one reading says. */
interface UnderReading {
  readonly verdict: Comparison['verdict'];
  /** The confirmed breaches where there are any, else the possible ones. */
  readonly breaches: readonly Breach[];
  readonly witnesses: readonly Witness[];
  readonly reasons: readonly Reason[];
}

function compareUnder(reading: ArnReading, { granted, limits, budget }: Pair): UnderReading {
  const breaches: Breach[] = [];
  const reasons: Reason[] = [];
  for (const principalCase of principalCases(granted, limits)) {
    const question = new Question({ granted, limits, readings: [reading], principalCase, budget });
    breaches.push(...new ExcessSearch(question).breaches());
    reasons.push(...question.reasons);
  }
  const confirmed = breaches.filter(({ witness }) => witness !== undefined);
  const witnesses = confirmed.flatMap(({ witness }) => (witness === undefined ? [] : [witness]));
  if (confirmed.length > 0) {
    return { verdict: 'exceeds', breaches: confirmed, witnesses, reasons: distinct(reasons) };
  }
  const open = breaches.length > 0 || reasons.length > 0;
  return { verdict: open ? 'undetermined' : 'within', breaches, witnesses, reasons: distinct(reasons) };
}

/** A request that is in excess under both readings of ARN stars at once. */
function witnessUnderBoth({ granted, limits, budget }: Pair): Witness | undefined {
  for (const principalCase of principalCases(granted, limits)) {
    const asked = { granted, limits, readings: ['segment-wise', 'crossing'], principalCase, budget } as const;
    for (const { witness } of new ExcessSearch(new Question(asked)).breaches()) {
      if (witness !== undefined) return witness;
    }
  }
  return undefined;
}

function comparisonOf({ verdict, breaches, witnesses: [witness], reasons }: UnderReading): Comparison {
  const excess = boxesOf(breaches);
  if (verdict === 'exceeds' && witness !== undefined) return { verdict, excess, witness, reasons };
  return { verdict: 'undetermined', excess, reasons };
}

/** The readings differ: an upper bound of the excess, from AWS's own reading where that has one. */
function undecided(segmentWise: UnderReading, crossing: UnderReading, detail: string): Comparison {
  const { breaches } = segmentWise.verdict === 'within' ? crossing : segmentWise;
  const reasons = [{ rule: 'arn-colon-crossing', detail }, ...segmentWise.reasons, ...crossing.reasons];
  return { verdict: 'undetermined', excess: boxesOf(breaches), reasons: distinct(reasons) };
}

/** Witnesses that are tried before one is searched for that holds under both readings. */
const MOST_WITNESSES = 16;

function clearWitness(witnesses: readonly Witness[], { granted, limits }: Pair): Witness | undefined {
  const { principal } = granted;
  const others = limits.map((limit) => (isResourcePolicyAlone(limit) ? limit : { ...limit, principal }));
  return witnesses.slice(0, MOST_WITNESSES).find((witness) => {
    if (decide(granted, witness).decision !== 'allow') return false;
    return others.every((limit) => decide(limit, witness).decision.endsWith('-deny'));
  });
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.rule} ${reason.detail}`, reason])).values()];
}
