import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { statefulType } from '../../lib/core/activity/stateful-types.ts';
import { HUB, IN_HUB, ORGANIZATION } from './places.ts';
import { resourcesOf } from './resolved-template.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

/**
 * What an upgrade must find as it left it, by logical id: CloudFormation makes another where the id or one of the
 * `pinned` properties changes. A change here loses work in flight in every installation.
 */
const STATE = {
  HubRecordsTable96AA1EB2: {
    type: 'AWS::DynamoDB::Table',
    onDeletion: 'Retain',
    onReplacement: 'Retain',
    pinned: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    },
  },
  HubRecordsEvidence267DC30C: {
    type: 'AWS::S3::Bucket',
    onDeletion: 'Retain',
    onReplacement: 'Retain',
    pinned: {},
  },
  HubRecordsSigningKey43C375AA: {
    type: 'AWS::KMS::Key',
    onDeletion: 'Retain',
    onReplacement: 'Retain',
    pinned: { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
  },
  // their names are Ambit's: one that stayed would be in the way of the next installation
  HubQueuesCalls05D31883: named('AWS::SQS::Queue', { QueueName: 'Ambit-calls' }),
  HubQueuesCallsDeadLettersE7D1F5BB: named('AWS::SQS::Queue', { QueueName: 'Ambit-calls-dead-letters' }),
  HubQueuesSessions416398FD: named('AWS::SQS::Queue', { QueueName: 'Ambit-sessions' }),
  HubQueuesSessionsDeadLetters512D52F4: named('AWS::SQS::Queue', { QueueName: 'Ambit-sessions-dead-letters' }),
  HubQueuesSweepPages8DB517EE: named('AWS::SQS::Queue', { QueueName: 'Ambit-sweep-pages' }),
  HubQueuesSweepDeadLetters798FAA48: named('AWS::SQS::Queue', { QueueName: 'Ambit-sweep-dead-letters' }),
  HubQueuesDeadLetters761588DC: named('AWS::SQS::Queue', { QueueName: 'Ambit-dead-letters' }),
  HubSchedulesGroupEFF9541D: named('AWS::Scheduler::ScheduleGroup', { Name: 'Ambit' }),
  HubBus7E562877: { type: 'AWS::Events::EventBus', pinned: { Name: 'Ambit' } },
  // people and their identity provider know its address
  ConsoleApiD45D1440: { type: 'AWS::ApiGatewayV2::Api', pinned: { ProtocolType: 'HTTP' } },
  HubTopic7C6D9C63: { type: 'AWS::SNS::Topic', pinned: { TopicName: 'Ambit-findings' } },
};

function named(type: string, pinned: Readonly<Record<string, string>>) {
  return { type, onDeletion: 'Delete', onReplacement: 'Delete', pinned };
}

/**
 * Properties whose change makes another resource, or which cannot be changed, beyond those of `statefulType`.
 * Source: CloudFormation template reference, "Update requires".
 */
const ALSO_PINNED: Readonly<Record<string, readonly string[]>> = {
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage'],
  'AWS::Scheduler::ScheduleGroup': ['Name'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
};

const CONSOLE = { 'ambit:identityIssuer': 'https://id.example.com', 'ambit:identityClient': 'ambit-console' };

const policies = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({ DeletionPolicy: z.string().optional(), UpdateReplacePolicy: z.string().optional() }),
  ),
});

/** What holds state in the stack of the hub with these settings, in the form of `STATE`. */
async function stateOfHub(settings: Readonly<Record<string, string>>) {
  const { stacks } = await synthesized({ ...CONSOLE, ...settings });
  const template: unknown = templateOf(stacks, 'Ambit').toJSON();
  const { Resources } = policies.parse(template);
  const types = new Set(Object.values(STATE).map(({ type }) => type));
  const found = resourcesOf(template, IN_HUB).filter(({ id, type }) => /^(?:Hub|Console)/.test(id) && types.has(type));
  return Object.fromEntries(
    found.map(({ id, type, properties }) => {
      const names = [...(statefulType(type)?.replacedBy ?? []), ...(ALSO_PINNED[type] ?? [])];
      const pinned = Object.fromEntries(names.map((name) => [name, properties[name]]));
      const { DeletionPolicy: onDeletion, UpdateReplacePolicy: onReplacement } = Resources[id] ?? {};
      return [id, { type, onDeletion, onReplacement, pinned }];
    }),
  );
}

describe('what holds state is found again by an upgrade', () => {
  test.each([
    ['in one account', {}],
    [
      'in an organization',
      {
        'ambit:layout': 'organization',
        'ambit:organization': ORGANIZATION,
        'ambit:hubAccount': HUB,
        'ambit:managementAccount': '777788889999',
        'ambit:units': 'r-abcd',
      },
    ],
  ])('%s', async (_, settings: Readonly<Record<string, string>>) => {
    expect(await stateOfHub(settings)).toEqual(STATE);
  });
});
