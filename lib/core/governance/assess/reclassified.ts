import { compare } from '../../access/compare.ts';
import type { Comparison, Reason } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { namedIn } from '../../account/named-in.ts';
import { principalOf } from '../../account/slice.ts';
import type { AccountState, Principal } from '../../account/state.ts';
import { ceilingSet, standardSet, trustSetOf } from '../standards/access-limits.ts';
import { classOf } from '../standards/classify.ts';
import type { StatePair } from '../finding.ts';
import { respondsLess } from '../holds/responds-less.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';

/** A principal that came out of a stricter class into a laxer one. */
export interface Reclassification {
  /** The stricter class, of before. */
  readonly from: PrincipalClass;
  readonly reason: Reason;
  /** What the laxer class may hold, and the stricter may not. */
  readonly latitude: Exclude<Comparison, { readonly verdict: 'within' }>;
}

/** A principal before and after a call. */
export interface ChangedPrincipal {
  readonly pair: StatePair;
  readonly principalArn: string;
  /** Undefined: what was called is not of IAM. */
  readonly iam: IamCall | undefined;
}

/**
 * Whether a principal is in another class after a call than before, and that class is laxer: its standard, its ceiling of
 * trust, its mode or its response. Tags, names, paths and trust tell the class, so whoever can change them could
 * choose the standard to be measured by. Undefined where that is not so, or nothing is known of before.
 */
export function reclassified(
  { pair: { before, after }, principalArn, iam }: ChangedPrincipal,
  governance: Governance,
): Reclassification | undefined {
  const now = principalOf(after, principalArn);
  const former = formerOf(before, principalArn, iam);
  // what is known only from calls has a class by guess
  if (now === undefined || former === undefined || former.seenOnlyInCalls === true) return undefined;
  const [from, to] = [classOf(former, governance), classOf(now, governance)];
  const latitude =
    from.name === to.name
      ? undefined
      : latitudeOf({ from, to, trustedTokens: governance.trustedTokens }, after, principalArn);
  if (latitude === undefined) return undefined;
  const detail = `the call moved it from class "${from.name}" to class "${to.name}", which is laxer: it is measured by the former`;
  return { from, latitude, reason: { rule: 'reclassified', detail } };
}

function formerOf(before: AccountState, principalArn: string, iam: IamCall | undefined): Principal | undefined {
  return (
    principalOf(before, principalArn) ?? (iam?.name === 'UpdateUser' ? namedIn(before.users, iam.userName) : undefined)
  );
}

interface Move extends Pick<Governance, 'trustedTokens'> {
  readonly from: PrincipalClass;
  readonly to: PrincipalClass;
}

function latitudeOf(
  { from, to, trustedTokens }: Move,
  after: AccountState,
  principalArn: string,
): Reclassification['latitude'] | undefined {
  const holder: PolicySet = policySetOf(after, principalArn) ?? { principal: { arn: principalArn }, identity: [] };
  const access = compare(standardSet(to.standard, holder), [standardSet(from.standard, holder)]);
  if (access.verdict !== 'within') return access;
  const trust = trustSetOf(after, principalArn);
  const [ceiling, formerCeiling] = [to, from].map(
    ({ standard }) => trust && ceilingSet({ standard, trustedTokens }, trust),
  );
  const opened = ceiling && formerCeiling && compare(ceiling, [formerCeiling]);
  if (opened !== undefined && opened.verdict !== 'within') return opened;
  if (!respondsLess(to, from)) return undefined;
  const detail = `Ambit does less about excess in class "${to.name}" (${to.mode}, ${to.response.kind}) than in class "${from.name}" (${from.mode}, ${from.response.kind})`;
  return { verdict: 'undetermined', excess: [], reasons: [{ rule: 'laxer-response', detail }] };
}
