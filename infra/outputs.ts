import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { ALL_ACCOUNTS, HUB_OUTPUTS, type HubOutput } from '../lib/core/hub-outputs.ts';
import type { Deployment } from './deployment.ts';
import type { Hub } from './hub.ts';

/** Lets the stack of a hub say where its parts are, for the command line and for people. */
export function hubOutputs(stack: Stack, { resources }: Hub, { settings, standardsDigest }: Deployment): void {
  const { records, queues, bus, schedules, topic } = resources;
  const values: { readonly [K in HubOutput]: string } = {
    Prefix: settings.prefix,
    Mode: settings.mode,
    Standards: standardsDigest,
    Accounts: settings.accounts.length === 0 ? ALL_ACCOUNTS : settings.accounts.join(','),
    Regions: settings.watchedRegions.join(','),
    Table: records.table.tableName,
    EvidenceBucket: records.evidence.bucketName,
    SigningKey: records.signingKey.keyArn,
    Bus: bus.eventBusName,
    ScheduleGroup: schedules.group.scheduleGroupName,
    Topic: topic.topicArn,
    CallsQueue: queues.calls.queueUrl,
    CallsDeadLetters: queues.callsDeadLetters.queueUrl,
    SweepQueue: queues.sweepPages.queueUrl,
    SweepDeadLetters: queues.sweepDeadLetters.queueUrl,
    DeadLetters: queues.deadLetters.queueUrl,
  };
  for (const [key, value] of Object.entries(values)) {
    const description = Object.entries(HUB_OUTPUTS).find(([each]) => each === key)?.[1];
    new CfnOutput(stack, key, { value, ...(description === undefined ? {} : { description }) });
  }
}
