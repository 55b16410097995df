import { EmbeddedAccount } from '../adapters/local/embedded-account.ts';
import { LocalDatabase } from '../adapters/local/local-database.ts';
import { LocalLedger } from '../adapters/local/local-ledger.ts';
import { SystemClock } from '../adapters/local/system-clock.ts';
import type { Fact, LedgerEntry } from '../core/governance/ledger/fact.ts';
import { chained, subjectOf } from '../core/governance/ledger/ledger-chain.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { ok, type Result } from '../core/result.ts';
import type { AccountReader } from '../ports/account-reader.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import { governanceIn } from '../usecases/rules/governance-in.ts';
import { knownRules } from '../usecases/rules/rules-in-force.ts';

/** What people decide by in a folder, without a trace: what would be appended is told from then on, and gone at the end. */
export interface Rehearsal {
  readonly deps: {
    readonly ledger: Ledger;
    readonly accounts: AccountReader;
    readonly clock: Clock;
    readonly governance: Governance;
  };
  close(): void;
}

/**
 * Opens a folder to rehearse a decision, also while Ambit runs on it: it is opened to read only. `otherwise` is the governance of a
 * folder without rules. A `StoreFault` where it holds no database.
 */
export async function openRehearsal(dir: string, otherwise: () => Promise<Governance>): Promise<Rehearsal> {
  const database = LocalDatabase.openToRead(dir);
  try {
    const stored = new LocalLedger(database);
    const known = await knownRules(stored);
    const governance = known === undefined ? await otherwise() : governanceIn(known.standards);
    const accounts = new EmbeddedAccount(database);
    const deps = { ledger: new RehearsedLedger(stored), accounts, clock: new SystemClock(), governance };
    return { deps, close: () => database.close() };
  } catch (fault) {
    database.close();
    throw fault;
  }
}

/** A ledger in front of another one: it reads both, and keeps what is appended to itself. Nobody else writes what it depends on. */
class RehearsedLedger implements Ledger {
  readonly #stored: Ledger;
  readonly #appended: LedgerEntry[] = [];

  constructor(stored: Ledger) {
    this.#stored = stored;
  }

  async append(facts: readonly Fact[]): Promise<Result<readonly LedgerEntry[], never>> {
    const made: LedgerEntry[] = [];
    for (const fact of facts) {
      const last = this.#appended.at(-1) ?? (await this.#last());
      const entry = chained(fact, subjectOf(fact), last);
      this.#appended.push(entry);
      made.push(entry);
    }
    return ok(made);
  }

  async head(): Promise<number> {
    return this.#appended.at(-1)?.sequence ?? this.#stored.head();
  }

  async about(subject: string): Promise<readonly LedgerEntry[]> {
    return [...(await this.#stored.about(subject)), ...this.#appended.filter((entry) => entry.subject === subject)];
  }

  async findings(): Promise<readonly string[]> {
    return this.#stored.findings();
  }

  async *entries(from = 1): AsyncIterable<LedgerEntry> {
    yield* this.#stored.entries(from);
    yield* this.#appended.filter(({ sequence }) => sequence >= from);
  }

  async #last(): Promise<LedgerEntry | undefined> {
    for await (const entry of this.#stored.entries(Math.max(1, await this.#stored.head()))) return entry;
    return undefined;
  }
}
