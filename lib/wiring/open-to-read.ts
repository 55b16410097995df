import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCheckpoints } from '../adapters/local/local-checkpoints.ts';
import { LocalCursors } from '../adapters/local/local-cursors.ts';
import { LocalDatabase } from '../adapters/local/local-database.ts';
import { LocalLedger } from '../adapters/local/local-ledger.ts';
import { ed25519Verifier, PUBLIC_KEY } from '../adapters/local/local-signer.ts';
import type { VerifySignature } from '../core/governance/ledger/ledger-chain.ts';
import type { ChainReport } from '../core/governance/ledger/verify-chain.ts';
import { verifyLedgerLines } from '../core/governance/ledger/ledger-line.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import type { Ledger } from '../ports/ledger.ts';
import { type CaseBook, openCaseBook } from '../usecases/case-book.ts';
import { governanceIn } from '../usecases/rules/governance-in.ts';
import { knownRules } from '../usecases/rules/rules-in-force.ts';

/** What can be read of a folder, also while Ambit runs on it. */
export interface OpenedToRead {
  readonly ledger: Pick<Ledger, 'head' | 'about' | 'entries' | 'findings'>;
  readonly cases: CaseBook;
  /** What the rules in force of the folder say; undefined: it has none. */
  governance(): Promise<Governance | undefined>;
  /** Verifies the ledger against its checkpoints, with the folder's own public key. */
  verify(): Promise<ChainReport>;
  /** The ledger and its checkpoints as JSON lines. */
  exported(): AsyncIterable<string>;
  close(): void;
}

/** Opens a folder to read. A `StoreFault` where it holds no database. */
export function openToRead(dir: string): OpenedToRead {
  const database = LocalDatabase.openToRead(dir);
  const ledger = new LocalLedger(database);
  const checkpoints = new LocalCheckpoints(database);
  return {
    ledger,
    cases: openCaseBook(ledger, new LocalCursors(database)),
    async governance() {
      const known = await knownRules(ledger);
      return known && governanceIn(known.standards);
    },
    verify: () => checkpoints.verify(verifierIn(dir)),
    exported: () => checkpoints.exportLedger(),
    close: () => database.close(),
  };
}

/**
 * Verifies an exported ledger; without a key (PEM, SPKI) its signatures are only counted. A `StoreFault` where it is no such key.
 * Who can rewrite a file can take its checkpoints out as well: one in which the key has signed nothing does not verify.
 */
export async function verifyExport(lines: AsyncIterable<string>, publicPem: string | undefined): Promise<ChainReport> {
  const report = await verifyLedgerLines(lines, publicPem === undefined ? undefined : ed25519Verifier(publicPem));
  const { fault, signedUntil, entries } = report;
  const isUnsigned = signedUntil === 0 && (publicPem !== undefined || entries === 0);
  return fault === undefined && isUnsigned ? { ...report, fault: { code: 'UNSIGNED', sequence: 1 } } : report;
}

function verifierIn(dir: string): VerifySignature | undefined {
  const file = join(dir, PUBLIC_KEY);
  return existsSync(file) ? ed25519Verifier(readFileSync(file, 'utf8')) : undefined;
}
