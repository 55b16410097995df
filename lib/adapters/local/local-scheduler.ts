import type { Instant } from '../../core/instant.ts';
import { type Deadline, deadlineFrom, deadlineSubject } from '../../ports/deadline.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { LocalDatabase, Row } from './local-database.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** Deadlines in the embedded database; who runs Ambit asks for those that are due. */
export class LocalScheduler implements Scheduler {
  readonly #database: LocalDatabase;
  /** A mark for each time that a deadline was set here; no other process has the folder. */
  readonly #marks = new Map<string, symbol>();
  /** The marks that deadlines had when they were given out. */
  readonly #givenOut = new WeakMap<Deadline, symbol | undefined>();

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async set(deadline: Deadline): Promise<void> {
    const { at, kind } = deadline;
    this.#marks.set(nameOf(deadline), Symbol(kind));
    this.#database.run('INSERT OR IGNORE INTO deadline VALUES (?, ?, ?)', at, kind, deadlineSubject(deadline));
  }

  async due(now: Instant): Promise<readonly Deadline[]> {
    const rows = this.#database.rows('SELECT * FROM deadline WHERE at <= ? ORDER BY at, kind, finding', now);
    const due = rows.map(deadlineOf);
    for (const deadline of due) this.#givenOut.set(deadline, this.#marks.get(nameOf(deadline)));
    return due;
  }

  async done(deadline: Deadline): Promise<void> {
    const { at, kind } = deadline;
    const name = nameOf(deadline);
    if (this.#givenOut.has(deadline) && this.#givenOut.get(deadline) !== this.#marks.get(name)) return;
    this.#marks.delete(name);
    this.#database.run(
      'DELETE FROM deadline WHERE at = ? AND kind = ? AND finding = ?',
      at,
      kind,
      deadlineSubject(deadline),
    );
  }
}

function nameOf(deadline: Deadline): string {
  return `${deadline.at} ${deadline.kind} ${deadlineSubject(deadline)}`;
}

function deadlineOf({ at, kind, finding }: Row): Deadline {
  const deadline = deadlineFrom({ kind, subject: String(finding), at: Number(at) });
  if (deadline !== undefined) return deadline;
  throw new StoreFault('CORRUPT', `a deadline has the unknown kind "${String(kind)}"`);
}
