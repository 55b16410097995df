import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Checkpoint } from '../../core/governance/ledger/ledger-chain.ts';
import { readLedgerLine } from '../../core/governance/ledger/ledger-line.ts';
import type { Pause } from '../../ports/pause.ts';
import { sortable } from './sort-keys.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { pauseBefore } from './table.ts';

const PREFIX = 'ledger/';
const SEGMENT = /^ledger\/(\d{12})\.jsonl$/;
/** Bytes at the end of a segment that hold its last line whole: a checkpoint has some 250. */
const TAIL = 4096;
const MOST_TRIES = 6;

/** The checkpoint of a segment, and the sequence number of the segment's first entry; 0: it has none. */
export interface Sealed {
  readonly first: number;
  readonly checkpoint: Checkpoint;
}

/**
 * Segments of the ledger in a bucket with Object Lock, which nobody can take back: `ledger/<first sequence>.jsonl`, JSON
 * lines of entries and after them the signed checkpoint of the last one. Their names sort, so that one after the other they
 * are the ledger as `ambit ledger verify` reads it. No object is ever replaced.
 */
export class S3Evidence {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #pause: Pause;

  constructor({ client, bucket, pause }: { client: S3Client; bucket: string; pause: Pause }) {
    this.#client = client;
    this.#bucket = bucket;
    this.#pause = pause;
  }

  /** Puts the segment that begins with an entry (0: the ledger is empty), and gives what is there now under its name. */
  async keep(first: number, lines: readonly string[]): Promise<Sealed> {
    const key = keyOf(first);
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#put(key, `${lines.join('\n')}\n`);
        break;
      } catch (fault) {
        if (hasStatus(fault, 412)) break;
        // two who put the same name at once: the one who is told so asks again, and is told who was first
        if (!hasStatus(fault, 409) || tries === MOST_TRIES) throw fault;
        await this.#pause(pauseBefore(tries));
      }
    }
    return this.#sealedAt(key);
  }

  /** The last segment, looked for from the one on that begins with this entry; undefined: there is none. */
  async last(from: number): Promise<Sealed | undefined> {
    let last: string | undefined;
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: PREFIX,
          // sorts just before the segment itself
          StartAfter: `${PREFIX}${sortable(from)}`,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      );
      last = page.Contents?.at(-1)?.Key ?? last;
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return last === undefined ? undefined : this.#sealedAt(last);
  }

  async #put(key: string, body: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: key,
        Body: body,
        ContentType: 'application/x-ndjson',
        // a bucket with Object Lock takes nothing without one
        ChecksumAlgorithm: 'CRC32',
        IfNoneMatch: '*',
      }),
    );
  }

  async #sealedAt(key: string): Promise<Sealed> {
    const { Body } = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range: `bytes=-${TAIL}` }),
    );
    const text = (await Body?.transformToString('utf-8')) ?? '';
    const line = readLedgerLine(text.trimEnd().split('\n').at(-1) ?? '');
    const [, first] = SEGMENT.exec(key) ?? [];
    if (line.kind === 'checkpoint' && first !== undefined) {
      return { first: Number(first), checkpoint: line.checkpoint };
    }
    throw new StoreFault(
      'CORRUPT',
      `"${key}" in bucket "${this.#bucket}" is no segment that ends with a checkpoint; find out who put it there`,
    );
  }
}

function keyOf(first: number): string {
  return `${PREFIX}${sortable(first)}.jsonl`;
}

function hasStatus(fault: unknown, status: number): boolean {
  return fault instanceof S3ServiceException && fault.$metadata.httpStatusCode === status;
}
