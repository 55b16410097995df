import type { Destruction } from '../../core/governance/assess/environments/destruction.ts';
import type { AroundTime, Destructions } from '../../ports/destructions.ts';
import type { LocalDatabase, Row } from './local-database.ts';

/** How long they are kept, in milliseconds before the newest of the account: longer than anybody looks back. */
const KEPT = 48 * 3_600_000;

const COLUMNS = 'id, account, actor, source, name, time, count';
const BEFORE = `
  SELECT ${COLUMNS} FROM destruction
  WHERE account = ? AND actor = ? AND time > ? AND time <= ? ORDER BY time DESC, id LIMIT ?`;
const AFTER = `
  SELECT ${COLUMNS} FROM destruction
  WHERE account = ? AND actor = ? AND time > ? AND time < ? ORDER BY time, id LIMIT ?`;

/** What was destroyed lately, in the embedded database. */
export class LocalDestructions implements Destructions {
  readonly #database: LocalDatabase;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  async keep({ id, account, actorId, source, name, time, count }: Destruction): Promise<void> {
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT OR REPLACE INTO destruction (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        id.toWellFormed(),
        account,
        actorId.toWellFormed(),
        source,
        name,
        time,
        count,
      );
      this.#database.run('DELETE FROM destruction WHERE account = ? AND time < ?', account, time - KEPT);
    });
  }

  async around({ account, actorId, time, within, most }: AroundTime): Promise<readonly Destruction[]> {
    const actor = actorId.toWellFormed();
    const before = this.#database.rows(BEFORE, account, actor, time - within, time, most);
    const after = this.#database.rows(AFTER, account, actor, time, time + within, most);
    return [...before.toReversed(), ...after].map(destructionOf);
  }
}

function destructionOf({ id, account, actor, source, name, time, count }: Row): Destruction {
  return {
    id: String(id),
    account: String(account),
    actorId: String(actor),
    source: String(source),
    name: String(name),
    time: Number(time),
    count: Number(count),
  };
}
