import { type Letters, globMatchesLetters, lettersOf } from '../../policy/glob.ts';
import type { ArnReading } from '../../policy/template.ts';
import { passes } from '../condition/condition-test.ts';
import { mustAllow, sameAccount, valuesIn } from '../decide.ts';
import type { AccessRequest, PolicySet } from '../policy-set.ts';
import { actionNumber } from '../catalogue.ts';
import { placeIn } from '../action-set.ts';
import type { Applicable, PlacedPolicy } from './compiled-policy.ts';
import { type Formula, allowed, any } from './formula.ts';
import type { Literal } from './literal.ts';
import { type Path, exactPaths } from './paths.ts';
import type { Meaning } from './vocabulary.ts';

/** Yes, no, or the rule that leaves it open. */
export type Membership = 'yes' | 'no' | { readonly unclear: string };

/**
 * Whether a policy set allows one request under one reading, found the way comparisons are: with the compiled statements,
 * not with those of `decide`. What is known of the principal is filled in; what the request itself says comes first.
 */
export function membership(policies: PolicySet, request: AccessRequest, reading: ArnReading): Membership {
  const principal = request.principal ?? policies.principal.arn;
  const values = valuesIn(policies, request);
  const interpretation = { reading, vocabulary: meaningIn(values) };
  const answer = (account: 'same' | 'other'): Membership => {
    const must = policies.resource !== undefined && mustAllow(policies.resource, request);
    const paths = exactPaths(policies, principal, interpretation, { account, must });
    const formula = any(paths.map((path) => allowed(sideOf(path, request.action))));
    return truth(formula, { letters: lettersOf(request.resource), values });
  };
  const same = policies.resource === undefined ? true : sameAccount(policies.resource, request, principal);
  if (same !== undefined) return answer(same ? 'same' : 'other');
  const [within, across] = [answer('same'), answer('other')];
  if (within === across) return within;
  return { unclear: 'resource-account-unknown' };
}

type Values = ReturnType<typeof valuesIn>;

/** A variable stands for the single value of its key; a key with none or several has no value to stand for. */
function meaningIn(values: Values): Meaning {
  return {
    resolve: (key, fallback) => {
      const [value, ...others] = values(key) ?? [];
      const text = others.length > 0 ? undefined : (value ?? fallback);
      return text === undefined ? undefined : lettersOf(text);
    },
    adopts: (variables) => variables.length === 0,
  };
}

function sideOf({ levels, denies }: Path, action: string): Parameters<typeof allowed>[0] {
  const find = (policy: PlacedPolicy): Applicable => statementsFor(policy, action);
  return {
    levels: levels.map((level) => level.flatMap((policy) => find(policy).allows)),
    denies: denies.flatMap((policy) => find(policy).denies),
  };
}

function statementsFor(placed: PlacedPolicy, action: string): Applicable {
  const { partition, unknown } = placed.policy;
  const number = actionNumber(action);
  if (number === undefined) return placed.ofPlaces(unknown.placesOf(action.toLowerCase()));
  const at = placeIn(partition.actions, number);
  return partition.actions[at] === number ? placed.ofClass(partition, partition.classOf[at] ?? 0) : placed.ofPlaces([]);
}

interface Point {
  readonly letters: Letters;
  readonly values: Values;
}

function truth(formula: Formula, point: Point): Membership {
  switch (formula.kind) {
    case 'literal':
      return literalTruth(formula.literal, point);
    case 'all':
      return combined(formula.of, point, 'no', 'yes');
    case 'any':
      return combined(formula.of, point, 'yes', 'no');
  }
}

function combined(of: readonly Formula[], point: Point, decisive: 'yes' | 'no', otherwise: 'yes' | 'no'): Membership {
  let open: Membership = otherwise;
  for (const each of of) {
    const answer = truth(each, point);
    if (answer === decisive) return decisive;
    if (typeof answer === 'object' && typeof open !== 'object') open = answer;
  }
  return open;
}

function literalTruth({ atom, holds }: Literal, { letters, values }: Point): Membership {
  switch (atom.kind) {
    case 'open':
      return { unclear: atom.rule };
    case 'resource':
      return atom.globs.some((glob) => globMatchesLetters(glob, letters)) === holds ? 'yes' : 'no';
    case 'key': {
      const answer = passes(atom.test, values(atom.key));
      if (typeof answer === 'object') return answer;
      return answer === holds ? 'yes' : 'no';
    }
  }
}
