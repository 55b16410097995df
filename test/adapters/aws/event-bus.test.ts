import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandInput,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { setImmediate } from 'node:timers/promises';
import { BusHandOver } from '../../../lib/adapters/aws/bus-hand-over.ts';
import { EventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { EventPublisher } from '../../../lib/adapters/aws/event-publisher.ts';
import { type JsonObject, isJsonObject, jsonForm } from '../../../lib/core/json.ts';
import { handOverContract } from '../../contract/hand-over.contract.ts';
import { notifierContract } from '../../contract/notifier.contract.ts';
import { FINDING, findingWith } from '../../core/governance/approval-fixtures.ts';

/** A bus, with what it took; it refuses entries as long as there are refusals. */
function opened(refusals: PutEventsResultEntry[] = []) {
  const client = new EventBridgeClient({ region: 'eu-west-1' });
  const events: PutEventsRequestEntry[] = [];
  let asked = 0;
  mockClient(client)
    .on(PutEventsCommand)
    .callsFake(({ Entries = [] }: PutEventsCommandInput) => {
      asked += 1;
      const refusal = refusals.shift();
      if (refusal !== undefined) return { FailedEntryCount: 1, Entries: [refusal] };
      events.push(...Entries);
      return { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] };
    });
  const bus = new EventBus({ client, name: 'Ambit', pause: () => setImmediate() });
  return { bus, events, asked: () => asked };
}

function detailOf({ Detail = '' }: PutEventsRequestEntry): JsonObject {
  const detail = jsonForm(JSON.parse(Detail));
  if (!isJsonObject(detail)) throw new Error('the detail of an event is an object');
  return detail;
}

notifierContract('the bus', (work) => {
  const { bus, events } = opened();
  return work(new EventPublisher(bus), () => JSON.stringify(events));
});

handOverContract('the bus', (work) => {
  const { bus, events } = opened();
  return work(new BusHandOver(bus), async () =>
    events
      .filter(({ DetailType }) => DetailType === 'Ambit Finding Decided')
      .map((event) => JSON.stringify(detailOf(event)['findingId']).slice(1, -1)),
  );
});

describe('a finding on the bus', () => {
  test('is whole but for its frozen slice, and names its source', async () => {
    const { bus, events } = opened();
    await new EventPublisher(bus).announce(FINDING, 'the excess is held');
    expect(events).toMatchObject([{ EventBusName: 'Ambit', Source: 'ambit', DetailType: 'Ambit Finding' }]);
    const { frozen: _, ...rest } = FINDING;
    expect(events.map(detailOf)).toEqual([
      { findingId: FINDING.id, message: 'the excess is held', cut: false, finding: jsonForm(rest) },
    ]);
  });

  test.each([
    [
      'names many resources',
      { resources: Array.from({ length: 9000 }, (_, index) => `arn:aws:s3:::bucket-${index}-🦜`) },
      'held',
    ],
    ['has a principal with a long name', { principal: 'é'.repeat(300_000) }, 'held'],
    ['comes with a long message', {}, '🦜'.repeat(80_000)],
  ])('that %s is cut to what the bus takes, and says so', async (_, parts, message) => {
    const { bus, events } = opened();
    await new EventPublisher(bus).announce(findingWith(parts), message);
    const [event = {}] = events;
    expect(Buffer.byteLength(event.Detail ?? '')).toBeLessThan(256_000);
    expect(detailOf(event)).toMatchObject({
      findingId: FINDING.id,
      cut: true,
      finding: { id: FINDING.id, severity: 'critical', account: '111122223333', digest: findingWith(parts).digest },
    });
  });
});

describe('an event that the bus does not take', () => {
  test.each(['ThrottlingException', 'InternalFailure', 'InternalException'])(
    'for %s is put again',
    async (ErrorCode) => {
      const { bus, events, asked } = opened([{ ErrorCode }, { ErrorCode }]);
      await new BusHandOver(bus).decided('F-1');
      expect(events).toHaveLength(1);
      expect(asked()).toBe(3);
    },
  );

  test('again and again is a fault in the end', async () => {
    const { bus, asked } = opened(Array.from({ length: 9 }, () => ({ ErrorCode: 'ThrottlingException' })));
    await expect(new BusHandOver(bus).decided('F-1')).rejects.toMatchObject({ name: 'StoreFault', code: 'REFUSED' });
    expect(asked()).toBe(5);
  });

  test('for what it is, is a fault at once, with the reason', async () => {
    const refusal = { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'not for you' };
    const { bus, asked } = opened([refusal]);
    await expect(new BusHandOver(bus).decided('F-1')).rejects.toThrow(
      'bus "Ambit" did not take the event "Ambit Finding Decided" (NotAuthorizedForSourceException: not for you)',
    );
    expect(asked()).toBe(1);
  });
});
