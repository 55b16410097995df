import type { Instant } from '../../core/instant.ts';
import { type Deadline, deadlineFrom, deadlineSubject } from '../../ports/deadline.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** Deadlines in the embedded database; who runs Ambit asks for those that are due. */
export class LocalScheduler implements Scheduler {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async set(deadline: Deadline): Promise<void> {
    const { at, kind } = deadline;
    this.#database.run('INSERT OR IGNORE INTO deadline VALUES (?, ?, ?)', at, kind, deadlineSubject(deadline));
  }

  async due(now: Instant): Promise<readonly Deadline[]> {
    return this.#database.rows('SELECT * FROM deadline WHERE at <= ? ORDER BY at, kind, finding', now).map(deadlineOf);
  }

  async done(deadline: Deadline): Promise<void> {
    const { at, kind } = deadline;
    this.#database.run(
      'DELETE FROM deadline WHERE at = ? AND kind = ? AND finding = ?',
      at,
      kind,
      deadlineSubject(deadline),
    );
  }
}

function deadlineOf({ at, kind, finding }: Row): Deadline {
  const deadline = deadlineFrom({ kind, subject: String(finding), at: Number(at) });
  if (deadline !== undefined) return deadline;
  throw new StoreFault('CORRUPT', `a deadline has the unknown kind "${String(kind)}"`);
}
