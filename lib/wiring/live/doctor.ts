import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Check, checksOf, type Look } from '../../adapters/aws/checks/check.ts';
import { checkConcurrency } from '../../adapters/aws/checks/concurrency.ts';
import { checkCases } from '../../adapters/aws/checks/findings.ts';
import { checkOwnRules } from '../../adapters/aws/checks/own-rules.ts';
import { checkQueueAges } from '../../adapters/aws/checks/queue-ages.ts';
import { checkBacklog, checkDeadLetters, checkUndelivered } from '../../adapters/aws/checks/queues.ts';
import { checkEvidence, checkKey, checkTable, checkTopic } from '../../adapters/aws/checks/records.ts';
import { checkBus, checkOwnWatch, checkWatchRules } from '../../adapters/aws/checks/rules.ts';
import { checkSources } from '../../adapters/aws/checks/sources.ts';
import { checkCanaries, checkGate, checkStack } from '../../adapters/aws/checks/stack.ts';
import { checkTrail } from '../../adapters/aws/checks/trail.ts';
import { checkDrill, checkReconcile, checkSeal, checkSweeps, checkTimetable } from '../../adapters/aws/checks/work.ts';
import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import { Table } from '../../adapters/aws/table.ts';
import type { Instant } from '../../core/instant.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { CaseBook } from '../../usecases/case-book.ts';
import { realPause } from '../real-pause.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';
import { deadCallsOf } from './dead-letters.ts';
import type { Live } from './open-live.ts';

export type { Check } from '../../adapters/aws/checks/check.ts';

/** Looks at every part of a deployment, and says of each whether it is as deployed and alive. Nothing is changed. */
export function examine(live: Live, choice: AwsChoice, now: Instant): AsyncIterable<Check> {
  return checksOf([...partsOf(live, choice), ...workOf(live, choice, now)]);
}

function partsOf({ deployment }: Live, choice: AwsChoice): readonly Look[] {
  const { region, prefix, partition, table, signingKey, evidenceBucket, topic, bus } = deployment;
  const at = (each: string) => clientConfig({ ...choice, region: each });
  const here = at(region);
  const watched = [...new Set([region, ...deployment.regions])];
  const regions = watched.map((each) => ({ region: each, client: new EventBridgeClient(at(each)) }));
  const kms = new KMSClient(at(parseArn(signingKey)?.region ?? region));
  const iam = new IAMClient(at(controlPlaneOf(partition).iam));
  return [
    { name: 'stack', look: async () => checkStack(deployment) },
    { name: 'trail', look: () => checkTrail(new CloudTrailClient(here)) },
    { name: 'rules', look: () => checkWatchRules(regions, prefix) },
    { name: 'bus', look: () => checkBus(new EventBridgeClient(here), bus, prefix) },
    { name: 'own watch', look: () => checkOwnWatch(new EventBridgeClient(here), prefix) },
    { name: 'table', look: () => checkTable(new DynamoDBClient(here), table) },
    { name: 'evidence', look: () => checkEvidence(new S3Client(here), evidenceBucket) },
    { name: 'signing key', look: () => checkKey(kms, signingKey) },
    { name: 'topic', look: () => checkTopic(new SNSClient(here), topic) },
    { name: 'concurrency', look: () => checkConcurrency({ lambda: new LambdaClient(here), region, prefix }) },
    { name: 'sources', look: () => checkSources({ lambda: new LambdaClient(here), region, prefix }) },
    { name: 'gate', look: () => checkGate(new CloudFormationClient(here), prefix) },
    { name: 'canaries', look: () => checkCanaries(iam) },
  ];
}

function workOf({ deployment, ledger, cases }: Live, choice: AwsChoice, now: Instant): readonly Look[] {
  const { region, prefix, queues, scheduleGroup, accounts, mode } = deployment;
  const here = clientConfig({ ...choice, region });
  const table = new Table({ client: new DynamoDBClient(here), name: deployment.table, pause: realPause });
  const sqs = new SQSClient(here);
  return [
    { name: 'queue of calls', look: () => checkBacklog(sqs, queues) },
    { name: 'age of messages', look: () => checkQueueAges(new CloudWatchClient(here), { prefix, now }) },
    { name: 'dead letters', look: () => checkDeadLetters(sqs, queues) },
    { name: 'dead events', look: () => lookAtDeadEvents(deployment, choice) },
    { name: 'timetable', look: () => checkTimetable(new SchedulerClient(here), scheduleGroup, prefix) },
    { name: 'sweeps', look: () => checkSweeps(table, accounts, now) },
    { name: 'reconcile', look: () => checkReconcile(table, now) },
    { name: 'ledger', look: () => checkSeal(table, ledger, now) },
    { name: 'own rules', look: () => checkOwnRules(ledger, deployment.standards) },
    { name: 'holds', look: () => lookAtCases(cases, now) },
    { name: 'drill', look: () => checkDrill(ledger, mode, now) },
  ];
}

/** The queues of what rules could not deliver, in each Region that is watched. */
async function lookAtDeadEvents(deployment: Live['deployment'], choice: AwsChoice): Promise<readonly Check[]> {
  const ofRules = (await deadCallsOf(deployment, choice)).filter(({ queue }) => queue.endsWith('-watch-dead-letters'));
  return Promise.all(ofRules.map(async (each) => checkUndelivered(each.region, await each.waiting())));
}

async function lookAtCases(book: CaseBook, now: Instant): Promise<readonly Check[]> {
  const cards = await book.cards();
  const open = await book.these(cards.filter(({ isQuiet }) => !isQuiet));
  return checkCases(open, cards.length, now);
}
