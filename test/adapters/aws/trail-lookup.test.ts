import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from '@jest/globals';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { TrailLookup } from '../../../lib/adapters/aws/trail-lookup.ts';
import type { TrailPlace } from '../../../lib/ports/missed-records.ts';
import { missedRecordsContract, recordNamed } from '../../contract/missed-records.contract.ts';
import { FakeEventHistory } from './fake-event-history.ts';

const HERE: TrailPlace = { account: '111122223333', region: 'us-east-1' };
const NOON = Date.UTC(2026, 2, 12, 12);
const MINUTE = 60_000;

function historyAt(now = NOON) {
  const history = new FakeEventHistory();
  const time = { now };
  const clock = { now: () => time.now };
  const waits: number[] = [];
  const budget = new CallBudget({ attempts: 1_000, milliseconds: 10_000_000 }, clock);
  const { client, mock } = history.clientOf(HERE);
  const records = new TrailLookup({
    cloudTrail: (place) => (place === HERE ? client : history.clientOf(place).client),
    budget,
    clock,
    pause: async (milliseconds) => {
      waits.push(milliseconds);
      time.now += milliseconds;
    },
  });
  const add = (name: string, at: number, place = HERE) => {
    history.add(place, [
      { EventId: name, EventTime: new Date(at), CloudTrailEvent: JSON.stringify(recordNamed(name)) },
    ]);
  };
  const read = async (since: number, until: number) => {
    const found = [];
    for await (const stretch of records.recorded(HERE, { since }, until)) found.push(stretch);
    return found;
  };
  return { history, mock, records, time, waits, add, read };
}

missedRecordsContract("CloudTrail's event history", async (work) => {
  const { records, history, time } = historyAt();
  await work({
    records,
    now: () => time.now,
    write: async (place, written) => {
      time.now += 1_000;
      const EventTime = new Date(time.now);
      history.add(
        place,
        written.map((record) => ({ EventTime, CloudTrailEvent: JSON.stringify(record) })),
      );
    },
  });
});

describe("CloudTrail's event history", () => {
  test('is asked for calls that change something, twice a second at most', async () => {
    const { mock, waits, read } = historyAt();
    await read(NOON - 30 * MINUTE, NOON);
    const asked = mock.commandCalls(LookupEventsCommand).map(({ args: [{ input }] }) => input);
    expect(asked.map(({ LookupAttributes }) => LookupAttributes)).toEqual(
      Array.from({ length: 3 }, () => [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }]),
    );
    expect(waits).toEqual([500, 500]);
  });

  test('gives an event that came late', async () => {
    const { add, read } = historyAt();
    add('late', NOON - 10 * MINUTE);
    const found = await read(NOON, NOON + MINUTE);
    expect(found.flatMap(({ records }) => records)).toEqual([recordNamed('late')]);
  });

  test('gives the oldest ten minutes first, and their end as the cursor', async () => {
    const { add, read } = historyAt();
    add('new', NOON - MINUTE);
    add('old', NOON - 19 * MINUTE);
    const found = await read(NOON - 20 * MINUTE, NOON);
    expect(found.map(({ records, cursor }) => [records.length, cursor.slice(11, 16)])).toEqual([
      [1, '11:40'],
      [0, '11:50'],
      [1, '11:50'],
      [0, '12:00'],
    ]);
    expect(found[0]?.records).toEqual([recordNamed('old')]);
  });

  test('hands on what it cannot read as something that is no record', async () => {
    const { history, add, read } = historyAt();
    history.add(HERE, [
      { EventId: 'a', EventName: 'PutRolePolicy', EventTime: new Date(NOON) },
      { EventId: 'b', EventName: 'TagRole', EventTime: new Date(NOON), CloudTrailEvent: '{"cut' },
    ]);
    add('whole', NOON);
    expect((await read(NOON, NOON + 1)).flatMap(({ records }) => records)).toEqual([
      { unreadableEvent: 'a', called: 'PutRolePolicy', problem: 'the event history has no record of it' },
      { unreadableEvent: 'b', called: 'TagRole', problem: 'its record is no JSON' },
      recordNamed('whole'),
    ]);
  });

  test('is unknown, and not empty, where it may not be read', async () => {
    const { mock, read } = historyAt();
    mock.on(LookupEventsCommand).rejects(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
    await expect(read(NOON - 1, NOON)).rejects.toThrow(
      'the event history of the account 111122223333 in us-east-1 could not be read: not authorized',
    );
  });
});
