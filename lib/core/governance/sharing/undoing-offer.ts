import type { Call } from '../../activity/call.ts';
import { undoOf } from '../../activity/calls/table.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { shellWord } from '../undo/shell-word.ts';

/** How people take an offer back: the command of the AWS CLI where the record says enough, else the operation. */
export function undoingOffer(
  { undo }: Offer,
  { source, name, region }: Pick<Call, 'source' | 'name' | 'region'>,
): string {
  if (undo !== undefined) {
    return `it is taken back by: ${['aws', ...undo, '--region', region].map(shellWord).join(' ')}`;
  }
  const operation = undoOf(source, name, 'resource-policy');
  if (operation === undefined) return 'it cannot be undone by a call';
  const needs = operation.needs === 'state-before' ? ', with what was there before' : '';
  return `it is undone by ${operation.by.join(' or ')}${needs}`;
}
