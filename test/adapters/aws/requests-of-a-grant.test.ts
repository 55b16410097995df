import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { DynamoBookmarks } from '../../../lib/adapters/aws/dynamo-bookmarks.ts';
import { DynamoDestructions } from '../../../lib/adapters/aws/dynamo-destructions.ts';
import { DynamoKeepsakes } from '../../../lib/adapters/aws/dynamo-keepsakes.ts';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { DynamoRecentCalls } from '../../../lib/adapters/aws/dynamo-recent-calls.ts';
import { DynamoSnapshots } from '../../../lib/adapters/aws/dynamo-snapshots.ts';
import { DynamoTurns } from '../../../lib/adapters/aws/dynamo-turns.ts';
import { EventScheduler } from '../../../lib/adapters/aws/event-scheduler.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { principalsOf, sliceOf } from '../../../lib/core/account/slice.ts';
import { USUAL_NAMES } from '../../../lib/core/governance/assess/own-parts.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import type { Notifier } from '../../../lib/ports/notifier.ts';
import { UntoldSessions } from '../../../lib/usecases/assess/agents/joined-by-agent.ts';
import { handleBatch } from '../../../lib/usecases/calls/handle-batch.ts';
import type { HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { handleReading } from '../../../lib/usecases/calls/handle-reading.ts';
import { openCaseBook } from '../../../lib/usecases/case-book.ts';
import { warrantedHolder } from '../../../lib/usecases/holds/warranted.ts';
import { account, allow, governance, NOW, record } from '../../usecases/company.ts';
import { MemoryAccount } from '../../usecases/memory-account.ts';
import { MemoryTable } from './memory-table.ts';

const clock = { now: () => NOW };
const roleName = 'deployer';

let memory: MemoryTable;
let aws: MemoryAccount;
let deps: HandleDeps;

const telling = (channel: string): Notifier => ({ channel, announce: async () => undefined });

/** What on-call works with, on a table in memory; schedules are made once in ten seconds, and not counted. */
beforeEach(async () => {
  memory = new MemoryTable();
  aws = new MemoryAccount(account());
  const table = memory.table();
  const ledger = new DynamoLedger(table, clock);
  const snapshots = new DynamoSnapshots(table);
  for (const { arn } of principalsOf(aws.state)) await snapshots.keep(arn, sliceOf(aws.state, arn));
  const client = new SchedulerClient({ region: 'eu-west-1' });
  mockClient(client).on(CreateScheduleCommand).resolves({});
  const target = {
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:d',
    roleArn: 'arn:aws:iam::111122223333:role/s',
  };
  deps = {
    accounts: aws,
    enforcer: warrantedHolder(aws, { ledger, clock }),
    restorer: aws,
    ledger,
    snapshots,
    scheduler: new EventScheduler({ table, client, group: 'Ambit', target, clock, reportUnscheduled: () => undefined }),
    recentCalls: new DynamoRecentCalls(table, clock),
    destructions: new DynamoDestructions(table, clock),
    keepsakes: new DynamoKeepsakes(table),
    own: USUAL_NAMES,
    untold: new UntoldSessions(clock),
    cases: openCaseBook(ledger, new DynamoBookmarks(table)),
    notifiers: [telling('bus'), telling('topic')],
    clock,
    pause: async () => undefined,
    governance: governance(),
    showsAfter: 0,
    claimLasts: 0,
  };
});

/** Requests of the table for one record of CloudTrail, by their names. */
async function requestsFor(json: JsonObject): Promise<Readonly<Record<string, number>>> {
  const before = memory.requests.length;
  const failed = await handleBatch([{ id: 'message', body: JSON.stringify(json) }], {
    turns: new DynamoTurns({ table: memory.table(), clock }),
    ready: async () => undefined,
    handle: (reading) => handleReading(reading, deps),
    handled: () => undefined,
    failed: (_, fault) => {
      throw fault;
    },
  });
  expect(failed).toEqual([]);
  const made = Map.groupBy(memory.requests.slice(before), ({ name }) => name);
  return Object.fromEntries([...made].map(([name, requests]) => [name, requests.length]));
}

/** A grant of more than the agent's standard, as its record tells it. */
function grant(policyName: string): JsonObject {
  const policyDocument = allow(['s3:*', 'iam:Get*']);
  const call: IamCall = { name: 'PutRolePolicy', roleName, policyName, policyDocument };
  aws.change(call);
  return record(
    'PutRolePolicy',
    { roleName, policyName, policyDocument: JSON.stringify(policyDocument) },
    { id: policyName },
  );
}

test('a grant that is assessed, held and told of takes so many requests of the table, where nobody else is at work', async () => {
  // the first one opens the book of cases
  await requestsFor(grant('first'));
  expect(await requestsFor(grant('second'))).toEqual({
    GetItem: 14,
    Query: 13,
    PutItem: 10,
    DeleteItem: 1,
    // the finding, the intention, the outcome, what people were told
    TransactWriteItems: 4,
  });
  expect(aws.effects).toEqual(['DeleteRolePolicy', 'DeleteRolePolicy']);
});

test('a call that a hold made, which shows nothing new, takes so many', async () => {
  await requestsFor(grant('first'));
  const made = record('DeleteRolePolicy', { roleName, policyName: 'first' }, { id: 'own', time: NOW });
  expect(await requestsFor(made)).toEqual({ GetItem: 4, Query: 2, PutItem: 2, TransactWriteItems: 1 });
});
