import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Queues } from './queues.ts';
import type { Schedules } from './schedules.ts';

/** What is done again and again, whatever happens. */
const ENTRIES = [
  { name: 'sweep', function: 'sweep', every: '6 hours', input: { kind: 'sweep' }, retryMinutes: 60 },
  // deadlines have schedules of their own; this finds those whose schedule was lost
  { name: 'overdue', function: 'on-deadline', every: '5 minutes', input: { kind: 'overdue' }, retryMinutes: 5 },
  // CloudTrail's own history and log files are up to 15 minutes late
  { name: 'reconcile', function: 'reconcile', every: '30 minutes', input: { kind: 'reconcile' }, retryMinutes: 30 },
] as const;

/** The functions that run at fixed times. */
export interface TimetableProps {
  readonly prefix: string;
  readonly schedules: Schedules;
  readonly queues: Queues;
  readonly functions: { readonly [N in (typeof ENTRIES)[number]['function']]: LambdaFunction };
}

/** The schedules that repeat: sweeps, overdue deadlines, comparisons with the trail. The first of each comes with the deployment. */
export class Timetable extends Construct {
  constructor(scope: Construct, id: string, { prefix, schedules, queues, functions }: TimetableProps) {
    super(scope, id);
    for (const entry of ENTRIES) {
      const schedule = new CfnSchedule(this, entry.name, {
        name: `${prefix}-${entry.name}`,
        description: `${entry.function} ${JSON.stringify(entry.input)} every ${entry.every}`,
        groupName: schedules.group.scheduleGroupName,
        scheduleExpression: `rate(${entry.every})`,
        flexibleTimeWindow: { mode: 'OFF' },
        target: {
          arn: functions[entry.function].functionArn,
          roleArn: schedules.role.roleArn,
          input: JSON.stringify(entry.input),
          // the next one comes soon enough
          retryPolicy: { maximumEventAgeInSeconds: entry.retryMinutes * 60, maximumRetryAttempts: 10 },
          deadLetterConfig: { arn: queues.deadLetters.queueArn },
        },
      });
      schedule.node.addDependency(schedules.role);
    }
  }
}
