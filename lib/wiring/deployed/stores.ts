import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoCursors } from '../../adapters/aws/dynamo-cursors.ts';
import { DynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { DynamoRecentCalls } from '../../adapters/aws/dynamo-recent-calls.ts';
import { DynamoSnapshots } from '../../adapters/aws/dynamo-snapshots.ts';
import { Table } from '../../adapters/aws/table.ts';
import type { Cursors } from '../../ports/cursors.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { type CaseBook, openCaseBook } from '../../usecases/case-book.ts';
import type { Base } from './base.ts';

/** What is kept in Ambit's table. */
export interface Stores {
  readonly table: Table;
  readonly ledger: Ledger;
  readonly cases: CaseBook;
  readonly snapshots: Snapshots;
  readonly recentCalls: RecentCalls;
  readonly cursors: Cursors;
}

/** The ports that the table stands behind. */
export function openStores({ environment, clock, pause }: Base): Stores {
  const table = new Table({ client: new DynamoDBClient({}), name: environment.table, pause });
  const ledger = new DynamoLedger(table, clock);
  return {
    table,
    ledger,
    cases: openCaseBook(ledger),
    snapshots: new DynamoSnapshots(table),
    recentCalls: new DynamoRecentCalls(table, clock),
    cursors: new DynamoCursors(table),
  };
}
