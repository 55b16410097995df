import { formText } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { Case } from '../cases/case.ts';
import type { Finding } from '../finding.ts';
import type { Governance, HoldLimit } from '../standards/standards.ts';
import { opensBreaker } from './opens-breaker.ts';

const MINUTE = 60_000;

/** What limits are asked of, and when. */
export interface HoldLimits {
  readonly governance: Governance;
  readonly now: Instant;
  /** How many principals the finding's account has; absent: nobody asked. */
  readonly principals?: number;
}

/**
 * Why the breaker stops the first hold of a finding, or undefined where it does not: so many findings of its account, or so
 * large a share of its principals, were held within the window that the monitor itself may be the incident. Holds that people or waivers asked for go on.
 */
export function openBreaker(
  { finding, status }: Case,
  cases: readonly Case[],
  { governance: { breaker }, now, principals }: HoldLimits,
): string | undefined {
  if (status !== 'open' && status !== 'hold-failed') return undefined;
  const held = heldWithin(breaker, cases, now).filter(
    (other) => other.finding.id !== finding.id && other.finding.account === finding.account,
  );
  const whom = new Set(held.map((other) => other.finding.principal)).size;
  const within = `in account ${finding.account} within ${breaker.withinMinutes} minutes; look at them now`;
  const known = principals === undefined ? {} : { principals };
  switch (opensBreaker({ holds: held.length, held: whom, ...known }, breaker)) {
    case 'holds':
      return `the breaker is open: ${held.length} holds ${within}`;
    case 'share':
      return `the breaker is open: ${whom} of ${principals} principals held ${within}`;
    case undefined:
      return undefined;
  }
}

/** Why an excess is quarantined and no longer undone, or undefined where it is not: somebody puts it back again and again. */
export function flapping(
  { id, principal, excess }: Finding,
  cases: readonly Case[],
  { governance, now }: HoldLimits,
): string | undefined {
  const { holds, withinMinutes } = governance.flapping;
  const same = formText(excess);
  const held = heldWithin(governance.flapping, cases, now).filter(
    ({ finding }) => finding.id !== id && finding.principal === principal && formText(finding.excess) === same,
  );
  if (held.length < holds) return undefined;
  return `quarantined: the same excess came back after ${held.length} holds within ${withinMinutes} minutes; find out who puts it back`;
}

function heldWithin({ withinMinutes }: HoldLimit, cases: readonly Case[], now: Instant): readonly Case[] {
  return cases.filter(
    ({ hold }) => (hold.kind === 'pending' || hold.kind === 'confirmed') && hold.at > now - withinMinutes * MINUTE,
  );
}
