import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, FilterCriteria, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { METRIC_NAMESPACE, METRIC_SERVICE } from '../../lib/core/metric-names.ts';
import { CALLS_AT_ONCE } from '../../lib/core/calls-at-once.ts';
import { BATCHES_AT_ONCE } from '../../lib/core/reserved-concurrency.ts';
import { FUNCTIONS, type FunctionSpec, functionArn, functionNameOf } from '../functions.ts';
import { functionRoleName, type HubFunction } from '../reach/member-roles.ts';
import type { Settings } from '../settings.ts';
import type { Watched } from '../watched.ts';
import { type Queues, TRIES } from './queues.ts';
import type { Records } from './records.ts';
import { patternsOf, type Resources, rightsOf } from './rights.ts';

/** The code of the functions, and the tables, queues and keys that they use. */
export interface FunctionsProps {
  readonly settings: Settings;
  readonly resources: Resources;
  /** The folder of all entries, `NAME.mjs` each. */
  readonly code: Code;
}

/** Every function by its name. */
export type HubFunctions = { readonly [N in HubFunction]: LambdaFunction };

/** The functions of the hub, each in a role of its own with exactly its rights, all with the same code and settings. */
export class Functions extends Construct {
  readonly byName: HubFunctions;

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id);
    const make = (name: HubFunction) => this.#function(name, FUNCTIONS[name], props);
    this.byName = {
      'on-call': make('on-call'),
      'on-deadline': make('on-deadline'),
      sweep: make('sweep'),
      gate: make('gate'),
      api: make('api'),
      restore: make('restore'),
      reconcile: make('reconcile'),
    };
    const { queues } = props.resources;
    this.byName['on-call'].addEventSource(callsOf(queues));
    this.byName['on-call'].addEventSource(sessionsOf(queues));
    this.byName.sweep.addEventSource(
      new SqsEventSource(queues.sweepPages, { batchSize: 1, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
  }

  #function(name: HubFunction, spec: FunctionSpec, props: FunctionsProps): LambdaFunction {
    const { settings, resources, code } = props;
    const functionName = functionNameOf(settings.prefix, name);
    const logGroup = new LogGroup(this, `${name}-log`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new LambdaFunction(this, name, {
      functionName,
      description: spec.description,
      code,
      handler: `${name}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: spec.memoryMiB,
      timeout: Duration.seconds(spec.timeoutSeconds),
      role: this.#role(name, props, logGroup),
      logGroup,
      environment: environmentOf(settings, resources),
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(resources.queues.deadLetters),
      ...(settings.reserveConcurrency && spec.reserved !== undefined
        ? { reservedConcurrentExecutions: spec.reserved }
        : {}),
    });
  }

  #role(name: HubFunction, { settings, resources }: FunctionsProps, logGroup: LogGroup): Role {
    const log = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const role = new Role(this, `${name}-role`, {
      roleName: functionRoleName(settings.prefix, name),
      description: FUNCTIONS[name].description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        [name]: new PolicyDocument({ statements: [log, ...rightsOf(name, resources)] }),
      },
    });
    acknowledge(role, patternsOf(resources));
    return role;
  }
}

function callsOf({ calls }: Queues): SqsEventSource {
  return new SqsEventSource(calls, {
    batchSize: CALLS_AT_ONCE,
    // calls of one burst are then assessed together; the wait is little beside the minutes that CloudTrail takes
    maxBatchingWindow: Duration.seconds(1),
    maxConcurrency: BATCHES_AT_ONCE.calls,
    reportBatchItemFailures: true,
  });
}

/** Sessions may wait: many to a batch, and few batches, however many there are. What services begin for themselves is nobody's. */
function sessionsOf({ sessions }: Queues): SqsEventSource {
  const type = [{ 'anything-but': ['AWSService'] }, { exists: false }];
  return new SqsEventSource(sessions, {
    batchSize: SESSIONS_AT_ONCE,
    maxBatchingWindow: Duration.minutes(1),
    maxConcurrency: BATCHES_AT_ONCE.sessions,
    reportBatchItemFailures: true,
    filters: [FilterCriteria.filter({ body: { detail: { userIdentity: { type } } } })],
  });
}

/** Records of sessions have some kilobytes, and Lambda takes 6 MB at once. */
const SESSIONS_AT_ONCE = 500;

/** Ids of the accounts to look after; none: all of the organization, which the functions list themselves. */
function accountsOf(watched: Watched): readonly string[] {
  switch (watched.kind) {
    case 'own-account':
      return [Aws.ACCOUNT_ID];
    case 'accounts':
      return [...new Set([Aws.ACCOUNT_ID, ...watched.accounts])];
    case 'organization':
      return [];
  }
}

function environmentOf(settings: Settings, resources: Resources): Record<string, string> {
  const { records, queues, bus, schedules, topic } = resources;
  return {
    AMBIT_TABLE: records.table.tableName,
    AMBIT_EVIDENCE_BUCKET: records.evidence.bucketName,
    AMBIT_SIGNING_KEY: records.signingKey.keyArn,
    AMBIT_BUS: bus.eventBusName,
    AMBIT_SCHEDULE_GROUP: schedules.group.scheduleGroupName,
    AMBIT_SCHEDULE_ROLE: schedules.role.roleArn,
    AMBIT_DEADLINE_ARN: functionArn(settings.prefix, 'on-deadline'),
    AMBIT_TOPIC: topic.topicArn,
    AMBIT_QUEUE: queues.calls.queueUrl,
    AMBIT_SWEEP_QUEUE: queues.sweepPages.queueUrl,
    AMBIT_DEAD_LETTERS: queues.callsDeadLetters.queueUrl,
    AMBIT_ROLE_PREFIX: settings.prefix,
    AMBIT_ACCOUNTS: accountsOf(resources.watched).join(','),
    AMBIT_REGIONS: settings.watchedRegions.join(','),
    AMBIT_OWN_STACKS: ownStack(records),
    AMBIT_MODE: settings.mode,
    AMBIT_MOST_RECEIVES: String(TRIES),
    ...(settings.identityCenterRegion === undefined ? {} : { AMBIT_IDENTITY_CENTER: settings.identityCenterRegion }),
    ...(settings.trailBucket === undefined ? {} : { AMBIT_TRAIL_BUCKET: settings.trailBucket }),
    POWERTOOLS_SERVICE_NAME: METRIC_SERVICE,
    POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
}

/** The ARN of the hub's stack as the gate gets it, without the id that CloudFormation appends. */
function ownStack(records: Records): string {
  const stack = Stack.of(records);
  return stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: stack.stackName });
}
