import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRule, type EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { partsChanged, rolesAssumed } from '../own-rules.ts';
import type { Partition } from '../partitions.ts';
import { fitting, type PickingRule, stateOf } from '../picking-rule.ts';
import type { Queues } from './queues.ts';
import type { Records } from './records.ts';
import { RULE_RETRY } from './rule-delivery.ts';

/** The parts of the hub whose changes and reads are recorded. */
export interface SelfWatchProps {
  readonly prefix: string;
  readonly partition: Partition;
  readonly logRetentionDays: RetentionDays;
  readonly bus: EventBus;
  readonly records: Records;
  readonly queues: Queues;
}

/**
 * Writes down who changes Ambit and who assumes its roles, from the hub's own Region and from wherever else rules forward
 * such calls to its bus. Two log groups, so that an alarm on each tells of both at once.
 */
export class SelfWatch extends Construct {
  readonly partsChanged: LogGroup;
  readonly rolesAssumed: LogGroup;

  constructor(scope: Construct, id: string, props: SelfWatchProps) {
    super(scope, id);
    const { signingKey } = props.records;
    const key = [signingKey.keyId, signingKey.keyArn, `alias/${props.prefix}/ledger`];
    this.partsChanged = this.#writesDown(partsChanged({ ...props, signingKey: key }), props);
    this.rolesAssumed = this.#writesDown(rolesAssumed(props), props);
    this.#letRulesWrite(props.prefix);
  }

  #writesDown(rule: PickingRule, props: SelfWatchProps): LogGroup {
    const { prefix, bus } = props;
    const logGroup = new LogGroup(this, `${rule.name}-log`, {
      // EventBridge writes only to log groups whose names begin so
      logGroupName: `/aws/events/${prefix}-${rule.name}`,
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const [from, onBus] of [
      ['here', {}],
      ['elsewhere', { eventBusName: bus.eventBusName }],
    ] as const) {
      new CfnRule(this, `${rule.name}-${from}`, {
        name: `${prefix}-${rule.name}-${from}`,
        description: `${rule.description}, ${from}`,
        ...onBus,
        state: stateOf(rule),
        eventPattern: fitting(rule),
        targets: [
          {
            id: 'log',
            arn: this.#arnOf(logGroup),
            retryPolicy: { ...RULE_RETRY },
            deadLetterConfig: { arn: props.queues.deadLetters.queueArn },
          },
        ],
      });
    }
    return logGroup;
  }

  /** The ARN as EventBridge takes it, without the `:*` of the policies. */
  #arnOf({ logGroupName }: LogGroup): string {
    return Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /**
   * EventBridge writes as a service, which a policy of the Region's logs must let in. It says for which rule when it writes
   * an event, not when it begins a stream.
   * Source: EventBridge user guide, "Using resource-based policies", CloudWatch Logs permissions.
   */
  #letRulesWrite(prefix: string): void {
    const rules = `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:rule/${prefix}*`;
    const writer = {
      principals: [new ServicePrincipal('events.amazonaws.com'), new ServicePrincipal('delivery.logs.amazonaws.com')],
      resources: [this.partsChanged.logGroupArn, this.rolesAssumed.logGroupArn],
    };
    const statements = [
      new PolicyStatement({ ...writer, actions: ['logs:CreateLogStream'] }),
      new PolicyStatement({
        ...writer,
        actions: ['logs:PutLogEvents'],
        conditions: { ArnLike: { 'aws:SourceArn': rules } },
      }),
    ];
    new CfnResourcePolicy(this, 'LetRulesWrite', {
      policyName: `${prefix}-self-watch`,
      policyDocument: Stack.of(this).toJsonString(new PolicyDocument({ statements })),
    });
  }
}
