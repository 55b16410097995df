import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  NoSuchEntityException,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { IamCanary } from '../../../lib/adapters/aws/iam-canary.ts';
import { canaryName } from '../../../lib/core/governance/ledger/drill.ts';
import { canaryContract } from '../../contract/canary.contract.ts';
import { type Moto, startMoto } from '../moto.ts';

let moto: Moto;

beforeAll(async () => {
  moto = await startMoto();
});

afterAll(() => moto.stop());

const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

canaryContract('a role of IAM', async (work) => {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const iam = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
  const RoleName = canaryName(randomBytes(6).toString('hex'));
  const pause = (milliseconds: number) => setTimeout(milliseconds);
  const canary = new IamCanary(RoleName, { iam, partition: 'aws', account: '123456789012', pause });
  await work({ canary, seen: () => seenOf(iam, RoleName), add: () => addTo(iam, RoleName) });
});

async function seenOf(iam: IAMClient, RoleName: string) {
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const grants = await Promise.all(
      PolicyNames.map(async (PolicyName) =>
        parsed((await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument),
      ),
    );
    return { trust: parsed(Role?.AssumeRolePolicyDocument), grants };
  } catch (fault) {
    if (fault instanceof NoSuchEntityException) return undefined;
    throw fault;
  }
}

function parsed(document = ''): unknown {
  return JSON.parse(decodeURIComponent(document));
}

async function addTo(iam: IAMClient, RoleName: string): Promise<void> {
  const policy = { PolicyName: `extra-${RoleName}`, PolicyDocument: DOCUMENT };
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'AmbitHold-F-0123456789ab', PolicyDocument: DOCUMENT }),
  );
  const { Policy } = await iam.send(new CreatePolicyCommand(policy));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
}
