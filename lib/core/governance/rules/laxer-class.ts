import { compare } from '../../access/compare.ts';
import type { Comparison, Witness } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import {
  type ClassKind,
  MODES,
  type PrincipalClass,
  type ResponseRule,
  type Standard,
} from '../standards/standards.ts';
import { ceilingFor, USUAL_CEILING } from '../standards/trust-ceiling.ts';

/** One thing in which a class asks for less than another. */
export interface Laxity {
  readonly of: 'standard' | 'assumableBy' | 'mode' | 'response' | 'kind';
  readonly detail: string;
  readonly witness?: Witness;
}

/** In what a class is laxer than another: what it may hold, who may become its roles, what Ambit does about an excess. */
export function laxitiesOf(to: PrincipalClass, from: PrincipalClass): readonly Laxity[] {
  return [
    ...laxerStandard(to.standard, from.standard),
    ...laxerMode(to, from),
    ...laxerResponse(to, from),
    ...laxerKind(to, from),
  ];
}

function laxerStandard(to: Standard, from: Standard): readonly Laxity[] {
  const access = compare(holding(to), [holding(from)]);
  const trust = compare(trusting(to), [trusting(from)]);
  return [...laxity('standard', 'its standard', access), ...laxity('assumableBy', 'its ceiling of trust', trust)];
}

function holding({ policies }: Standard): PolicySet {
  return { principal: {}, identity: policies };
}

/** No account has this id, so that `own-account` is none of those that a ceiling names. */
const SOME_ACCOUNT = '000000000000';
const SOME_ROLE = `arn:aws:iam::${SOME_ACCOUNT}:role/some`;

function trusting({ assumableBy }: Standard): PolicySet {
  const policy = ceilingFor(assumableBy ?? USUAL_CEILING, SOME_ACCOUNT);
  return { principal: {}, identity: [], resource: { policy, arn: SOME_ROLE, account: SOME_ACCOUNT } };
}

function laxity(of: Laxity['of'], what: string, comparison: Comparison): readonly Laxity[] {
  switch (comparison.verdict) {
    case 'exceeds':
      return [{ of, detail: `${what} allows more`, witness: comparison.witness }];
    case 'undetermined':
      return [
        { of, detail: `${what} may allow more: ${comparison.reasons[0]?.detail ?? 'the search was not finished'}` },
      ];
    case 'within':
      return comparison.futureOnly ? [{ of, detail: `${what} will allow more when AWS adds actions` }] : [];
  }
}

function laxerMode({ mode: to }: PrincipalClass, { mode: from }: PrincipalClass): readonly Laxity[] {
  if (MODES.indexOf(to) >= MODES.indexOf(from)) return [];
  return [{ of: 'mode', detail: `its mode is ${to}, not ${from}` }];
}

/** From the one that does least to the one that does most. */
const RESPONSES: readonly ResponseRule['kind'][] = ['alert', 'hold-unless-approved', 'hold'];

/** Whatever the mode: what is weakened in one mode would count in the next. */
function laxerResponse({ response: to }: PrincipalClass, { response: from }: PrincipalClass): readonly Laxity[] {
  if (RESPONSES.indexOf(to.kind) < RESPONSES.indexOf(from.kind)) {
    return [{ of: 'response', detail: `its response is ${to.kind}, not ${from.kind}` }];
  }
  if (to.kind !== 'hold-unless-approved' || from.kind !== 'hold-unless-approved') return [];
  if (to.withinMinutes <= from.withinMinutes) return [];
  return [{ of: 'response', detail: `it holds after ${to.withinMinutes} minutes, not ${from.withinMinutes}` }];
}

/** Kinds of which nothing is let pass that is not of every other; of all others some things are. */
const STRICT_KINDS: readonly ClassKind[] = ['engineer', 'unclassified'];

function laxerKind({ kind: to }: PrincipalClass, { kind: from }: PrincipalClass): readonly Laxity[] {
  if (to === from || (from !== 'agent' && [...STRICT_KINDS, 'agent'].includes(to))) return [];
  return [{ of: 'kind', detail: `its kind is ${to}, not ${from}` }];
}
