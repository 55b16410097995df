import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { namedAccounts } from '../../../lib/adapters/aws/account-directory.ts';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { IamAccountReader } from '../../../lib/adapters/aws/iam-account-reader.ts';
import { ReadMemory } from '../../../lib/adapters/aws/read-memory.ts';
import { ToldElsewhere } from '../../../lib/adapters/aws/told-elsewhere.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import { documentAllowing } from '../../contract/account-fixtures.ts';
import { MemoryTable } from './memory-table.ts';

/** The account whose IAM answers, */
export const ACCOUNT = '111122223333';
/** the role `deploy` in it, */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/agents/deploy`;
/** the policy of the account that the role has, */
export const TEAM = `arn:aws:iam::${ACCOUNT}:policy/team`;
/** and AWS's own policy that it has as well. */
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** A policy that allows an action on everything, as IAM encodes it. */
export function text(action: string): string {
  return encodeURIComponent(JSON.stringify(documentAllowing(action)));
}

/** A trust policy that lets a service in, as IAM encodes it. */
export function trusting(service: string): string {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
}

/** What IAM answers about what is not there. */
export function gone(): Error {
  return Object.assign(new Error('it cannot be found'), { name: 'NoSuchEntityException' });
}

/** A reader over a mocked IAM that has the role `deploy` with two inline and two attached policies; and that of another process. */
export function readerOver({ keepFor = 0 } = {}) {
  const client = new IAMClient({ region: 'us-east-1' });
  const iam = mockClient(client);
  const role = { Path: '/agents/', RoleName: 'deploy', RoleId: 'AROA1', Arn: ROLE, CreateDate: new Date(0) };
  iam.on(GetRoleCommand).resolves({ Role: { ...role, AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') } });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['one', 'two'] });
  iam.on(GetRolePolicyCommand).callsFake(async ({ PolicyName }: { PolicyName: string }) => ({
    PolicyDocument: text(`s3:${PolicyName}`),
  }));
  iam
    .on(ListAttachedRolePoliciesCommand)
    .resolves({ AttachedPolicies: [{ PolicyArn: TEAM }, { PolicyArn: READ_ONLY }] });
  iam.on(GetPolicyCommand).callsFake(async ({ PolicyArn }: { PolicyArn: string }) => ({
    Policy: { Arn: PolicyArn, PolicyName: PolicyArn.split('/').at(-1), PolicyId: PolicyArn, DefaultVersionId: 'v1' },
  }));
  iam.on(GetPolicyVersionCommand).callsFake(async ({ PolicyArn, VersionId }: Record<string, string>) => ({
    PolicyVersion: { VersionId, Document: text(`ec2:${PolicyArn?.split('/').at(-1)}-${VersionId}`) },
  }));
  const time = { now: 1_000_000 };
  const clock = { now: () => time.now };
  const waits: number[] = [];
  const elsewhere = new ToldElsewhere(new MemoryTable().table(), clock);
  const opened = () => {
    const memory = new ReadMemory({ keepFor, clock, elsewhere });
    const reader = new IamAccountReader({
      partition: 'aws',
      clients: { iam: () => client },
      directory: namedAccounts([ACCOUNT]),
      budget: new CallBudget({ attempts: 1_000, milliseconds: 10_000_000 }, clock),
      memory,
      pause: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
    return { reader, memory };
  };
  const counted = async (work: () => Promise<unknown>) => {
    iam.resetHistory();
    await work();
    return iam.calls().length;
  };
  return { iam, ...opened(), another: opened(), time, waits, counted };
}

/** The actions that a reader finds in the policies of a principal. */
export async function actionsOf(reader: IamAccountReader, arn: string): Promise<readonly string[]> {
  const state = await reader.stateOf(arn);
  const set = state === undefined ? undefined : policySetOf(state, arn);
  return (set?.identity ?? []).flatMap(({ document }) =>
    'unreadable' in document ? ['unreadable'] : document.statements.flatMap(({ action }) => action.patterns),
  );
}
