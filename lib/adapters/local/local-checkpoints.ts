import {
  CHAIN_START,
  type Checkpoint,
  checkpointText,
  type VerifySignature,
} from '../../core/governance/ledger/ledger-chain.ts';
import { isDigest } from '../../core/digest.ts';
import { checkpointLine, verifyLedgerLines } from '../../core/governance/ledger/ledger-line.ts';
import type { ChainReport } from '../../core/governance/ledger/verify-chain.ts';
import type { Instant } from '../../core/instant.ts';
import type { Checkpoints } from '../../ports/checkpoints.ts';
import type { Signer } from '../../ports/signer.ts';
import { entryOf, lineOf } from './entry-row.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { rowsFrom } from './local-ledger.ts';

/** The signed checkpoints over the local ledger. */
export class LocalCheckpoints implements Checkpoints {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async seal(signer: Signer, now: Instant): Promise<Checkpoint> {
    const [head] = this.#database.rows('SELECT * FROM entry ORDER BY sequence DESC LIMIT 1');
    const entry = head === undefined ? undefined : entryOf(head);
    const unsigned = { sequence: entry?.sequence ?? 0, hash: entry?.hash ?? CHAIN_START, at: now };
    const last = this.#last();
    if (last?.sequence === unsigned.sequence) return last;
    const checkpoint = { ...unsigned, signature: await signer.sign(checkpointText(unsigned)) };
    const { sequence, hash, at, signature } = checkpoint;
    this.#database.run('INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?, ?)', sequence, hash, at, signature);
    return checkpoint;
  }

  async *exportLedger(): AsyncGenerator<string> {
    const last = this.#last();
    if (last !== undefined) yield checkpointLine(last);
    for await (const row of rowsFrom(this.#database, 0)) {
      yield lineOf(row);
      if (row['sequence'] !== last?.sequence) yield* this.#checkpointLinesAt(row['sequence'] ?? null);
    }
  }

  async verify(verify: VerifySignature | undefined): Promise<ChainReport> {
    return verifyLedgerLines(this.exportLedger(), verify);
  }

  /** The checkpoint of the most entries; undefined: none was made. */
  #last(): Checkpoint | undefined {
    const [row] = this.#database.rows('SELECT * FROM checkpoint ORDER BY sequence DESC LIMIT 1');
    return row === undefined ? undefined : checkpointOf(row);
  }

  #checkpointLinesAt(sequence: Row[string]): readonly string[] {
    return this.#database.rows('SELECT * FROM checkpoint WHERE sequence = ?', sequence).map((row) => {
      return checkpointLine(checkpointOf(row));
    });
  }
}

/** A damaged hash is one that no entry has: verification then names the checkpoint's entry. */
function checkpointOf({ sequence, hash, at, signature }: Row): Checkpoint {
  return {
    sequence: Number(sequence),
    hash: typeof hash === 'string' && isDigest(hash) ? hash : CHAIN_START,
    at: Number(at),
    signature: String(signature),
  };
}
