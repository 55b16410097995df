import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { functionArn } from '../functions.ts';
import type { Queues } from './queues.ts';

/** The queue that takes what the Scheduler could not deliver. */
export interface SchedulesProps {
  readonly prefix: string;
  readonly queues: Queues;
}

/** The group of all schedules, those of deadlines too, and the role in which EventBridge Scheduler invokes functions. */
export class Schedules extends Construct {
  readonly group: ScheduleGroup;
  readonly role: Role;

  constructor(scope: Construct, id: string, { prefix, queues }: SchedulesProps) {
    super(scope, id);
    // what is due lies in the table as well; a group that stayed would be in the way of the next installation
    this.group = new ScheduleGroup(this, 'Group', { scheduleGroupName: prefix, removalPolicy: RemovalPolicy.DESTROY });
    const groupArn = `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule-group/${prefix}`;
    this.role = new Role(this, 'Role', {
      roleName: `${prefix}Scheduler`,
      description: 'Invokes the functions of Ambit when they are due',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': groupArn } },
      }),
      inlinePolicies: {
        invoke: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:InvokeFunction'],
              resources: SCHEDULED.map((name) => functionArn(prefix, name)),
            }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queues.deadLetters.queueArn] }),
          ],
        }),
      },
    });
  }
}

/** The functions that schedules invoke. */
const SCHEDULED = ['on-deadline', 'sweep', 'reconcile'] as const;
