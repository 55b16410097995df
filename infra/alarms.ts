import { Aws } from 'aws-cdk-lib';
import { Alarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { conditionsOf } from './alarms/conditions.ts';
import { widgetsOf } from './alarms/widgets.ts';
import type { Hub } from './hub.ts';

/** The hub whose functions, queues and metrics get alarms. */
export interface AlarmsProps {
  readonly prefix: string;
  readonly hub: Hub;
  /** Where the rules of the hub's Region put what they could not deliver. */
  readonly watchDeadLetters: IQueue;
}

/** The alarms of a hub, which go to its topic when they begin and end, and a dashboard of what its parts do. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { prefix, hub, watchDeadLetters }: AlarmsProps) {
    super(scope, id);
    const { topic } = hub.resources;
    this.alarms = conditionsOf(hub, watchDeadLetters).map((condition) => {
      const alarm = new Alarm(this, condition.name, {
        alarmName: `${prefix}-${condition.name}`,
        alarmDescription: condition.description,
        metric: condition.metric,
        comparisonOperator: condition.comparison,
        threshold: condition.threshold,
        evaluationPeriods: condition.of,
        datapointsToAlarm: condition.atLeast,
        treatMissingData: condition.silence,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
      return alarm;
    });
    // the topic has a policy of its own, in place of the usual one that lets in the account's alarms
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          ArnLike: {
            'aws:SourceArn': `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:${prefix}-*`,
          },
        },
      }),
    );
    new Dashboard(this, 'Dashboard', {
      dashboardName: prefix,
      widgets: widgetsOf(hub, this.alarms).map((row) => [...row]),
    });
  }
}
