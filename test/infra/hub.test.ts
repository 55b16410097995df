import { beforeAll, describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { IN_HUB } from './places.ts';
import { type Resource, resourcesOf } from './resolved-template.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

let template: Template;
let resources: readonly Resource[];

beforeAll(async () => {
  const { stacks } = await synthesized({
    'ambit:evidenceRetentionDays': 400,
    'ambit:alertEmails': 'security@example.com',
  });
  template = templateOf(stacks, 'Ambit');
  resources = resourcesOf(template.toJSON(), IN_HUB);
});

const ofType = (type: string): readonly Resource[] => resources.filter((resource) => resource.type === type);

describe('what is recorded', () => {
  test('outlives an uninstall: table, evidence and signing key are kept', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key']) {
      template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
  });

  test('is in one table with point-in-time recovery, protected against deletion, in which items end by themselves', () => {
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });

  test('is not changed where it is the ledger, by whomever', () => {
    const [statement] = z
      .object({ PolicyDocument: z.object({ Statement: z.array(z.looseObject({ Action: z.array(z.string()) })) }) })
      .parse(ofType('AWS::DynamoDB::Table')[0]?.properties['ResourcePolicy']).PolicyDocument.Statement;
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['LEDGER#*'] } },
    });
    // all that writes items, by the service authorization reference, but the two that add one
    const writes = ['BatchWriteItem', 'DeleteItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate', 'UpdateItem'];
    expect([...(statement?.Action ?? [])].sort()).toEqual(writes.map((name) => `dynamodb:${name}`));
  });

  test('cannot be deleted from the evidence bucket by anybody for as long as the settings say', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test('is signed by a key that signs with Ed25519 and can do nothing else', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      KeySpec: 'ECC_NIST_EDWARDS25519',
      KeyUsage: 'SIGN_VERIFY',
      Tags: [{ Key: 'ambit', Value: 'protected' }],
    });
  });
});

describe('queues', () => {
  test('are encrypted, keep messages for two weeks and take none without TLS', () => {
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    const guarded = ofType('AWS::SQS::QueuePolicy').filter(({ properties }) =>
      JSON.stringify(properties).includes('"aws:SecureTransport":"false"'),
    );
    expect(guarded).toHaveLength(ofType('AWS::SQS::Queue').length);
  });

  test.each([
    ['Ambit-calls', 'Ambit-calls-dead-letters', 180],
    ['Ambit-sessions', 'Ambit-sessions-dead-letters', 180],
    ['Ambit-sweep-pages', 'Ambit-sweep-dead-letters', 930],
  ])(
    '%s puts aside in %s what was tried five times, and shows again soon after a crash',
    (queue, deadLetters, seconds) => {
      const found = ofType('AWS::SQS::Queue').find(({ properties }) => properties['QueueName'] === queue);
      expect(found?.properties).toMatchObject({
        VisibilityTimeout: seconds,
        RedrivePolicy: {
          deadLetterTargetArn: `arn:aws:sqs:us-east-1:111122223333:${deadLetters}`,
          maxReceiveCount: 5,
        },
      });
    },
  );

  test('that rules send to let in the rules of this account and Region with the prefix, and no others', () => {
    const letIn = ofType('AWS::SQS::QueuePolicy').flatMap(({ properties }) =>
      JSON.stringify(properties).includes('"RulesSend"') ? [JSON.stringify(properties)] : [],
    );
    expect(letIn).toHaveLength(4);
    for (const policy of letIn) {
      expect(policy).toContain('"ArnLike":{"aws:SourceArn":"arn:aws:events:us-east-1:111122223333:rule/Ambit*"}');
    }
  });
});

