import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { EventScheduler, type Wake } from '../../../lib/adapters/aws/event-scheduler.ts';
import { type Deadline, deadlineSubject } from '../../../lib/ports/deadline.ts';
import { schedulerContract } from '../../contract/scheduler.contract.ts';
import { HOUR, NOW } from '../../core/governance/approval-fixtures.ts';
import { faultNamed, MemoryTable } from './memory-table.ts';

const END: Deadline = { kind: 'waiver-end', findingId: 'F-000000000001', at: NOW + HOUR };

/** A scheduler with what it told AWS and what it reported, and its clock. */
function opened(answer?: Error) {
  const time = { now: NOW };
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
    clock: { now: () => time.now },
    reportUnscheduled: (deadline, fault) => unscheduled.push([deadline, fault]),
  });
  return { scheduler, memory, made, unscheduled, time };
}

/** What a schedule wakes the function with. */
function wakeOf(schedule: CreateScheduleCommandInput | undefined): Wake {
  return wakeSchema.parse(JSON.parse(schedule?.Target?.Input ?? ''));
}

const wakeSchema = z.strictObject({ kind: z.literal('deadlines'), at: z.number() });

const byFinding = (one: Deadline, other: Deadline) => (deadlineSubject(one) < deadlineSubject(other) ? -1 : 1);

schedulerContract('a table in memory with EventBridge Scheduler', (work) => work(opened().scheduler));

describe('a deadline', () => {
  test('wakes the function once, at its moment, with the name of that', async () => {
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
    expect(await scheduler.wokenFor(wakeOf(made[0]))).toEqual([END]);
    expect(unscheduled).toEqual([]);
  });

  test('shares its schedule with those of the same seconds, of which each is found by one schedule', async () => {
    const { scheduler, made } = opened();
    const burst = Array.from({ length: 200 }, (_, index): Deadline => {
      return { kind: 'second-look', findingId: `F-${index}`, at: END.at + 1 + index * 99 };
    });
    for (const deadline of [END, ...burst]) await scheduler.set(deadline);
    expect(made).toHaveLength(3);
    const woken = await Promise.all(made.map((schedule) => scheduler.wokenFor(wakeOf(schedule))));
    expect(woken.flat().sort(byFinding)).toEqual([END, ...burst].sort(byFinding));
    for (const [index, deadlines] of woken.entries()) {
      for (const { at } of deadlines) expect(wakeOf(made[index]).at - at).toBeLessThan(10_000);
      for (const { at } of deadlines) expect(wakeOf(made[index]).at).toBeGreaterThanOrEqual(at);
    }
  });

  test.each([
    ['20 s before its time', END.at - 20_000],
    ['at its time', END.at],
    ['20 s after its time, while the schedule it has is late', END.at + 20_000],
  ])('that is set again %s is found by the schedule that it has, and by the new one', async (_, now) => {
    const { scheduler, made, time } = opened();
    await scheduler.set(END);
    time.now = now;
    await scheduler.set(END);
    time.now += 1_000;
    await scheduler.set(END);
    expect(wakeOf(made[0]).at).toBe(END.at);
    expect(wakeOf(made.at(-1)).at).toBeGreaterThan(now + 30_000);
    expect(await scheduler.wokenFor(wakeOf(made[0]))).toEqual([END]);
    expect(await scheduler.wokenFor(wakeOf(made.at(-1)))).toEqual([END]);
  });

  test('that is done is not found by its schedule any more', async () => {
    const { scheduler, made } = opened();
    await scheduler.set(END);
    await scheduler.done(END);
    expect(await scheduler.wokenFor(wakeOf(made[0]))).toEqual([]);
  });

  test('has a schedule whose name AWS takes, at any moment', async () => {
    const { scheduler, made } = opened();
    const others: readonly Deadline[] = [
      { ...END, at: END.at + 1 },
      { ...END, at: END.at + 99 * HOUR },
      { ...END, findingId: '\ud800 #/', at: END.at + HOUR },
    ];
    for (const deadline of [END, ...others]) await scheduler.set(deadline);
    const names = made.map(({ Name }) => Name ?? '');
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^(?!ambit-)[0-9a-zA-Z_.-]{1,64}$/);
  });

  test.each([
    ['that is past', NOW - HOUR, 'at(2026-03-01T12:00:30)'],
    ['that is now', NOW, 'at(2026-03-01T12:00:30)'],
    ['in the midst of a second', NOW + HOUR + 1, 'at(2026-03-01T13:00:10)'],
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
