import type { ArnReading } from '../policy/template.ts';
import { alphabetOf } from './ambit/alphabet.ts';
import { boxesOf } from './ambit/boxes.ts';
import { findBreaches } from './ambit/excess-search.ts';
import { widensInFuture } from './ambit/future.ts';
import { policiesOf } from './ambit/policies-of.ts';
import { principalCases } from './ambit/principals.ts';
import type { Alphabet } from './ambit/text-search.ts';
import { decide, isResourcePolicyAlone } from './decide.ts';
import type { Comparison, Reason, Witness } from './excess.ts';
import type { PolicySet } from './policy-set.ts';

/**
 * Whether everything that `granted` allows is allowed by at least one of `limits` (a union: standard ∪ waivers ∪ before).
 * An empty list of limits allows nothing. Limits are read as if they belonged to the granted side's principal.
 * Where AWS documents two readings both sides are compared once under each; verdicts that differ are `undetermined`.
 */
export function compare(granted: PolicySet, limits: readonly PolicySet[]): Comparison {
  const alphabet = alphabetOf([granted, ...limits]);
  const { comparison: segmentWise, witnesses } = compareUnder('segment-wise', granted, limits, alphabet);
  if (!starsMayCrossColons([granted, ...limits])) return segmentWise;
  const { comparison: crossing, witnesses: more } = compareUnder('crossing', granted, limits, alphabet);
  if (segmentWise.verdict === 'exceeds' && crossing.verdict === 'exceeds') {
    const witness = clearWitness([...witnesses, ...more], granted, limits);
    return witness === undefined ? differentWitnesses(segmentWise, crossing) : { ...segmentWise, witness };
  }
  if (segmentWise.verdict === crossing.verdict) return bothReadings(segmentWise, crossing);
  const detail = `segment-wise (AWS's reading): ${segmentWise.verdict}; stars cross colons: ${crossing.verdict}`;
  const excess = segmentWise.verdict === 'within' ? excessOf(crossing) : excessOf(segmentWise);
  const reasons = [{ rule: 'arn-colon-crossing', detail }, ...segmentWise.reasons, ...crossing.reasons];
  return { verdict: 'undetermined', excess, reasons: distinct(reasons) };
}

interface UnderReading {
  readonly comparison: Comparison;
  readonly witnesses: readonly Witness[];
}

function compareUnder(
  reading: ArnReading,
  granted: PolicySet,
  limits: readonly PolicySet[],
  alphabet: Alphabet,
): UnderReading {
  const found = principalCases(granted, limits).map((principalCase) =>
    findBreaches({ granted, limits, reading, principalCase, alphabet }),
  );
  const breaches = found.flatMap((findings) => findings.breaches);
  const reasons = distinct(found.flatMap((findings) => findings.reasons));
  const confirmed = breaches.filter(({ witness }) => witness !== undefined);
  const witnesses = confirmed.flatMap(({ witness }) => (witness === undefined ? [] : [witness]));
  const [witness] = witnesses;
  const comparison: Comparison =
    witness !== undefined
      ? { verdict: 'exceeds', excess: boxesOf(confirmed), witness, reasons }
      : breaches.length > 0 || reasons.length > 0
        ? { verdict: 'undetermined', excess: boxesOf(breaches), reasons }
        : { verdict: 'within', futureOnly: widensInFuture(granted, limits, alphabet), reasons: [] };
  return { comparison, witnesses };
}

/** Witnesses that are tried until one holds under both readings. */
const MOST_WITNESSES = 256;

function clearWitness(
  witnesses: readonly Witness[],
  granted: PolicySet,
  limits: readonly PolicySet[],
): Witness | undefined {
  const { principal } = granted;
  const others = limits.map((limit) => (isResourcePolicyAlone(limit) ? limit : { ...limit, principal }));
  return witnesses.slice(0, MOST_WITNESSES).find((witness) => {
    if (decide(granted, witness).decision !== 'allow') return false;
    return others.every((limit) => decide(limit, witness).decision.endsWith('-deny'));
  });
}

/** Beyond the limits under either reading, but by different requests: no single one shows it whatever the reading. */
function differentWitnesses(
  segmentWise: Extract<Comparison, { verdict: 'exceeds' }>,
  crossing: Extract<Comparison, { verdict: 'exceeds' }>,
): Comparison {
  const detail = 'exceeds under either reading of ARN stars, but no one request shows it under both';
  const reasons = [{ rule: 'arn-colon-crossing', detail }, ...segmentWise.reasons, ...crossing.reasons];
  return { verdict: 'undetermined', excess: segmentWise.excess, reasons: distinct(reasons) };
}

/** Equal verdicts under both readings are the verdict. */
function bothReadings(segmentWise: Comparison, crossing: Comparison): Comparison {
  if (segmentWise.verdict !== 'within' || crossing.verdict !== 'within') return segmentWise;
  return { ...segmentWise, futureOnly: segmentWise.futureOnly || crossing.futureOnly };
}

function excessOf(comparison: Comparison): Extract<Comparison, { verdict: 'undetermined' }>['excess'] {
  return comparison.verdict === 'within' ? [] : comparison.excess;
}

/** A star before the fifth colon, or fewer than six parts: only there the two readings can differ. */
function starsMayCrossColons(sets: readonly PolicySet[]): boolean {
  const texts = sets
    .flatMap(policiesOf)
    .flatMap(({ document }) =>
      'unreadable' in document
        ? []
        : document.statements.flatMap(({ resource, conditions }) => [
            ...(resource?.patterns ?? []),
            ...conditions.filter(({ operator }) => operator.startsWith('Arn')).flatMap(({ values }) => values),
          ]),
    );
  return texts.some((text) => {
    if (/^\*+$/.test(text)) return false;
    const parts = text.split(':');
    return parts.length < 6 || parts.slice(0, 5).some((part) => part.includes('*') || part.includes('?'));
  });
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.rule} ${reason.detail}`, reason])).values()];
}