describe('rules', () => {
  test('try for a day and keep what did not arrive', () => {
    const targets = ofType('AWS::Events::Rule').flatMap(({ properties }) => properties['Targets'] ?? []);
    expect(targets.length).toBeGreaterThan(9);
    for (const target of targets.flat()) {
      expect(target).toMatchObject({
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: {
          Arn: expect.stringMatching(/^arn:aws:sqs:us-east-1:111122223333:Ambit-(?:watch-)?dead-letters$/),
        },
      });
    }
  });

  test('of the Region of the hub send straight to the queue of calls, sessions that begin to one of their own', () => {
    const rules = ofType('AWS::Events::Rule').filter(({ properties }) =>
      JSON.stringify(properties['Name']).startsWith('"Ambit-watch-'),
    );
    expect(rules.length).toBeGreaterThan(8);
    for (const { properties } of rules) {
      const queue = properties['Name'] === 'Ambit-watch-sessions' ? 'Ambit-sessions' : 'Ambit-calls';
      expect(properties['Targets']).toMatchObject([{ Arn: `arn:aws:sqs:us-east-1:111122223333:${queue}` }]);
    }
  });

  test('of the bus tell sessions that begin from all other calls, also those that only read', () => {
    for (const what of ['calls', 'sessions']) {
      template.hasResourceProperties('AWS::Events::Rule', {
        Name: `Ambit-${what}`,
        EventBusName: Match.anyValue(),
        State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
        Targets: [Match.objectLike({ Id: what })],
      });
    }
  });

  test('take word of a decision from the account of the hub only', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'Ambit-decided',
      EventPattern: { source: ['ambit'], account: [Match.anyValue()], 'detail-type': ['Ambit Finding Decided'] },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'events.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });
});

describe('functions', () => {
  test('run on Node 24 on arm64, each in a role of its own, with logs that end', () => {
    template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    const roles = ofType('AWS::Lambda::Function').map(({ properties }) => properties['Role']);
    expect(new Set(roles).size).toBe(7);
  });

  test('hand what they could not do to the queue of dead letters', () => {
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 7);
    template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  test('take calls in small batches, of which only what failed comes again', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 25,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 8 },
    });
  });

  test('take sessions in few large batches and leave out what services begin, so that a loop of them costs little and delays no call', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 60,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
      FilterCriteria: {
        Filters: [
          {
            Pattern: '{"body":{"detail":{"userIdentity":{"type":[{"anything-but":["AWSService"]},{"exists":false}]}}}}',
          },
        ],
      },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'Ambit-on-call',
      ReservedConcurrentExecutions: 8 + 2,
    });
  });

  test('that must not be starved have concurrency of their own, unless the account has none to give', async () => {
    const reserved = (each: Template) =>
      Object.values(
        each.findResources('AWS::Lambda::Function', { Properties: { ReservedConcurrentExecutions: Match.anyValue() } }),
      );
    expect(reserved(template)).toHaveLength(5);
    const { stacks } = await synthesized({ 'ambit:reserveConcurrency': 'false' });
    expect(reserved(templateOf(stacks, 'Ambit'))).toHaveLength(0);
  });

  test('are told of the first deployment that it observes', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ AMBIT_MODE: 'observe', AMBIT_ROLE_PREFIX: 'Ambit' }) },
    });
  });

  test("tell the gate of Ambit's own stack as CloudFormation names it to the gate, without the stack's id", () => {
    const gate = ofType('AWS::Lambda::Function').find(({ properties }) => properties['FunctionName'] === 'Ambit-gate');
    expect(gate?.properties['Environment']).toMatchObject({
      Variables: { AMBIT_OWN_STACKS: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Ambit' },
    });
  });
});

describe('the timetable', () => {
  test('sweeps, looks for overdue deadlines and compares with the trail, in the role of the scheduler', () => {
    const schedules = ofType('AWS::Scheduler::Schedule').map(({ properties }) => properties);
    expect(schedules.map(({ Name, ScheduleExpression }) => [Name, ScheduleExpression])).toEqual([
      ['Ambit-sweep', 'rate(6 hours)'],
      ['Ambit-overdue', 'rate(5 minutes)'],
      ['Ambit-reconcile', 'rate(30 minutes)'],
    ]);
    for (const { Target } of schedules) {
      expect(Target).toMatchObject({
        RoleArn: 'arn:aws:iam::111122223333:role/AmbitScheduler',
        DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:Ambit-dead-letters' },
      });
    }
  });

  test('lets in the scheduler for the schedules of its group only', () => {
    const role = ofType('AWS::IAM::Role').find(({ properties }) => properties['RoleName'] === 'AmbitScheduler');
    expect(role?.properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              'aws:SourceAccount': '111122223333',
              'aws:SourceArn': 'arn:aws:scheduler:us-east-1:111122223333:schedule-group/Ambit',
            },
          },
        },
      ],
    });
  });
});

test('whom the settings name gets findings by mail', () => {
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'security@example.com' });
});
