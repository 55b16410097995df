import { Aws, Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { HubBus } from './hub/bus.ts';
import { Functions, type HubFunctions } from './hub/functions.ts';
import { Queues } from './hub/queues.ts';
import { Records } from './hub/records.ts';
import type { Resources } from './hub/rights.ts';
import { letRulesSend } from './hub/rule-delivery.ts';
import { Schedules } from './hub/schedules.ts';
import { SelfWatch } from './hub/self-watch.ts';
import { Timetable } from './hub/timetable.ts';
import type { Settings } from './settings.ts';
import type { Watched } from './watched.ts';

/** The settings of a deployment, the Regions it watches, and its bundled functions. */
export interface HubProps {
  readonly settings: Settings;
  readonly watched: Watched;
  /** What `bundleFunctions` made. */
  readonly code: Code;
}

/**
 * Everything that is there once: the queues of calls, the functions, the ledger, what wakes them and whom they tell. An
 * uninstall leaves table, evidence and key behind.
 */
export class Hub extends Construct {
  readonly resources: Resources;
  readonly functions: HubFunctions;
  readonly selfWatch: SelfWatch;

  constructor(scope: Construct, id: string, { settings, watched, code }: HubProps) {
    super(scope, id);
    const { prefix, partition } = settings;
    const queues = new Queues(this, 'Queues', { prefix });
    letRulesSend(queues.calls, prefix);
    letRulesSend(queues.sessions, prefix);
    letRulesSend(queues.deadLetters, prefix);
    const { bus } = new HubBus(this, 'Bus', { prefix, partition, watched, queues });
    const schedules = new Schedules(this, 'Schedules', { prefix, queues });
    const records = new Records(this, 'Records', settings);
    const topic = this.#topic(settings);
    this.resources = { prefix, records, queues, bus, schedules, topic, watched };
    this.functions = new Functions(this, 'Functions', { settings, resources: this.resources, code }).byName;
    new Timetable(this, 'Timetable', { prefix, schedules, queues, functions: this.functions });
    this.#restoreWhenDecided();
    this.selfWatch = new SelfWatch(this, 'SelfWatch', { ...settings, bus, records, queues });
  }

  /** AWS encrypts topics on disk. With a key of the account, whoever disables the key would silence all findings. */
  #topic({ prefix, alertEmails }: Settings): Topic {
    const topic = new Topic(this, 'Topic', { topicName: `${prefix}-findings`, enforceSSL: true });
    for (const address of alertEmails) topic.addSubscription(new EmailSubscription(address));
    return topic;
  }

  /** The event says only where to look: `restore` counts the signatures itself. Others' events of that name are not taken. */
  #restoreWhenDecided(): void {
    const { prefix, bus, queues } = this.resources;
    new Rule(this, 'Decided', {
      ruleName: `${prefix}-decided`,
      description: 'A finding has its quorum, so its access may be given back',
      eventBus: bus,
      eventPattern: { source: ['ambit'], account: [Aws.ACCOUNT_ID], detailType: ['Ambit Finding Decided'] },
      targets: [
        new FunctionTarget(this.functions.restore, {
          deadLetterQueue: queues.deadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }
}
