import type { Case, Effect, Waiver } from '../../core/governance/cases/case.ts';
import type { Instant } from '../../core/instant.ts';
import type { Choice } from '../append-chosen.ts';
import { endOf } from './hold-claim.ts';
import { type Opening, refuse } from './hold-outcome.ts';

/** What the ledger says of a hold that was begun and gives way to what people have given back meanwhile. */
const GAVE_WAY = 'it would take what was given back under another finding meanwhile, and waits for that waiver to end';

/** Whether a hold has failed only in that it waits: AWS refused nothing, and no limit stops it. */
export function hasGivenWay(hold: Effect): boolean {
  return hold.kind === 'failed' && hold.detail === GAVE_WAY;
}

/**
 * A hold gives way to the waiver of another finding. One that was begun ends as one that failed, which people are told, and is tried
 * again. Of one that was not, people are told once: as long as the waiver runs that they were told of, it is no news that it still waits.
 */
export function giveWay(
  { finding, hold, status, gaveWay }: Case,
  waiver: Waiver,
  { ofPrincipal, now }: { readonly ofPrincipal: readonly Case[]; readonly now: Instant },
): Choice<Opening> {
  const findingId = finding.id;
  if (hold.kind === 'pending') {
    const failed = { kind: 'hold-failed', findingId, detail: GAVE_WAY, at: endOf(hold.at, now) } as const;
    return { facts: [failed], answer: { kind: 'failed', detail: GAVE_WAY } };
  }
  const told = ofPrincipal.find((other) => other.finding.id === gaveWay?.by)?.waiver;
  // of one that failed by it; what came after that is another matter
  const isKnown = hasGivenWay(hold) && (status === 'hold-failed' || status === 'rejected');
  const isTold = isKnown || (told !== undefined && now < told.until);
  const gives = { kind: 'hold-gave-way', findingId, by: waiver.findingId, until: waiver.until, at: now } as const;
  return { ...refuse('KEPT_BY_OTHERS'), facts: isTold ? [] : [gives] };
}
