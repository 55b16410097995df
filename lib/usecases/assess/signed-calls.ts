import { type ServiceCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CaseBook } from '../case-book.ts';

/** The cases whose signed calls are looked up. */
export interface SignedCallsDeps {
  /** Absent: nothing was signed. */
  readonly cases?: Pick<CaseBook, 'cards' | 'these'>;
  readonly clock: Clock;
}

/**
 * What people have signed of an account and Ambit gives back, or gave, while the waiver runs: such a call, whoever makes it,
 * gives nothing that was not signed.
 */
export async function signedCallsIn(
  account: string,
  { cases, clock }: SignedCallsDeps,
): Promise<readonly ServiceCall[]> {
  if (cases === undefined) return [];
  const cards = (await cases.cards()).filter(
    (card) => card.account === account && (card.status === 'restoring' || card.status === 'restored'),
  );
  const now = clock.now();
  return (await cases.these(cards)).flatMap(({ restore, waiver }) => {
    if (waiver === undefined || waiver.until <= now || restore.kind === 'none') return [];
    return serviceCallsIn(restore.calls);
  });
}
