import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Acknowledged, acknowledge } from '../acknowledge.ts';
import { FUNCTIONS } from '../functions.ts';

/** Longest that SQS keeps a message: time enough to find out why nobody could handle it. */
const KEPT = Duration.days(14);

/** How often a message is tried before it is put aside. */
export const TRIES = 5;

/**
 * A message is hidden while its function runs and a little longer. The six times that Lambda's guide asks for are for
 * pollers that are throttled; the pollers here have a limit of their own, and after a crash a call waits the shorter.
 */
const hiddenFor = (timeoutSeconds: number) => Duration.seconds(timeoutSeconds + 30);

/** For queues that take what rules, schedules and functions could not deliver. */
export const KEEPS_DEAD_LETTERS: Acknowledged = {
  rule: 'AwsSolutions-SQS3',
  reason:
    'The queue itself keeps dead letters, of rules, schedules and functions, which do not show as the redrive of a queue',
};

/** The queues between the parts of the hub, and those for what nobody could handle. Messages are encrypted with SQS's keys. */
export class Queues extends Construct {
  /** Records of calls, for `on-call`. */
  readonly calls: Queue;
  readonly callsDeadLetters: Queue;
  /** Records of sessions that begin, for `on-call`: apart, so that a flood of them keeps no other call waiting. */
  readonly sessions: Queue;
  readonly sessionsDeadLetters: Queue;
  /** Pages of a sweep, for `sweep`. */
  readonly sweepPages: Queue;
  readonly sweepDeadLetters: Queue;
  /** Invocations and events that did not arrive. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { prefix }: { readonly prefix: string }) {
    super(scope, id);
    this.callsDeadLetters = this.#queue('CallsDeadLetters', `${prefix}-calls-dead-letters`);
    this.calls = new Queue(this, 'Calls', {
      ...plainQueue(`${prefix}-calls`),
      visibilityTimeout: hiddenFor(FUNCTIONS['on-call'].timeoutSeconds),
      deadLetterQueue: { queue: this.callsDeadLetters, maxReceiveCount: TRIES },
    });
    this.sessionsDeadLetters = this.#queue('SessionsDeadLetters', `${prefix}-sessions-dead-letters`);
    this.sessions = new Queue(this, 'Sessions', {
      ...plainQueue(`${prefix}-sessions`),
      visibilityTimeout: hiddenFor(FUNCTIONS['on-call'].timeoutSeconds),
      deadLetterQueue: { queue: this.sessionsDeadLetters, maxReceiveCount: TRIES },
    });
    this.sweepDeadLetters = this.#queue('SweepDeadLetters', `${prefix}-sweep-dead-letters`);
    this.sweepPages = new Queue(this, 'SweepPages', {
      ...plainQueue(`${prefix}-sweep-pages`),
      visibilityTimeout: hiddenFor(FUNCTIONS.sweep.timeoutSeconds),
      deadLetterQueue: { queue: this.sweepDeadLetters, maxReceiveCount: TRIES },
    });
    this.deadLetters = this.#queue('DeadLetters', `${prefix}-dead-letters`);
    acknowledge(this.deadLetters, [KEEPS_DEAD_LETTERS]);
  }

  #queue(id: string, name: string): Queue {
    return new Queue(this, id, plainQueue(name));
  }
}

const plainQueue = (queueName: string) => ({
  queueName,
  retentionPeriod: KEPT,
  enforceSSL: true,
  encryption: QueueEncryption.SQS_MANAGED,
  removalPolicy: RemovalPolicy.DESTROY,
});
