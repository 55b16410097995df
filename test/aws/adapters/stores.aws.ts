import {
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DynamoCursors } from '../../../lib/adapters/aws/dynamo-cursors.ts';
import { DynamoDestructions } from '../../../lib/adapters/aws/dynamo-destructions.ts';
import { DynamoKeepsakes } from '../../../lib/adapters/aws/dynamo-keepsakes.ts';
import { DynamoRecentCalls } from '../../../lib/adapters/aws/dynamo-recent-calls.ts';
import { DynamoSnapshots } from '../../../lib/adapters/aws/dynamo-snapshots.ts';
import { EventScheduler } from '../../../lib/adapters/aws/event-scheduler.ts';
import { keepsakesContract } from '../../contract/keepsakes.contract.ts';
import { cursorsContract } from '../../contract/cursors.contract.ts';
import { destructionsContract } from '../../contract/destructions.contract.ts';
import { recentCallsContract } from '../../contract/recent-calls.contract.ts';
import { schedulerContract } from '../../contract/scheduler.contract.ts';
import { snapshotsContract } from '../../contract/snapshots.contract.ts';
import { HOUR } from '../../core/governance/approval-fixtures.ts';
import { CREDENTIALS, REGION, TablesInMoto } from './table-in-moto.ts';

const clock = { now: () => Date.now() };
let tables: TablesInMoto;

beforeAll(async () => {
  tables = await TablesInMoto.start();
});

afterAll(() => tables.stop());

snapshotsContract('a DynamoDB table', async (work) => work(new DynamoSnapshots(await tables.table())));
keepsakesContract('a DynamoDB table', async (work) => work(new DynamoKeepsakes(await tables.table())));
cursorsContract('a DynamoDB table', async (work) => work(new DynamoCursors(await tables.table())));
destructionsContract('a DynamoDB table', async (work) => work(new DynamoDestructions(await tables.table(), clock)));
recentCallsContract('a DynamoDB table', async (work) => work(new DynamoRecentCalls(await tables.table(), clock)));
schedulerContract('EventBridge Scheduler with a DynamoDB table', async (work) =>
  work((await openScheduler()).scheduler),
);

/** A scheduler with a group of its own. A fault of AWS fails the test. */
async function openScheduler() {
  const client = new SchedulerClient({ endpoint: tables.endpoint, region: REGION, credentials: CREDENTIALS });
  const group = `Ambit-${Math.random().toString(36).slice(2)}`;
  await client.send(new CreateScheduleGroupCommand({ Name: group }));
  const scheduler = new EventScheduler({
    table: await tables.table(),
    client,
    group,
    target: {
      arn: `arn:aws:lambda:${REGION}:123456789012:function:Ambit-on-deadline`,
      roleArn: 'arn:aws:iam::123456789012:role/AmbitScheduler',
    },
    clock,
    reportUnscheduled: (_deadline, fault) => {
      throw fault;
    },
  });
  return { scheduler, client, group };
}

test('a deadline is a schedule of AWS, whether it is to come or past', async () => {
  const { scheduler, client, group } = await openScheduler();
  const at = Date.now() + HOUR;
  for (const moment of [at, at, at - 2 * HOUR])
    await scheduler.set({ kind: 'waiver-end', findingId: 'F-1', at: moment });
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({ GroupName: group }));
  expect(Schedules).toHaveLength(2);
  const [schedule] = await Promise.all(
    Schedules.map(({ Name }) => client.send(new GetScheduleCommand({ GroupName: group, Name }))),
  );
  expect(schedule).toMatchObject({
    ActionAfterCompletion: 'DELETE',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
  });
});
