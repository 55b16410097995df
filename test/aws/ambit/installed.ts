import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { join } from 'node:path';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { Table } from '../../../lib/adapters/aws/table.ts';
import { foldCase, type Case } from '../../../lib/core/governance/cases/case.ts';
import type { LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { jsonForm, type JsonValue } from '../../../lib/core/json.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import { realPause } from '../../../lib/wiring/real-pause.ts';
import { HUB, inMinistack, startCloud, throughTrail, type Cloud } from '../cloud.ts';
import { deploy, physicalId, type Deployed } from '../deploy/deploy.ts';
import { startIssuer, type Issuer } from '../issuer.ts';
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
  /** Deploys a layout in its place, as `cdk deploy` does; what is deployed then. */
  update(layout: Layout): Promise<Deployed>;
  stop(): Promise<void>;
}

/** One layout of Ambit's stacks: a name for what is synthesized, its settings as in cdk.json, and the emulators' own. */
export interface Layout {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The checkout that is synthesized, if it is not this one. */
  readonly root?: string;
  readonly ministack?: Readonly<Record<string, string>>;
  /** Deploys what the layout has beside the hub. `folder` is what was synthesized. */
  readonly besides?: (cloud: Cloud, folder: string) => Promise<unknown>;
}

const ONE_ACCOUNT: Layout = { name: 'one-account', settings: {} };

/** Starts an AWS, and deploys Ambit with the standards of the tests. Nothing is held before a drill has passed. */
export async function installAmbit(layout = ONE_ACCOUNT): Promise<Installed> {
  const folder = await synthesizedAs(layout);
  const moto = { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' };
  const cloud = await startCloud({ moto, ministack: layout.ministack ?? {} });
  const issuer = await startIssuer(AUDIENCE, cloud.clock);
  const stop = async () => {
    await Promise.all([cloud.stop(), issuer.stop()]);
  };
  const words = new Map([[ISSUER, issuer.url]]);
  const deployOf = (made: string) => deploy({ folder: made, stack: 'Ambit', words }, inMinistack(cloud));
  try {
    const deployed = await deployOf(folder);
    await layout.besides?.(cloud, folder);
    const update = async (next: Layout) => await deployOf(await synthesizedAs(next));
    return { ...installedIn(cloud, deployed, issuer), update, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

function synthesizedAs({ name, settings, root }: Layout): Promise<string> {
  return onceInARun(name, (folder) => synthesizeAmbit(folder, { ...SETTINGS, ...settings }, root));
}

function installedIn(cloud: Cloud, deployed: Deployed, issuer: Issuer): Omit<Installed, 'update' | 'stop'> {
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
