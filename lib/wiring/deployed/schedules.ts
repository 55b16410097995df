import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { EventScheduler } from '../../adapters/aws/event-scheduler.ts';
import type { Table } from '../../adapters/aws/table.ts';
import { deadlineSubject } from '../../ports/deadline.ts';
import type { Base } from './base.ts';

/** Deadlines in the table, with schedules of EventBridge Scheduler. */
export function openSchedules({ environment, clock, telemetry }: Base, table: Table): EventScheduler {
  return new EventScheduler({
    table,
    client: new SchedulerClient({}),
    group: environment.scheduleGroup,
    target: { arn: environment.deadlineFunction, roleArn: environment.scheduleRole },
    clock,
    reportUnscheduled: (deadline, fault) =>
      telemetry.fault('a deadline wakes nobody; the next look at what is overdue meets it', fault, {
        kind: deadline.kind,
        subject: deadlineSubject(deadline),
      }),
  });
}
