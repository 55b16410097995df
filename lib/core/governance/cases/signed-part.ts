import { statementLabel } from '../../access/decide.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
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
 * What of a frozen slice its waiver covers: not what another finding told of before, for which nobody signed. It may have stood
 * beside it unheld when the slice was frozen, and those who signed were not shown it.
 */
export function signedPart(frozen: PolicySet, { finding }: Case, cases: readonly Case[]): PolicySet {
  const own = new Set(finding.excess.map(({ policy, statement }) => `${policy} ${statement}`));
  const told = cases.filter(
    ({ finding: { raisedAt }, status }) => raisedAt <= finding.raisedAt && UNSIGNED.includes(status),
  );
  const unsigned = new Set(
    told.flatMap((each) => each.finding.excess.map(({ policy, statement }) => `${policy} ${statement}`)),
  );
  const identity = frozen.identity.map(({ name, document }): NamedPolicy => {
    if ('unreadable' in document) return { name, document };
    const statements = document.statements.filter((one) => {
      const place = `${name} ${statementLabel(one)}`;
      return one.effect === 'Deny' || own.has(place) || !unsigned.has(place);
    });
    return statements.length === document.statements.length
      ? { name, document }
      : { name, document: { ...document, statements } };
  });
  return { ...frozen, identity };
}
