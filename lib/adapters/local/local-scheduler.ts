import type { Instant } from '../../core/instant.ts';
import type { Deadline, Scheduler } from '../../ports/scheduler.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** Deadlines in the embedded database; who runs Ambit asks for those that are due. */
export class LocalScheduler implements Scheduler {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async set({ at, kind, findingId }: Deadline): Promise<void> {
    this.#database.run('INSERT OR IGNORE INTO deadline VALUES (?, ?, ?)', at, kind, findingId);
  }

  async due(now: Instant): Promise<readonly Deadline[]> {
    return this.#database.rows('SELECT * FROM deadline WHERE at <= ? ORDER BY at, kind, finding', now).map(deadlineOf);
  }

  async done({ at, kind, findingId }: Deadline): Promise<void> {
    this.#database.run('DELETE FROM deadline WHERE at = ? AND kind = ? AND finding = ?', at, kind, findingId);
  }
}

function deadlineOf({ at, kind, finding }: Row): Deadline {
  const isKnown =
    kind === 'waiver-end' || kind === 'waiver-notice' || kind === 'hold-deadline' || kind === 'second-look';
  if (!isKnown) {
    throw new StoreFault('CORRUPT', `a deadline has the unknown kind "${String(kind)}"`);
  }
  return { kind, findingId: String(finding), at: Number(at) };
}
