import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { Table } from '../../../lib/adapters/aws/table.ts';
import type { CaseStatus } from '../../../lib/core/governance/case-status.ts';
import { foldCase, type Case } from '../../../lib/core/governance/case.ts';
import type { LedgerEntry } from '../../../lib/core/governance/fact.ts';
import { jsonForm, type JsonValue } from '../../../lib/core/json.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import { join } from 'node:path';
import { realPause } from '../../../lib/wiring/real-pause.ts';
import { HUB, inMinistack, startCloud, throughTrail, type Cloud } from '../cloud.ts';
import { deploy, physicalId, type Deployed } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import { startIssuer } from '../issuer.ts';
import { userActor } from '../trail/actor.ts';
import { onceInARun } from './once-in-a-run.ts';
import { synthesizeAmbit } from './synthesized-ambit.ts';

const STANDARDS = join(import.meta.dirname, 'ambit.yaml');
/** Names the console's identity provider until it runs. */
const ISSUER = 'https://issuer.example';
const AUDIENCE = 'ambit-console';
const SETTINGS = { mode: 'enforce', standards: STANDARDS, identityIssuer: ISSUER, identityClient: AUDIENCE };
const ADA = 'AKIAADA0000000000000';

/** What the API answered. */
export interface Answered {
  readonly status: number;
  readonly body: JsonValue;
}

/** Ambit as it is deployed in one account, in an AWS of the tests. */
export interface Installed {
  readonly cloud: Cloud;
  readonly deployed: Deployed;
  readonly ledger: Ledger;
  /** IAM of the hub's account, for ada, who may do everything and countersign, but not her own requests. */
  readonly iam: IAMClient;
  /** All cases, in the order in which they were raised. */
  cases(): Promise<readonly Case[]>;
  /** Where the API is, and a token of a person. */
  readonly door: string;
  token(personId: string): string;
  get(path: string, personId: string): Promise<Answered>;
  post(path: string, personId: string, body: unknown): Promise<Answered>;
  stop(): Promise<void>;
}

/** Starts an AWS, and deploys Ambit with the standards of the tests. Nothing is held before a drill has passed. */
export async function installAmbit(): Promise<Installed> {
  const folder = await onceInARun('ambit', (made) => synthesizeAmbit(made, SETTINGS));
  const cloud = await startCloud({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' });
  const issuer = await startIssuer(AUDIENCE, cloud.clock);
  const words = new Map([[ISSUER, issuer.url]]);
  const deployed = await deploy({ folder, stack: 'Ambit', words }, inMinistack(cloud));
  const api = physicalId(deployed, 'AWS::ApiGatewayV2::Api');
  const door = `${cloud.ministack.endpoint}/_aws/execute-api/${api}/$default`;
  cloud.trail.know(ADA, userActor({ accountId: HUB, userName: 'ada' }));
  const ledger = ledgerOf(cloud, deployed);
  const ask = async (path: string, personId: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${issuer.token({ sub: personId })}`, 'content-type': 'application/json' };
    const answer = await fetch(door + path, body === undefined ? { headers } : postOf(headers, body));
    return { status: answer.status, body: jsonForm(await answer.json()) };
  };
  return {
    cloud,
    deployed,
    ledger,
    iam: new IAMClient(throughTrail(cloud, ADA)),
    cases: () => casesIn(ledger),
    door,
    token: (personId) => issuer.token({ sub: personId }),
    get: (path, personId) => ask(path, personId),
    post: (path, personId, body) => ask(path, personId, body),
    stop: async () => {
      await Promise.all([cloud.stop(), issuer.stop()]);
    },
  };
}

function postOf(headers: Readonly<Record<string, string>>, body: unknown) {
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/** The ledger that the functions write, read by the account itself. */
function ledgerOf(cloud: Cloud, deployed: Deployed): Ledger {
  const client = new DynamoDBClient(inMinistack(cloud));
  const name = physicalId(deployed, 'AWS::DynamoDB::Table');
  return new DynamoLedger(new Table({ client, name, pause: realPause }), { now: () => cloud.clock.now() });
}

/** All cases, read in one go. */
async function casesIn(ledger: Ledger): Promise<readonly Case[]> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries()) entries.push(entry);
  const bySubject = Map.groupBy(entries, ({ subject }) => subject);
  return [...bySubject.values()].flatMap((about) => foldCase(about) ?? []);
}

const WITHIN_MS = 60_000;
/** Ambit looks for a change that an event promised for a minute. */
const IDLE_WITHIN_MS = 100_000;
const WAITING = 'ApproximateNumberOfMessages';
const AT_WORK = 'ApproximateNumberOfMessagesNotVisible';

/** The case of a principal once it is in a status. There must be one only. */
export async function caseOf(ambit: Installed, principal: string, status: CaseStatus): Promise<Case> {
  let found: readonly Case[] = [];
  const reached = async () => {
    found = (await ambit.cases()).filter(({ finding }) => finding.principal === principal);
    return found.some((each) => each.status === status) ? 'reached' : undefined;
  };
  await eventually(reached, WITHIN_MS).catch((cause: unknown) => {
    const cases = found.map(lineOf).join('\n');
    throw new Error(`nothing about ${principal} is ${status}, but:\n${cases}\n${faultsIn(ambit)}`, { cause });
  });
  const [one, ...others] = found;
  if (one === undefined || others.length > 0)
    throw new Error(`more than one finding:\n${found.map(lineOf).join('\n')}`);
  return one;
}

/** Resolves when all events have come and no function is at work on one, or has one to come back to. */
export async function idle({ cloud, deployed }: Installed): Promise<void> {
  const sqs = new SQSClient(inMinistack(cloud));
  const QueueUrl = physicalId(deployed, 'AWS::SQS::Queue', 'HubQueuesCalls0');
  const AttributeNames = [WAITING, AT_WORK] as const;
  const left = async () => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.map((name) => Attributes[name] ?? '').join(' ');
  };
  const isIdle = async () => {
    await cloud.trail.delivered();
    return (await left()) === '0 0' ? 'idle' : undefined;
  };
  await eventually(isIdle, IDLE_WITHIN_MS).catch(async (cause: unknown) => {
    throw new Error(`messages are left: ${await left()}`, { cause });
  });
}

/** A case for people who look for what went wrong. */
function lineOf({ finding, status, hold, restore }: Case): string {
  const { id, kind, call, response, reasons, raisedAt } = finding;
  return JSON.stringify({ id, kind, status, call, response: response.kind, reasons, raisedAt, hold, restore });
}

/** What functions said of faults, the last of it. */
function faultsIn({ cloud }: Installed): string {
  const lines = cloud.ministack.output().split('\n');
  return lines
    .filter((line) => /"level":"(?:ERROR|WARN)"| denied: |errorType/.test(line))
    .slice(-10)
    .map((line) => line.slice(0, 1000))
    .join('\n');
}
