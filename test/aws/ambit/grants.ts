import {
  CreateRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { randomBytes } from 'node:crypto';
import { decide, type Decision } from '../../../lib/core/access/decide.ts';
import { parsePolicySet } from '../../../lib/core/access/parse-policy-set.ts';
import { parseRequest } from '../../../lib/core/access/parse-request.ts';
import {
  CANARY_GRANT,
  CANARY_PATH,
  CANARY_TRUST,
  canaryName,
  DRILL_SUBJECT,
} from '../../../lib/core/governance/ledger/drill.ts';
import { jsonForm } from '../../../lib/core/json.ts';
import { HUB, throughTrail } from '../cloud.ts';
import { eventually } from '../eventually.ts';
import { halfWithoutDocuments, whole } from './deliveries.ts';
import type { Installed } from './installed.ts';
import { faultsIn } from './waiting.ts';

const DRILLED_WITHIN_MS = 30_000;

/** Excess for an agent: its standard lets it read reports. */
export const EXCESS = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: 's3:*', Resource: '*' }],
};

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock-agentcore.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** IAM of the hub's account for changes that no trail records. */
export function unrecorded({ cloud }: Installed): IAMClient {
  return new IAMClient({ ...throughTrail(cloud, HUB), endpoint: cloud.moto.endpoint });
}

/** Makes an agent's role, or with another path one of another class; its ARN. */
export async function makeAgent(iam: IAMClient, RoleName: string, Path = '/agents/'): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify(TRUST);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
  return Role?.Arn ?? '';
}

/** Gives a role more than its standard allows. */
export async function grantExcess(iam: IAMClient, RoleName: string, PolicyName = 'excess'): Promise<void> {
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(EXCESS) }));
}

/** What a request bears besides: `{ 'aws:userid': 'AROA…:dana' }`. */
type Context = Readonly<Record<string, string>>;

/** What IAM's rules say of a request by a role, with the inline policies that IAM holds now. */
export async function decisionFor(
  iam: IAMClient,
  RoleName: string,
  action: string,
  context: Context = {},
): Promise<Decision['decision']> {
  return decisionOf(await inlinePoliciesOf(iam, RoleName), action, context);
}

/** What IAM's rules say of a request by whoever has these policies, JSON texts. */
export function decisionOf(documents: readonly string[], action: string, context: Context = {}): Decision['decision'] {
  const policies = parsePolicySet(documents.map((document) => jsonForm(JSON.parse(document))));
  const request = parseRequest({ action, resource: 'arn:aws:s3:::ledgers/2026.csv', context });
  if (!policies.ok || !request.ok) throw new Error(`policies that cannot be read: ${documents.join(' ')}`);
  return decide(policies.value, request.value).decision;
}

/** The inline policies that IAM holds of a role, as JSON texts. */
async function inlinePoliciesOf(iam: IAMClient, RoleName: string): Promise<readonly string[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  return await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return decodeURIComponent(PolicyDocument);
    }),
  );
}

/** Runs a drill: a canary's grant must become a finding; from then on Ambit holds. */
export async function passDrill(ambit: Installed): Promise<void> {
  const { cloud, iam, ledger } = ambit;
  // a record without parameters would have Ambit look for whatever changes next
  cloud.trail.deliverBy(whole);
  const RoleName = canaryName(randomBytes(6).toString('hex'));
  const AssumeRolePolicyDocument = JSON.stringify(CANARY_TRUST);
  await iam.send(new CreateRoleCommand({ RoleName, Path: CANARY_PATH, AssumeRolePolicyDocument }));
  const PolicyDocument = JSON.stringify(CANARY_GRANT);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'canary', PolicyDocument }));
  const passed = async () => (await ledger.about(DRILL_SUBJECT)).at(0);
  await eventually(passed, DRILLED_WITHIN_MS).catch((cause: unknown) => {
    throw new Error(`no drill has passed: ${faultsIn(ambit)}`, { cause });
  });
  cloud.trail.deliverBy(halfWithoutDocuments(cloud));
}
