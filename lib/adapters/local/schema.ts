/** Marks a SQLite file as Ambit's: "Ambt" in ASCII (sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x416d6274;

/** What brings a file from each schema version to the next; its `user_version` is how many of them were done. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    fact TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX entry_by_subject ON entry (subject, sequence);
  CREATE INDEX entry_of_finding ON entry (sequence, subject) WHERE fact ->> '$.kind' = 'finding-raised';
  CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

  CREATE TABLE checkpoint (
    sequence INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    signature TEXT NOT NULL
  ) STRICT;

  CREATE TABLE snapshot (principal TEXT PRIMARY KEY, slice TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE deadline (
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    finding TEXT NOT NULL,
    PRIMARY KEY (at, kind, finding)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cursor (name TEXT PRIMARY KEY, place TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE recent_call (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    time INTEGER NOT NULL,
    call TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX recent_call_by_time ON recent_call (account, time);
  `,
  `
  CREATE TABLE account (
    account TEXT PRIMARY KEY,
    partition TEXT NOT NULL,
    coverage TEXT NOT NULL,
    loaded TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE account_part (
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    part TEXT NOT NULL,
    PRIMARY KEY (account, kind, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE played (call TEXT PRIMARY KEY, account TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE recent_call_name (
    account TEXT NOT NULL,
    source TEXT NOT NULL,
    effect TEXT NOT NULL,
    name TEXT NOT NULL,
    time INTEGER NOT NULL,
    id TEXT NOT NULL REFERENCES recent_call ON DELETE CASCADE,
    PRIMARY KEY (account, source, effect, name, time, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX recent_call_name_by_id ON recent_call_name (id);
  `,
  `
  CREATE TABLE destruction (
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    actor TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    time INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (account, actor, time, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX destruction_by_time ON destruction (account, time);
  `,
  `
  CREATE TABLE keepsake (name TEXT PRIMARY KEY, value TEXT NOT NULL, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE service_part (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    part TEXT NOT NULL,
    PRIMARY KEY (kind, name)
  ) STRICT, WITHOUT ROWID;
  `,
];
