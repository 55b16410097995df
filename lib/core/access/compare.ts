import type { ArnReading } from '../policy/template.ts';
import { alphabetOf } from './ambit/alphabet.ts';
import { boxesOf } from './ambit/boxes.ts';
import { type Breach, findBreaches } from './ambit/excess-search.ts';
import { widensInFuture } from './ambit/future.ts';
import { policiesOf } from './ambit/policies-of.ts';
import { principalCases } from './ambit/principals.ts';
import type { Alphabet } from './ambit/text-search.ts';
import { decide, isResourcePolicyAlone } from './decide.ts';
import type { Comparison, Reason, Witness } from './excess.ts';
import type { NamedPolicy, PolicySet } from './policy-set.ts';

/**
 * Whether everything that `granted` allows is allowed by at least one of `limits` (a union: standard ∪ waivers ∪ before).
 * An empty list of limits allows nothing. Limits are read as if they belonged to the granted side's principal.
 * Where AWS documents two readings both sides are compared once under each; verdicts that differ are `undetermined`.
 */
export function compare(granted: PolicySet, limits: readonly PolicySet[]): Comparison {
  if (limits.some((limit) => isSameSet(granted, limit))) return { verdict: 'within', futureOnly: false, reasons: [] };
  const alphabet = alphabetOf([granted, ...limits]);
  const segmentWise = compareUnder('segment-wise', granted, limits, alphabet);
  const within = (): Comparison => ({
    verdict: 'within',
    futureOnly: widensInFuture(granted, limits, alphabet),
    reasons: [],
  });
  if (!starsMayCrossColons([granted, ...limits]))
    return segmentWise.verdict === 'within' ? within() : comparisonOf(segmentWise);
  const crossing = compareUnder('crossing', granted, limits, alphabet);
  if (segmentWise.verdict === 'within' && crossing.verdict === 'within') return within();
  if (segmentWise.verdict === 'exceeds' && crossing.verdict === 'exceeds') {
    const witness = clearWitness([...segmentWise.witnesses, ...crossing.witnesses], granted, limits);
    if (witness !== undefined) return comparisonOf({ ...segmentWise, witnesses: [witness] });
    return undecided(
      segmentWise,
      crossing,
      'exceeds under either reading of ARN stars, but no one request shows it under both',
    );
  }
  if (segmentWise.verdict === crossing.verdict) return comparisonOf(segmentWise);
  const detail = `segment-wise (AWS's reading): ${segmentWise.verdict}; stars cross colons: ${crossing.verdict}`;
  return undecided(segmentWise, crossing, detail);
}

/** Equal policies, word for word, allow the same whatever they mean; unreadable ones under one name are one policy. */
function isSameSet(granted: PolicySet, limit: PolicySet): boolean {
  if (granted === limit) return true;
  const [own, others] = [policiesOf(granted), policiesOf(limit)];
  if (own.length !== others.length || isResourcePolicyAlone(granted) !== isResourcePolicyAlone(limit)) return false;
  return sameShape(granted, limit) && own.every((policy, index) => isSameDocument(policy, others[index]));
}

function isSameDocument({ document, name }: NamedPolicy, other: NamedPolicy | undefined): boolean {
  if (other === undefined || document === other.document) return other !== undefined;
  if ('unreadable' in document)
    return 'unreadable' in other.document && name === other.name && document.unreadable === other.document.unreadable;
  if ('unreadable' in other.document || document.statements.length !== other.document.statements.length) return false;
  return JSON.stringify(document) === JSON.stringify(other.document);
}

/** As many documents in each role, on the same resource. */
function sameShape(a: PolicySet, b: PolicySet): boolean {
  const shape = ({ identity, boundary, session, scps, rcps, resource }: PolicySet): string =>
    JSON.stringify([
      identity.length,
      boundary?.length,
      session?.length,
      scps?.map((level) => level.length),
      rcps?.map((level) => level.length),
      resource?.arn,
      resource?.account,
      resource === undefined,
    ]);
  return shape(a) === shape(b);
}

/** What one reading says. */
interface UnderReading {
  readonly verdict: Comparison['verdict'];
  /** The confirmed breaches where there are any, else the possible ones. */
  readonly breaches: readonly Breach[];
  readonly witnesses: readonly Witness[];
  readonly reasons: readonly Reason[];
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
  if (confirmed.length > 0) return { verdict: 'exceeds', breaches: confirmed, witnesses, reasons };
  const open = breaches.length > 0 || reasons.length > 0;
  return { verdict: open ? 'undetermined' : 'within', breaches, witnesses, reasons };
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
