import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { withoutDocuments, type CallRecord } from './record.ts';

/** How a record reaches the event bus. */
export interface Delivery {
  /** How often: not at all, once, or several times. */
  readonly copies: number;
  /** Whether it says what the call's parameters were, or leaves them out as if they were too large. */
  readonly parameters: 'whole' | 'left out';
  /** It is delivered once this is resolved. */
  readonly after: Promise<unknown>;
}

/** Chooses how each record is delivered; `ordinal` counts from 0. */
export type Delivering = (record: CallRecord, ordinal: number) => Delivery;

/** Once and at once; every second record says nothing of parameters, so that nobody who believes events goes unnoticed. */
export const everySecondWithoutDocuments: Delivering = (_, ordinal) => ({
  copies: 1,
  parameters: ordinal % 2 === 0 ? 'whole' : 'left out',
  after: Promise.resolve(),
});

/** Puts a record on the default bus that a client reaches, as EventBridge envelopes. */
export async function deliver(
  record: CallRecord,
  { copies, parameters }: Delivery,
  bus: EventBridgeClient,
): Promise<void> {
  const entry = {
    Source: `aws.${record.eventSource.split('.')[0]}`,
    DetailType: 'AWS API Call via CloudTrail',
    Time: new Date(record.eventTime),
    Detail: JSON.stringify(parameters === 'whole' ? record : withoutDocuments(record)),
  };
  for (let copy = 0; copy < copies; copy += 1) {
    const { Entries } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
    const refused = Entries?.find((each) => each.ErrorCode !== undefined);
    if (refused !== undefined) throw new Error(`${refused.ErrorCode}: ${refused.ErrorMessage}`);
  }
}
