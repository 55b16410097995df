import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { recordOf } from '../../core/activity/records.ts';
import { commandOfFinding } from '../command-of-finding.ts';
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
export type Seen = z.output<typeof seen>;

const seen = z.object({ before: z.json(), made: z.json(), back: z.json() });

/** The command by which a finding says that a call is taken back. */
function commandFor({ service, event: [eventName, requestParameters, responseElements = {}] }: Opening): string {
  const where = { eventSource: `${service}.amazonaws.com`, recipientAccountId: ACCOUNT, awsRegion: REGION };
  const command = commandOfFinding(recordOf({ eventName, requestParameters, responseElements, ...where }));
  if (command === undefined) throw new Error(`a finding has no command for ${eventName}`);
  return command;
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
      if (fault === null) resolve(z.array(seen).parse(JSON.parse(stdout)));
      else reject(new Error('the calls could not be taken back', { cause: fault }));
    });
    child.stdin?.end(JSON.stringify(trials));
  });
}

/** What moto was asked to look at, without the dates that it noted. */
export function undated(seen: JsonValue): string {
  return JSON.stringify(seen, (name, value: unknown) => (/Date|Timestamp/.test(name) ? undefined : value));
}
