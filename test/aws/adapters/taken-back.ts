import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { changesOf } from '../../../lib/core/activity/call.ts';
import { offersOf } from '../../../lib/core/activity/offers/read-offers.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { undoingOffer } from '../../../lib/core/governance/sharing/undoing-offer.ts';
import { wideningOf } from '../../../lib/core/governance/widenings/widening-of.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { recordOf } from '../../core/activity/records.ts';
import type { Moto } from '../moto.ts';

/** Of what moto keeps. */
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

type Step = readonly [operation: string, parameters: JsonObject];

/** A call that opens something, as it is made and as CloudTrail has it, and how it is seen whether it is open. */
export interface Opening {
  /** As botocore has it, and as an event source. */
  readonly service: string;
  readonly event: readonly [name: string, asked: JsonObject, answered?: JsonObject];
  readonly setup: readonly Step[];
  readonly made: Step;
  readonly look: Step;
}

/** What was seen of an opening: before it was made, after it, and after the command that people are given for it. */
export interface Seen {
  readonly before: JsonValue;
  readonly made: JsonValue;
  readonly back: JsonValue;
}

/** The command of the AWS CLI by which a finding says that a call is taken back. */
export function commandFor({ service, event: [eventName, requestParameters, responseElements = {}] }: Opening): string {
  const eventSource = `${service}.amazonaws.com`;
  const where = { recipientAccountId: ACCOUNT, awsRegion: REGION };
  const reading = readCall(recordOf({ eventSource, eventName, requestParameters, responseElements, ...where }));
  if (reading.kind !== 'call') throw new Error(`${eventName} was read as ${reading.kind}`);
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
  const [first = ''] = said;
  const from = first.indexOf('aws ');
  if (from < 0) throw new Error(`${eventName} has no command: ${first}`);
  return first.slice(from).split(', or ')[0] ?? '';
}

/** Makes the calls in that moto, and takes each back as people do. */
export async function takenBack(openings: readonly Opening[], moto: Moto): Promise<readonly Seen[]> {
  const trials = openings.map((opening) => {
    const { service, setup, made, look } = opening;
    return { service, setup, made, look, command: commandFor(opening).replace(` --region ${REGION}`, '') };
  });
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const script = join(import.meta.dirname, '../python/taken_back.py');
  return new Promise((resolve, reject) => {
    const child = execFile(process.env['AMBIT_AWS_PYTHON'] ?? '', [script], { env }, (fault, stdout) => {
      if (fault === null) resolve(JSON.parse(stdout));
      else reject(new Error('the calls could not be taken back', { cause: fault }));
    });
    child.stdin?.end(JSON.stringify(trials));
  });
}

/** What moto was asked to look at, without the dates that it noted. */
export function undated(seen: JsonValue): string {
  return JSON.stringify(seen, (name, value: unknown) => (/Date|Timestamp/.test(name) ? undefined : value));
}
