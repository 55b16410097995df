import { withPolicy } from '../../access/deny-exactly.ts';
import { statementLabel } from '../../access/decide.ts';
import type { ExcessBox } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import type { JsonObject } from '../../json.ts';
import type { Case } from './case.ts';

/** Statuses in which nobody has signed for what a finding tells of. */
const UNSIGNED: readonly Case['status'][] = [
  'observed',
  'alerted',
  'open',
  'hold-pending',
  'held',
  'hold-failed',
  'rejected',
];

/**
 * What of a frozen slice its waiver covers, as sets that it covers together: not what another finding told of before, for which
 * nobody signed. It may have stood beside it unheld when the slice was frozen, and those who signed were not shown it. A statement
 * is known by its place; since places move when a policy is written anew, the actions that were told of are left out as well, but
 * for those of what was signed.
 */
export function signedParts(frozen: PolicySet, { finding }: Case, cases: readonly Case[]): readonly PolicySet[] {
  // whom a role trusts is no access of its own
  const told = cases.filter(
    ({ finding: { kind, raisedAt }, status }) =>
      kind !== 'excess-trust' && raisedAt <= finding.raisedAt && UNSIGNED.includes(status),
  );
  const unsigned = told.flatMap((each) => each.finding.excess);
  const signed = finding.excess.flatMap(({ actions }) => actions);
  const actions = [...new Set(unsigned.flatMap((box) => box.actions))].filter((action) => !signed.includes(action));
  const part = withoutPlaces(frozen, unsigned, finding.excess);
  if (actions.length === 0) return [part];
  const others = withPolicy(part, denyOf({ Action: actions }));
  return signed.length === 0 ? [others] : [others, withPolicy(part, denyOf({ NotAction: signed }))];
}

function denyOf(actions: JsonObject): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', ...actions, Resource: '*' }] };
}

/** A slice without the statements that some excess is of and this one is not. */
function withoutPlaces(frozen: PolicySet, unsigned: readonly ExcessBox[], own: readonly ExcessBox[]): PolicySet {
  const signedPlaces = placesOf(own);
  const unsignedPlaces = placesOf(unsigned);
  const identity = frozen.identity.map(({ name, document }): NamedPolicy => {
    if ('unreadable' in document) return { name, document };
    const statements = document.statements.filter((one) => {
      const place = `${name} ${statementLabel(one)}`;
      return one.effect === 'Deny' || signedPlaces.has(place) || !unsignedPlaces.has(place);
    });
    return statements.length === document.statements.length
      ? { name, document }
      : { name, document: { ...document, statements } };
  });
  return { ...frozen, identity };
}

function placesOf(excess: readonly ExcessBox[]): ReadonlySet<string> {
  return new Set(excess.map(({ policy, statement }) => `${policy} ${statement}`));
}
