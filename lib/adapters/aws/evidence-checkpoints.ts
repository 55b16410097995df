import type { LedgerEntry } from '../../core/governance/ledger/fact.ts';
import {
  CHAIN_START,
  type Checkpoint,
  checkpointText,
  type VerifySignature,
} from '../../core/governance/ledger/ledger-chain.ts';
import { isDigest } from '../../core/digest.ts';
import { checkpointLine, entryLine, verifyLedgerLines } from '../../core/governance/ledger/ledger-line.ts';
import type { ChainReport } from '../../core/governance/ledger/verify-chain.ts';
import type { Instant } from '../../core/instant.ts';
import type { Checkpoints } from '../../ports/checkpoints.ts';
import type { Signer } from '../../ports/signer.ts';
import { CHECKPOINTS } from './ledger-keys.ts';
import { lineText } from './ledger-items.ts';
import { LedgerReading } from './ledger-reading.ts';
import type { S3Evidence, Sealed } from './s3-evidence.ts';
import { sortable } from './sort-keys.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { type Item, keyAttributes, numberOf, numeral, type Table, textOf } from './table.ts';

/** Entries and characters of a segment at most; a single entry may be larger. */
const SEGMENT = { entries: 5000, characters: 8_000_000 } as const;

/** The entries `from` to `until` of a ledger that goes to `end`, with the checkpoints over them and the last one of all. */
interface Extent {
  readonly last: Checkpoint | undefined;
  readonly from: number;
  readonly until: number;
  readonly end: number;
}

/** A part of the ledger that is not sealed yet. */
interface Segment {
  /** Sequence number of its first entry; 0: the ledger is empty. */
  readonly first: number;
  readonly lines: readonly string[];
  readonly last: Pick<LedgerEntry, 'sequence' | 'hash'>;
}

/**
 * The signed checkpoints over the ledger in the table. Sealing copies what is new into the evidence bucket first, closed by
 * its checkpoint, and then notes the checkpoint in the table. A crash in between leaves a segment that the next sealing
 * finds and takes as it is. What was sealed last, the bucket says: who can change the table cannot shorten the ledger unseen.
 */
export class EvidenceCheckpoints implements Checkpoints {
  readonly #table: Table;
  readonly #reading: LedgerReading;
  readonly #evidence: S3Evidence;

  constructor(table: Table, evidence: S3Evidence) {
    this.#table = table;
    this.#reading = new LedgerReading(table);
    this.#evidence = evidence;
  }

  /** A `StoreFault` CORRUPT where the ledger is not what was sealed before: nothing is signed then. */
  async seal(signer: Signer, now: Instant): Promise<Checkpoint> {
    const { sequence: until } = await this.#reading.head();
    let last = await this.#sealedSoFar();
    while (last === undefined || last.checkpoint.sequence < until) {
      const segment = await this.#segmentAfter(last?.checkpoint, until);
      const unsigned = { ...segment.last, at: now };
      const signed = { ...unsigned, signature: await signer.sign(checkpointText(unsigned)) };
      last = await this.#evidence.keep(segment.first, [...segment.lines, checkpointLine(signed)]);
      // another sealing may have been first, and seen the ledger end elsewhere
      await this.#checkIsOurs(last.checkpoint);
      await this.#note(last);
    }
    return last.checkpoint;
  }

  async *exportLedger(): AsyncGenerator<string> {
    const { last, end } = await this.#extent();
    yield* this.#lines({ last, from: 1, until: end, end });
  }

  async verify(verify: VerifySignature | undefined): Promise<ChainReport> {
    return verifyLedgerLines(this.exportLedger(), verify);
  }

