import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCursors } from '../../lib/adapters/local/local-cursors.ts';
import { LocalDatabase } from '../../lib/adapters/local/local-database.ts';
import { LocalDestructions } from '../../lib/adapters/local/local-destructions.ts';
import { LocalKeepsakes } from '../../lib/adapters/local/local-keepsakes.ts';
import { LocalLedger } from '../../lib/adapters/local/local-ledger.ts';
import { LocalRecentCalls } from '../../lib/adapters/local/local-recent-calls.ts';
import { LocalScheduler } from '../../lib/adapters/local/local-scheduler.ts';
import { LocalSnapshots } from '../../lib/adapters/local/local-snapshots.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import { USUAL_NAMES } from '../../lib/core/governance/assess/own-parts.ts';
import type { Governance } from '../../lib/core/governance/standards/standards.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { openCaseBook } from '../../lib/usecases/case-book.ts';
import type { HandleDeps } from '../../lib/usecases/calls/handle-call.ts';
import { warrantedHolder, warrantedRestorer } from '../../lib/usecases/holds/warranted.ts';
import { keepBaseline } from '../../lib/usecases/sweep/keep-baseline.ts';
import { account, governance, NOW } from './company.ts';
import { MemoryAccount } from './memory-account.ts';

/** Everything that the use cases need, on the embedded adapters in a folder of its own. */
export interface World {
  readonly deps: HandleDeps;
  readonly account: MemoryAccount;
  readonly announced: string[];
  readonly waited: number[];
  readonly folder: string;
  /** Moves the clock. */
  at(now: Instant): void;
  close(): void;
}

/** What is otherwise in a world. */
export interface WorldOptions {
  readonly state?: AccountState;
  readonly governance?: Governance;
  /** An account that outlives the process that is simulated. */
  readonly account?: MemoryAccount;
  readonly folder?: string;
}

/** A new world, its clock at `NOW`, each principal's state known. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'ambit-usecases-'));
  const database = LocalDatabase.open(folder);
  const memory = options.account ?? new MemoryAccount(options.state ?? account());
  const snapshots = new LocalSnapshots(database);
  const ledger = new LocalLedger(database);
  const announced: string[] = [];
  const waited: number[] = [];
  let now = NOW;
  const clock = { now: () => now };
  const rules = options.governance ?? governance();
  if (options.account === undefined) await keepBaseline(memory.state, snapshots);
  const deps: HandleDeps = {
    accounts: memory,
    enforcer: warrantedHolder(memory, { ledger, clock }),
    restorer: warrantedRestorer(memory, { ledger, governance: rules, clock }),
    ledger,
    snapshots,
    scheduler: new LocalScheduler(database),
    recentCalls: new LocalRecentCalls(database),
    destructions: new LocalDestructions(database),
    keepsakes: new LocalKeepsakes(database),
    own: USUAL_NAMES,
    cases: openCaseBook(ledger, new LocalCursors(database)),
    notifiers: [
      {
        channel: 'test',
        announce: async (finding: Finding, message: string) => {
          announced.push(`${finding.kind}: ${message}`);
        },
      },
    ],
    clock,
    pause: async (milliseconds) => {
      waited.push(milliseconds);
    },
    governance: rules,
    showsAfter: 0,
    claimLasts: 0,
  };
  return {
    deps,
    account: memory,
    announced,
    waited,
    folder,
    at: (instant) => {
      now = instant;
    },
    close: () => database.close(),
  };
}
