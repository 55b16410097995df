import { compare } from '../../core/access/compare.ts';
import { policySetOf } from '../../core/account/effective.ts';
import type { AccountState } from '../../core/account/state.ts';
import { stateToJson } from '../../core/account/state-json.ts';
import { canonicalText } from '../../core/digest.ts';
import { standardSet } from '../../core/governance/standards/access-limits.ts';
import { beyondStandard } from '../../core/governance/assess/beyond-standard.ts';
import type { PolicySet } from '../../core/access/policy-set.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { agentClassOf } from '../../core/governance/standards/classify.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { sameFooting } from '../../core/governance/assess/gained.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import { agentWaiversOf, slicesOfWaivers } from '../assess/waivers-of.ts';

/** What may be held besides what was signed. */
export interface SignedLimits {
  readonly governance: Governance;
  /** All cases: the waivers that run are among them. */
  readonly cases: readonly Case[];
  readonly now: Instant;
}

/**
 * Why a principal holds more than its standard and the waivers that run allow, or undefined where it does not.
 * A state that is the very one that was signed is never wider, even where it cannot be compared.
 */
export function widerThanSigned(slice: AccountState, signed: Finding, limits: SignedLimits): string | undefined {
  // nothing was frozen: what was signed lifts a containment, it grants nothing
  if (signed.frozen === undefined) return undefined;
  if (canonicalText(stateToJson(slice)) === canonicalText(signed.frozen)) return undefined;
  if (signed.kind === 'agent-as-engineer') return agentMayMore(slice, signed, limits);
  const isTrust = signed.kind === 'excess-trust';
  const wider = beyondSigned(slice, signed.principal, limits).find(({ kind }) => (kind === 'excess-trust') === isTrust);
  return wider && describeWider(wider);
}

/** What a principal has beyond its standard, the waivers that run, and what is known besides. */
export function beyondSigned(
  slice: AccountState,
  principal: string,
  { governance, cases, now }: SignedLimits,
  known: readonly PolicySet[] = [],
): readonly Finding[] {
  const waivers = slicesOfWaivers({ principal, current: slice }, cases, now);
  return beyondStandard(slice, principal, { governance, now, limits: [...waivers, ...known] });
}

/** What was signed for an agent is what the agent may do with the principal's access, not what the principal may hold. */
function agentMayMore(
  slice: AccountState,
  { principal, actor: { id } }: Finding,
  { governance, cases, now }: SignedLimits,
): string | undefined {
  const held = policySetOf(slice, principal);
  const agents = agentClassOf(governance);
  if (held === undefined || agents === undefined) return undefined;
  const waivers = agentWaiversOf({ actor: { id, principalArn: principal }, current: slice }, cases, now);
  const signed = waivers.filter((waiver) => sameFooting(waiver, held));
  const wider = compare(held, [standardSet(agents.standard, held), ...signed]);
  return wider.verdict === 'within' ? undefined : describeWider(wider);
}

/** For people: that it is wider, how surely, and by which actions. */
export function describeWider({ verdict, excess }: Pick<Finding, 'verdict' | 'excess'>): string {
  const what = excess
    .flatMap(({ actions }) => actions)
    .slice(0, 3)
    .join(', ');
  return `the access is wider than what was signed (${verdict}${what === '' ? '' : `: ${what}`})`;
}
