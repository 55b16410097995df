import { changesOf } from '../../lib/core/activity/call.ts';
import { offersOf } from '../../lib/core/activity/offers/read-offers.ts';
import { readCall } from '../../lib/core/activity/read-call.ts';
import { undoingOffer } from '../../lib/core/governance/sharing/undoing-offer.ts';
import { wideningOf } from '../../lib/core/governance/widenings/widening-of.ts';
import type { JsonObject } from '../../lib/core/json.ts';

/**
 * The command of the AWS CLI by which a finding says that a recorded call is taken back, of what it offers or widens; undefined:
 * a finding has none.
 */
export function commandOfFinding(record: JsonObject): string | undefined {
  const reading = readCall(record);
  if (reading.kind !== 'call') return undefined;
  const { call } = reading;
  const said = changesOf(call).flatMap((change) => {
    if (change.kind === 'resource-policy') {
      const [offer] = offersOf(call, change) ?? [];
      if (offer !== undefined) return [undoingOffer(offer, call)];
    }
    if (!('asked' in change)) return [];
    const { asked, resources } = change;
    const widening = wideningOf({ call, asked, resources, sharing: { accounts: [], organizations: [] } });
    return widening === undefined || widening === 'nothing' ? [] : [widening.undo];
  });
  const command = /(?<command>aws .*)/.exec(said[0] ?? '')?.groups?.['command'];
  return command?.split(', or ')[0];
}
