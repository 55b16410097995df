import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoBookmarks } from '../../adapters/aws/dynamo-bookmarks.ts';
import { DynamoCursors } from '../../adapters/aws/dynamo-cursors.ts';
import { DynamoDestructions } from '../../adapters/aws/dynamo-destructions.ts';
import { DynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { DynamoRecentCalls } from '../../adapters/aws/dynamo-recent-calls.ts';
import { Table } from '../../adapters/aws/table.ts';
import type { Cursors } from '../../ports/cursors.ts';
import type { Destructions } from '../../ports/destructions.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { type CaseBook, openCaseBook } from '../../usecases/case-book.ts';
import type { Base } from './base.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** What is kept in Ambit's table. */
export interface Stores {
  readonly table: Table;
  readonly ledger: Ledger;
  readonly cases: CaseBook;
  readonly snapshots: Snapshots;
  readonly recentCalls: RecentCalls;
  readonly destructions: Destructions;
  readonly cursors: Cursors;
}

/** The ports that the table stands behind. */
export function openStores({ environment, clock, pause }: Base): Stores {
  const table = new Table({ client: new DynamoDBClient({}), name: environment.table, pause });
  const ledger = new DynamoLedger(table, clock);
  return {
    table,
    ledger,
    cases: openCaseBook(ledger, new DynamoBookmarks(table)),
    snapshots: openSnapshots(table),
    recentCalls: new DynamoRecentCalls(table, clock),
    destructions: new DynamoDestructions(table, clock),
    cursors: new DynamoCursors(table),
  };
}

/** What reads and checks a whole slice is loaded with the first one. */
function openSnapshots(table: Table): Snapshots {
  const snapshots = whenFirstUsed(async () => {
    const { DynamoSnapshots } = await import('../../adapters/aws/dynamo-snapshots.ts');
    return new DynamoSnapshots(table);
  });
  return {
    last: async (principalArn) => (await snapshots()).last(principalArn),
    known: async (account) => (await snapshots()).known(account),
    keep: async (principalArn, slice) => (await snapshots()).keep(principalArn, slice),
    change: async (principalArn, next) => (await snapshots()).change(principalArn, next),
  };
}
