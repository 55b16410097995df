import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { RecordScan } from '../../core/activity/scan/interest.ts';
import { type FileProblem, problemOfFault } from './file-problem.ts';
import { LogPieces } from './log-pieces.ts';
import { type PieceBatch, PieceBatches } from './piece-batch.ts';
import { releaseBytes } from './release-bytes.ts';

/** How a file ended: as a log file; as one that broke off, after the records before; as another one, to be read as such from its start. */
export type ScannedFile =
  | { readonly kind: 'log' }
  | { readonly kind: 'problem'; readonly problem: FileProblem }
  | { readonly kind: 'other' };

/** Files that are smaller are read and unpacked at once: CloudTrail's are, nearly all. In bytes. */
const SMALL = 2 * 1024 * 1024;
const SMALL_UNPACKED = 16 * 1024 * 1024;
const CHUNK = 256 * 1024;

/**
 * Reads a log file of CloudTrail, gzip or not, and gives the records of interest in batches. Memory is bounded whatever the
 * size of the file. `give` is waited for. What keeps the file from being read is a problem, not a fault.
 */
export async function scanLogFile(
  file: string,
  scan: RecordScan,
  give: (batch: PieceBatch) => Promise<void>,
): Promise<ScannedFile> {
  const batches = new PieceBatches();
  const pieces = new LogPieces(scan, batches);
  const push = async (bytes: Uint8Array): Promise<boolean> => {
    const goesOn = pieces.push(bytes);
    for (const batch of batches.take('full')) await give(batch);
    return goesOn;
  };
  let fault: FileProblem | undefined;
  let unpacked: Uint8Array | undefined;
  try {
    // what comes through a pipe comes once: who reads it as another file must not find it used up
    if (!statSync(file).isFile()) return { kind: 'other' };
    unpacked = await pushFile(file, push);
  } catch (error) {
    fault = problemOfFault(file, error);
  }
  const form = pieces.end();
  // not before: what is left of a file that breaks off is looked at until its end
  if (unpacked !== undefined) releaseBytes(unpacked);
  for (const batch of batches.take('all')) await give(batch);
  if (form === 'other' || (form === 'cut-off' && fault === undefined)) return { kind: 'other' };
  return fault === undefined ? { kind: 'log' } : { kind: 'problem', problem: fault };
}

type Push = (bytes: Uint8Array) => Promise<boolean>;

/** What was unpacked for it, which may be released once nobody looks at it; undefined: nothing, or it came in a stream. */
async function pushFile(file: string, push: Push): Promise<Uint8Array | undefined> {
  const { size } = statSync(file);
  if (size > SMALL) {
    await pushStream(createReadStream(file), push);
    return undefined;
  }
  const bytes = readFileSync(file);
  const plain = isGzip(bytes) ? unpackedAtOnce(bytes) : bytes;
  if (plain === undefined) await pushStream(portionsOf(bytes), push);
  else await pushChunks(plain, push);
  return plain === bytes ? undefined : plain;
}

/** Gzip grows up to a thousandfold, and what came out of a portion with a fault is lost. In bytes. */
const PORTION = 1024;

function* portionsOf(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PORTION) yield bytes.subarray(at, at + PORTION);
}

async function pushChunks(bytes: Uint8Array, push: Push): Promise<void> {
  for (let at = 0; at < bytes.length; at += CHUNK) if (!(await push(bytes.subarray(at, at + CHUNK)))) return;
}

/** Undefined where it is larger than may be held, or broken: then as much as there is comes out of the stream. */
function unpackedAtOnce(bytes: Buffer): Buffer | undefined {
  // a gzip file ends with how long it was (RFC 1952), which may be wrong
  const said = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  if (said > SMALL_UNPACKED) return undefined;
  try {
    return gunzipSync(bytes, { chunkSize: Math.max(said + 1, 1024), maxOutputLength: SMALL_UNPACKED });
  } catch {
    // the stream meets the same fault, and tells it
    return undefined;
  }
}

async function pushStream(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, push: Push): Promise<void> {
  let unpacking: Unpacking | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && isGzip(chunk)) unpacking = new Unpacking();
    isFirst = false;
    const plain = unpacking === undefined ? [chunk] : await unpacking.unpack(chunk);
    for (const bytes of plain) if (!(await push(bytes))) return unpacking?.close();
  }
  for (let last = await unpacking?.end(); last !== undefined && last.length > 0; last = await unpacking?.end()) {
    for (const bytes of last) await push(bytes);
  }
}

/** Unpacks gzip step by step: what came out before a fault is handed on before the fault is told. */
class Unpacking {
  readonly #gunzip = createGunzip({ chunkSize: CHUNK });
  #plain: Uint8Array[] = [];
  #fault: Error | undefined;

  constructor() {
    this.#gunzip.on('data', (bytes: Uint8Array) => this.#plain.push(bytes));
    this.#gunzip.on('error', (fault) => {
      this.#fault = fault;
    });
  }

  async unpack(chunk: Uint8Array): Promise<readonly Uint8Array[]> {
    await new Promise<void>((done) => {
      // a stream that meets a fault forgets whom it was to call back
      this.#gunzip.once('close', done);
      this.#gunzip.write(chunk, () => {
        this.#gunzip.off('close', done);
        done();
      });
    });
    return this.#taken();
  }

  /** To be asked until it gives nothing more. */
  async end(): Promise<readonly Uint8Array[]> {
    if (!this.#gunzip.closed) {
      await new Promise<void>((done) => {
        this.#gunzip.once('close', done).end();
      });
    }
    return this.#taken();
  }

  close(): void {
    this.#gunzip.destroy();
  }

  #taken(): readonly Uint8Array[] {
    const plain = this.#plain;
    this.#plain = [];
    if (plain.length === 0 && this.#fault !== undefined) throw this.#fault;
    return plain;
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
