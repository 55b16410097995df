import type { AccountState } from '../core/account/state.ts';
import { stateToJson } from '../core/account/state-json.ts';
import { canonicalText } from '../core/digest.ts';
import { assessAccess } from '../core/governance/assess.ts';
import type { Case } from '../core/governance/case.ts';
import type { Finding } from '../core/governance/finding.ts';
import type { Governance } from '../core/governance/standards.ts';
import type { Instant } from '../core/instant.ts';
import { waiversOf } from './waivers-of.ts';

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
  const { governance, cases, now } = limits;
  // nothing was frozen: what was signed lifts a containment, it grants nothing
  if (signed.frozen === undefined) return undefined;
  if (canonicalText(stateToJson(slice)) === canonicalText(signed.frozen)) return undefined;
  const found = assessAccess({
    pair: { before: slice, after: slice },
    principalArn: signed.principal,
    call: undefined,
    governance,
    waivers: waiversOf(signed.principal, cases, now, slice),
    now,
    actorClass: undefined,
  });
  const isTrust = signed.kind === 'excess-trust';
  const wider = found.find(({ kind }) => (kind === 'excess-trust') === isTrust);
  if (wider === undefined) return undefined;
  const what = wider.excess
    .flatMap(({ actions }) => actions)
    .slice(0, 3)
    .join(', ');
  return `the access is wider than what was signed (${wider.verdict}${what === '' ? '' : `: ${what}`})`;
}
