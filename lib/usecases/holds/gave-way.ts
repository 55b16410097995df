import type { Effect } from '../../core/governance/cases/case.ts';

/** What the ledger says of a hold that was begun and gives way to what people have given back meanwhile. */
export const GAVE_WAY =
  'it would take what was given back under another finding meanwhile, and waits for that waiver to end';

/** Whether a hold has failed only in that it waits: AWS refused nothing, and no limit stops it. */
export function hasGivenWay(hold: Effect): boolean {
  return hold.kind === 'failed' && hold.detail === GAVE_WAY;
}
