import type { Call } from '../../activity/call.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { shellWord } from '../undo/shell-word.ts';
import { wayBackFrom } from '../undo/ways-back.ts';

/** How people take an offer back: the command of the AWS CLI where the record says enough, else the operation. */
export function undoingOffer({ undo }: Offer, call: Pick<Call, 'source' | 'name' | 'region'>): string {
  if (undo === undefined) return wayBackFrom(call, 'resource-policy');
  return `it is taken back by: ${['aws', ...undo, '--region', call.region].map(shellWord).join(' ')}`;
}
