import type { Governance } from '../standards/standards.ts';
import { weakerApproval, weakerPeople } from './weaker-approval.ts';
import { weakerClasses } from './weaker-classes.ts';
import { fewerGuarded, moreProtected, moreSharing, moreTrustedTokens } from './weaker-guards.ts';
import { type LimitedPart, weakerLimits } from './weaker-limits.ts';
import { weakerAccountModes } from './weaker-modes.ts';
import type { Weakening } from './weakening.ts';

type Judge = (before: Governance, after: Governance) => readonly Weakening[];

/** Every part of the rules has its judge: a part without one does not compile. */
const JUDGES: { readonly [P in keyof Governance]: Judge } = {
  classes: weakerClasses,
  // judged with the classes: it is the last of them
  unclassified: () => [],
  people: weakerPeople,
  approval: weakerApproval,
  protectedPrincipals: moreProtected,
  environments: fewerGuarded,
  sharing: moreSharing,
  trustedTokens: moreTrustedTokens,
  waiver: limits('waiver'),
  permit: limits('permit'),
  staleAfterMinutes: limits('staleAfterMinutes'),
  accountModes: weakerAccountModes,
  breaker: limits('breaker'),
  flapping: limits('flapping'),
  burst: limits('burst'),
  waitForStackMinutes: limits('waitForStackMinutes'),
};

function limits(part: LimitedPart): Judge {
  return (before, after) => weakerLimits(part, before, after);
}

/**
 * Everything in which new rules ask for less than those before them; none: they ask for as much or more. What cannot be decided
 * counts as weaker: nobody may be asked too rarely.
 */
export function weakeningsOf(before: Governance, after: Governance): readonly Weakening[] {
  return Object.values(JUDGES).flatMap((judge) => judge(before, after));
}
