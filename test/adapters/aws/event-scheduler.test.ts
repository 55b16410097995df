import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { EventScheduler } from '../../../lib/adapters/aws/event-scheduler.ts';
import type { Deadline } from '../../../lib/ports/scheduler.ts';
import { schedulerContract } from '../../contract/scheduler.contract.ts';
import { HOUR, NOW } from '../../core/governance/approval-fixtures.ts';
import { faultNamed, MemoryTable } from './memory-table.ts';

const END: Deadline = { kind: 'waiver-end', findingId: 'F-000000000001', at: NOW + HOUR };

/** A scheduler with what it told AWS and what it reported. */
function opened(answer?: Error) {
  const client = new SchedulerClient({ region: 'eu-west-1' });
  const made: CreateScheduleCommandInput[] = [];
  mockClient(client)
    .on(CreateScheduleCommand)
    .callsFake((input: CreateScheduleCommandInput) => {
      if (answer !== undefined) throw answer;
      const message = `Schedule ${input.Name} already exists.`;
      if (made.some(({ Name }) => Name === input.Name)) {
        throw new ConflictException({ message, Message: message, $metadata: { httpStatusCode: 409 } });
      }
      made.push(input);
      return { ScheduleArn: 'arn' };
    });
  const memory = new MemoryTable();
  const unscheduled: unknown[] = [];
  const scheduler = new EventScheduler({
    table: memory.table(),
    client,
    group: 'Ambit',
    target: { arn: 'arn:aws:lambda:eu-west-1:111122223333:function:d', roleArn: 'arn:aws:iam::111122223333:role/s' },
    clock: { now: () => NOW },
    reportUnscheduled: (deadline, fault) => unscheduled.push([deadline, fault]),
  });
  return { scheduler, memory, made, unscheduled };
}

schedulerContract('a table in memory with EventBridge Scheduler', (work) => work(opened().scheduler));

describe('a deadline', () => {
  test('wakes the function once, at its moment, with what it is', async () => {
    const { scheduler, made, unscheduled } = opened();
    await scheduler.set(END);
    await scheduler.set(END);
    expect(made).toEqual([
      expect.objectContaining({
        GroupName: 'Ambit',
        ScheduleExpression: 'at(2026-03-01T13:00:00)',
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
      }),
    ]);
    expect(JSON.parse(made[0]?.Target?.Input ?? '')).toEqual({
      kind: 'deadline',
      findingId: END.findingId,
      deadline: 'waiver-end',
      at: END.at,
    });
    expect(unscheduled).toEqual([]);
  });

  test('has a name that AWS takes, and another one has another', async () => {
    const { scheduler, made } = opened();
    const others: readonly Deadline[] = [
      { ...END, at: END.at + 1 },
      { ...END, kind: 'second-look' },
      { ...END, findingId: '\ud800 #/' },
    ];
    for (const deadline of [END, ...others]) await scheduler.set(deadline);
    const names = made.map(({ Name }) => Name ?? '');
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^(?!ambit-)[0-9a-zA-Z_.-]{1,64}$/);
  });

  test.each([
    ['that is past', NOW - HOUR, 'at(2026-03-01T12:00:30)'],
    ['that is now', NOW, 'at(2026-03-01T12:00:30)'],
    ['in the midst of a second', NOW + HOUR + 1, 'at(2026-03-01T13:00:01)'],
  ])('%s is for a moment that AWS takes, and not too early', async (_, at, expression) => {
    const { scheduler, made } = opened();
    await scheduler.set({ ...END, at });
    expect(made.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([expression]);
  });

  test('that AWS does not schedule is kept, is due, and is told of', async () => {
    const fault = faultNamed('ServiceQuotaExceededException', 402);
    const { scheduler, unscheduled } = opened(fault);
    await scheduler.set(END);
    expect(unscheduled).toEqual([[END, fault]]);
    expect(await scheduler.due(END.at)).toEqual([END]);
  });

  test('that the table does not take is not set', async () => {
    const { scheduler, memory, made } = opened();
    memory.fate = () => faultNamed('ThrottlingException');
    await expect(scheduler.set(END)).rejects.toThrow('ThrottlingException');
    expect(made).toEqual([]);
  });

  test('is found however long it is overdue, among many', async () => {
    const { scheduler } = opened();
    const many = Array.from({ length: 600 }, (_, index): Deadline => ({ ...END, findingId: `F-${index}`, at: index }));
    for (const deadline of many) await scheduler.set(deadline);
    expect(await scheduler.due(NOW)).toEqual(many);
  });

  test('that is damaged in the table is a fault', async () => {
    const { scheduler, memory } = opened();
    await scheduler.set(END);
    for (const item of memory.items.values()) item['kind'] = { S: 'a-kind' };
    await expect(scheduler.due(END.at)).rejects.toThrow(/^the deadline at "DEADLINES#\d", .* is damaged/);
  });
});