  /**
   * Verifies what came since the ledger was sealed last: from the last sealed entry, which must be the one that the signed
   * checkpoint in the bucket names, so many entries at most. How long the whole ledger is makes no difference.
   */
  async verifyTail(verify: VerifySignature, most: number): Promise<ChainReport> {
    const { last, end } = await this.#extent();
    const from = Math.max(1, last?.sequence ?? 1);
    const until = Math.min(end, from + most - 1);
    return verifyLedgerLines(this.#lines({ last, from, until, end }), verify, from);
  }

  /** The last checkpoint, as the bucket says where it says anything, and the last entry that there should be. */
  async #extent(): Promise<{ readonly last: Checkpoint | undefined; readonly end: number }> {
    const noted = await this.#lastNoted();
    const { checkpoint: last } = (await this.#evidence.last(noted?.first ?? 0)) ?? noted ?? {};
    const { sequence } = await this.#reading.head();
    return { last, end: Math.max(sequence, last?.sequence ?? 0, noted?.checkpoint.sequence ?? 0) };
  }

  async *#lines({ last, from, until, end }: Extent): AsyncGenerator<string> {
    if (last !== undefined) yield checkpointLine(last);
    const checkpoints = this.#table.query({ pk: CHECKPOINTS, ...(from > 1 && { from: sortable(from) }) });
    let next = await checkpoints.next();
    const linesUntil = async function* (place: number): AsyncGenerator<string> {
      for (; next.done !== true && placeOf(next.value) <= place; next = await checkpoints.next()) {
        if (placeOf(next.value) !== last?.sequence) yield checkpointLine(checkpointOf(next.value));
      }
    };
    yield* linesUntil(0);
    for await (const line of this.#reading.lines(from, until)) {
      yield lineText(line);
      yield* linesUntil(line.sequence);
    }
    yield* linesUntil(until < end ? until : Infinity);
  }

  /** The last segment in the bucket, which must be of this ledger; a crash may have left it out of the table. */
  async #sealedSoFar(): Promise<Sealed | undefined> {
    const noted = await this.#lastNoted();
    const last = await this.#evidence.last(noted?.first ?? 0);
    const inBucket = last?.checkpoint.sequence ?? -1;
    const inTable = noted?.checkpoint.sequence ?? -1;
    if (inBucket < inTable) throw broken(inTable, 'its evidence is gone from the bucket');
    if (last === undefined) return undefined;
    await this.#checkIsOurs(last.checkpoint);
    if (inBucket > inTable) await this.#note(last);
    return last;
  }

  /** The segment of the most entries that the table has; undefined: none. */
  async #lastNoted(): Promise<Sealed | undefined> {
    const [item] = await this.#table.list({ pk: CHECKPOINTS, order: 'backwards', most: 1 });
    return item === undefined ? undefined : { first: numberOf(item, 'first') ?? 0, checkpoint: checkpointOf(item) };
  }

  async #segmentAfter(last: Checkpoint | undefined, until: number): Promise<Segment> {
    let { sequence, hash }: Pick<LedgerEntry, 'sequence' | 'hash'> = last ?? { sequence: 0, hash: CHAIN_START };
    const first = until === 0 ? 0 : sequence + 1;
    const lines: string[] = [];
    let characters = 0;
    for await (const entry of this.#reading.entries(sequence + 1)) {
      if (entry.sequence > until || lines.length === SEGMENT.entries || characters > SEGMENT.characters) break;
      if (entry.previous !== hash) throw broken(entry.sequence, 'it does not follow the entry before it');
      ({ sequence, hash } = entry);
      const line = entryLine(entry);
      lines.push(line);
      characters += line.length;
    }
    return { first, lines, last: { sequence, hash } };
  }

  async #checkIsOurs({ sequence, hash }: Checkpoint): Promise<void> {
    if (sequence === 0 && hash === CHAIN_START) return;
    for await (const entry of this.#reading.entries(sequence)) {
      if (sequence > 0 && entry.hash === hash) return;
      break;
    }
    throw broken(sequence, 'its evidence in the bucket says so');
  }

  async #note({ first, checkpoint }: Sealed): Promise<void> {
    const { sequence, hash, at, signature } = checkpoint;
    // noting it again writes the same: it is read from the bucket
    await this.#table.put({
      ...keyAttributes({ pk: CHECKPOINTS, sk: sortable(sequence) }),
      first: numeral(first),
      sequence: numeral(sequence),
      hash: { S: hash },
      at: numeral(at),
      signature: { S: signature },
    });
  }
}

/** A damaged hash is one that no entry has: verification then names the checkpoint's entry. */
function checkpointOf(item: Item): Checkpoint {
  const hash = textOf(item, 'hash') ?? '';
  return {
    sequence: placeOf(item),
    hash: isDigest(hash) ? hash : CHAIN_START,
    at: numberOf(item, 'at') ?? 0,
    signature: textOf(item, 'signature') ?? '',
  };
}

function placeOf(item: Item): number {
  return numberOf(item, 'sequence') ?? 0;
}

function broken(sequence: number, why: string): StoreFault {
  return new StoreFault(
    'CORRUPT',
    `entry ${sequence} of the ledger is not what was sealed (${why}); run "ambit ledger verify" and restore the table to a point in time`,
  );
}
