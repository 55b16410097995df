import { globOf, textOf } from '../../policy/glob.ts';
import type { PatternList } from '../../policy/statement.ts';
import { actionNumber } from '../catalogue.ts';
import { decideUnder } from '../decide.ts';
import type { AccessRequest, PolicySet } from '../policy-set.ts';
import { actionMatches } from '../statement-match.ts';
import { policiesOf } from './policies-of.ts';
import type { Alphabet } from './text-search.ts';

/**
 * Actions that the catalogue does not know and that these policies tell apart: one for each pattern with a wildcard, and
 * every name that is written out and unknown.
 */
export function unknownActions(sets: readonly PolicySet[], alphabet: Alphabet): readonly string[] {
  const patterns = new Set(
    sets
      .flatMap(policiesOf)
      .flatMap(({ document }) =>
        'unreadable' in document ? [] : document.statements.flatMap(({ action }) => patternsOf(action)),
      ),
  );
  const names = [...patterns].map((pattern) => {
    const text = genericName(pattern, alphabet);
    return text.includes(':') ? text : `${text}:${text}`;
  });
  return [...new Set(names)].filter((name) => actionNumber(name) === undefined);
}

/** NotAction takes every action of services that nobody has named yet. */
function patternsOf({ negated, patterns }: PatternList): readonly string[] {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  return negated ? [...lower, '*:*'] : lower;
}

/**
 * Whether an action unknown to the catalogue could be used beyond the limits on some resource. Conditions are left
 * out of account: it is a notice that the access will widen when AWS adds actions, not a verdict.
 */
export function widensInFuture(granted: PolicySet, limits: readonly PolicySet[], alphabet: Alphabet): boolean {
  const statements = policiesOf(granted).flatMap(({ document }) =>
    'unreadable' in document ? [] : document.statements,
  );
  return unknownActions([granted, ...limits], alphabet).some((action) => {
    const allowing = statements.filter((one) => one.effect === 'Allow' && actionMatches(one.action, action));
    const patterns = new Set(allowing.flatMap(({ resource }) => resource?.patterns ?? []));
    const resources = new Set(['*', ...[...patterns].map((pattern) => genericName(pattern, alphabet))]);
    return (
      allowing.length > 0 &&
      [...resources].some((resource) => isBeyond({ action, resource, context: {} }, granted, limits))
    );
  });
}

function isBeyond(request: AccessRequest, granted: PolicySet, limits: readonly PolicySet[]): boolean {
  if (decideUnder('segment-wise', granted, request).decision !== 'allow') return false;
  return limits.every((limit) => decideUnder('segment-wise', limit, request).decision.endsWith('deny'));
}

/** A text of the pattern in which a free letter stands for each wildcard. */
function genericName(pattern: string, { fresh }: Alphabet): string {
  return textOf(globOf(pattern).map((mark) => (mark < 0 ? fresh : mark)));
}
