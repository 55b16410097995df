import { compareWithUnknown } from '../../access/compare.ts';
import { boxOfPart, type Comparison, type ExcessBox, type Reason, type Witness } from '../../access/excess.ts';
import { policySetOf } from '../../account/effective.ts';
import { principalOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import { standardSet, trustBeyond, type TrustMeasure, trustSetOf } from '../standards/access-limits.ts';
import { classOf } from '../standards/classify.ts';
import type { StatePair } from '../finding.ts';
import type { Governance, PrincipalClass, Standard } from '../standards/standards.ts';

/** How what a principal held at one moment compares with the standard of its class. */
export type Standing =
  /** It was not there. */
  | { readonly kind: 'absent' }
  /** It was never read, so what it held is not known. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'compared';
      readonly verdict: Comparison['verdict'];
      readonly excess: readonly ExcessBox[];
      readonly witness: Witness | null;
      readonly reasons: readonly Reason[];
    };

/** Something that is limited by a standard, before a call and after it. */
export interface Step {
  readonly before: Standing;
  readonly after: Standing;
}

/** What a call did to one principal, measured by the standard that counts for it. */
export interface AccessExplained {
  /** ARN of the role or user. */
  readonly principal: string;
  /** Its class after the call, or before where it is gone; with the class of before where the call changed that. */
  readonly class: string;
  readonly classBefore?: string;
  /** Name of the class's standard. */
  readonly standard: string;
  readonly access: Step;
  /** Who may assume it; absent: nobody can, it is a user. */
  readonly trust?: Step;
}

/** What a call did to one principal, whether or not that is a finding; undefined where it was there neither before nor after. */
export function explainAccess(
  pair: StatePair,
  principalArn: string,
  governance: Governance,
): AccessExplained | undefined {
  const [classBefore, classAfter] = [pair.before, pair.after].map((state) => classIn(state, principalArn, governance));
  const counts = classAfter ?? classBefore;
  if (counts === undefined) return undefined;
  const { name, standard } = counts;
  const { trustedTokens } = governance;
  const stepOf = (standing: (state: AccountState) => Standing): Step => ({
    before: standing(pair.before),
    after: standing(pair.after),
  });
  const isRole = [pair.before, pair.after].some((state) => principalOf(state, principalArn)?.kind === 'role');
  return {
    principal: principalArn,
    class: name,
    ...(classBefore === undefined || classBefore.name === name ? {} : { classBefore: classBefore.name }),
    standard: standard.name,
    access: stepOf((state) => accessIn(state, principalArn, standard)),
    ...(isRole ? { trust: stepOf((state) => trustIn(state, principalArn, { standard, trustedTokens })) } : {}),
  };
}

function classIn(state: AccountState, principalArn: string, governance: Governance): PrincipalClass | undefined {
  const principal = principalOf(state, principalArn);
  return principal === undefined ? undefined : classOf(principal, governance);
}

function accessIn(state: AccountState, principalArn: string, standard: Standard): Standing {
  const held = policySetOf(state, principalArn);
  return held === undefined ? absentFrom(state) : standingOf(compareWithUnknown(held, [standardSet(standard, held)]));
}

function trustIn(state: AccountState, principalArn: string, measure: TrustMeasure): Standing {
  const trust = trustSetOf(state, principalArn);
  const found = trust && trustBeyond(trust, measure, (ceiling) => compareWithUnknown(trust, [ceiling]));
  return found === undefined ? absentFrom(state) : standingOf(found);
}

/** Of an account that was not read to the end, what it does not list may still have been there. */
function absentFrom({ coverage }: AccountState): Standing {
  return { kind: coverage === 'whole' ? 'absent' : 'unknown' };
}

function standingOf(comparison: Comparison): Standing {
  const { verdict, reasons } = comparison;
  if (comparison.verdict === 'within') return { kind: 'compared', verdict, excess: [], witness: null, reasons };
  const witness = comparison.verdict === 'exceeds' ? comparison.witness : null;
  return { kind: 'compared', verdict, excess: comparison.excess.map(boxOfPart), witness, reasons };
}
