import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { JsonObject } from '../../lib/core/json.ts';
import { randomFrom } from '../../test/core/access/random-requests.ts';
import { ACCOUNT } from './actors.ts';
import { type Draw, TRAIL_KINDS, type TrailCall, type TrailKind } from './kinds.ts';

/** Records in a file, and the minutes that a file is of. */
const IN_FILE = 100;
const MINUTES = 5;
/** Files of the same minutes: CloudTrail writes several where much happens. */
const TOGETHER = 50;
/** Files that are packed at once. */
const AT_ONCE = 8;
const START = Date.parse('2025-12-01T00:00:00Z');
const MINUTE = 60_000;

/** What was written: bytes in all, unpacked and packed. */
export interface WrittenTrail {
  readonly files: number;
  readonly records: number;
  readonly unpacked: number;
  readonly packed: number;
}

const pack = promisify(gzip);

/**
 * Writes a trail's folder as it is in S3: `AWSLogs/ACCOUNT/CloudTrail/REGION/yyyy/mm/dd/…json.gz`, files of a hundred records
 * on one line, and a folder of digests beside them. The same seed always gives the same records.
 */
export async function writeTrail(folder: string, records: number, seed: number): Promise<WrittenTrail> {
  const random = randomFrom(seed);
  const draw: Draw = (below) => Math.floor(random() * below);
  const files = Math.ceil(records / IN_FILE);
  let [unpacked, packed] = [0, 0];
  for (let first = 0; first < files; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, files - first) }, (_, index) => first + index);
    const sizes = await Promise.all(
      some.map(async (file) => {
        const text = textOfFile(file, Math.min(IN_FILE, records - file * IN_FILE), draw);
        const bytes = await pack(text);
        await writeFile(placeOf(folder, file), bytes);
        return [text.length, bytes.length] as const;
      }),
    );
    for (const [text, bytes] of sizes) {
      unpacked += text;
      packed += bytes;
    }
  }
  return { files, records, unpacked, packed };
}

function minuteOf(file: number): number {
  return START + Math.floor(file / TOGETHER) * MINUTES * MINUTE;
}

function placeOf(folder: string, file: number): string {
  const time = new Date(minuteOf(file)).toISOString();
  const [year = '', month = '', day = ''] = time.slice(0, 10).split('-');
  const stamp = time.slice(0, 16).replaceAll(/[-:]/g, '');
  const place = join(folder, 'AWSLogs', ACCOUNT, 'CloudTrail', 'us-east-1', year, month, day);
  mkdirSync(place, { recursive: true });
  return join(place, `${ACCOUNT}_CloudTrail_us-east-1_${stamp}Z_${String(file).padStart(16, '0')}.json.gz`);
}

function textOfFile(file: number, count: number, draw: Draw): string {
  const records = Array.from({ length: count }, (_, index) => {
    const time = minuteOf(file) + Math.floor((index * MINUTES * MINUTE) / IN_FILE);
    return recordOf(kindBy(draw).call(draw), time, draw);
  });
  return JSON.stringify({ Records: records });
}

function kindBy(draw: Draw): TrailKind {
  let left = draw(10_000);
  for (const kind of TRAIL_KINDS) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  throw new Error('the shares of the kinds are less than ten thousand');
}

/** A record with the members, and in the order, that CloudTrail writes. */
function recordOf(call: TrailCall, time: number, draw: Draw): JsonObject {
  const { source, name, by, asked, answer = null, readOnly = false, error, onObjects = false } = call;
  const host = `${source}.us-east-1.amazonaws.com`;
  return {
    eventVersion: '1.11',
    userIdentity: by.userIdentity,
    eventTime: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: by.sourceIPAddress,
    userAgent: by.userAgent,
    ...(error === undefined
      ? {}
      : { errorCode: error, errorMessage: `User is not authorized to perform ${source}:${name}` }),
    requestParameters: asked,
    responseElements: answer,
    requestID: idBy(draw),
    eventID: idBy(draw),
    readOnly,
    ...(onObjects
      ? {
          resources: [
            { accountId: ACCOUNT, type: 'AWS::S3::Object', ARN: `arn:aws:${source}:::shop-orders/2025/12/01` },
          ],
        }
      : {}),
    eventType: 'AwsApiCall',
    managementEvent: !onObjects,
    recipientAccountId: ACCOUNT,
    eventCategory: onObjects ? 'Data' : 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host },
  };
}

function idBy(draw: Draw): string {
  const part = (letters: number) =>
    draw(16 ** letters)
      .toString(16)
      .padStart(letters, '0');
  return `${part(8)}-${part(4)}-${part(4)}-${part(4)}-${part(6)}${part(6)}`;
}
