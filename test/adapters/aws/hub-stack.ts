import type { Stack } from '@aws-sdk/client-cloudformation';

const queue = (name: string) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`;

/** Outputs of a hub, as its stack has them. */
export const OUTPUTS = {
  Prefix: 'Ambit',
  Mode: 'warn',
  Standards: `sha256:${'5'.repeat(64)}`,
  Accounts: '*',
  Regions: 'eu-west-1,us-east-1',
  Table: 'Ambit-HubRecordsTable-1A2B',
  EvidenceBucket: 'ambit-hubrecordsevidence-1a2b',
  SigningKey: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  Bus: 'Ambit',
  ScheduleGroup: 'Ambit',
  Topic: 'arn:aws:sns:eu-west-1:111122223333:Ambit-findings',
  CallsQueue: queue('Ambit-calls'),
  CallsDeadLetters: queue('Ambit-calls-dead-letters'),
  SweepQueue: queue('Ambit-sweep-pages'),
  SweepDeadLetters: queue('Ambit-sweep-dead-letters'),
  DeadLetters: queue('Ambit-dead-letters'),
} as const;

/** The stack of a hub, with some of its outputs changed; undefined: without it. */
export function hubStack(changed: Readonly<Record<string, string | undefined>> = {}): Stack {
  return {
    StackName: 'Ambit',
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Ambit/0a1b2c3d',
    StackStatus: 'CREATE_COMPLETE',
    CreationTime: new Date(0),
    Outputs: Object.entries({ ...OUTPUTS, ...changed }).flatMap(([OutputKey, OutputValue]) =>
      OutputValue === undefined ? [] : [{ OutputKey, OutputValue }],
    ),
  };
}
