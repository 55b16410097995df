import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { AwsServiceEnforcer } from '../../../lib/adapters/aws/services/aws-service-enforcer.ts';
import { functionStatements } from '../../../lib/adapters/aws/services/function-statements.ts';
import { openPolicyStore } from '../../../lib/adapters/aws/services/policy-stores.ts';
import { SsoAsking } from '../../../lib/adapters/aws/sso-asking.ts';
import type { ServiceCall } from '../../../lib/core/account/plan-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { serviceEnforcerContract } from '../../contract/service-enforcer.contract.ts';
import { NOWHERE, refused } from './mocked.ts';
import { ACCOUNT, type Answers } from './service-row.ts';
import { onSet, ROWS, SET_INPUT } from './service-rows.ts';

/** A client that is mocked, whatever it is a client of. */
interface Mocked {
  onAnyCommand(): { callsFake(answer: (input: JsonObject) => Promise<object>): unknown };
  calls(): readonly { readonly args: readonly { readonly constructor: { readonly name: string } }[] }[];
  restore(): void;
}

const READS = /^(?:Get|List|Describe)/;
let mocks: readonly Mocked[] = [];
let answers: Answers = {};
let calls: JsonValue[] = [];
let waits = 0;

beforeEach(() => {
  calls = [];
  waits = 0;
  mocks = [
    mockClient(SSOAdminClient),
    mockClient(IdentitystoreClient),
    mockClient(OrganizationsClient),
    mockClient(S3Client),
    mockClient(KMSClient),
    mockClient(SNSClient),
    mockClient(SQSClient),
    mockClient(DynamoDBClient),
    mockClient(SecretsManagerClient),
    mockClient(ECRClient),
    mockClient(LambdaClient),
  ];
  for (const mock of mocks) {
    mock.onAnyCommand().callsFake(async (input) => {
      const name =
        mock
          .calls()
          .at(-1)
          ?.args[0]?.constructor.name.replace(/Command$/, '') ?? '';
      if (!READS.test(name)) calls.push([name, input]);
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer ?? {};
    });
  }
});
afterEach(() => {
  for (const mock of mocks) mock.restore();
});

function enforcer(): AwsServiceEnforcer {
  const budget = new CallBudget({ attempts: 1_000, milliseconds: 60_000 }, { now: () => 0 });
  const config = { ...NOWHERE, retryMode: 'standard' };
  const credentials = async () => ({ ...NOWHERE.credentials, sessionToken: 'C', expiration: new Date(0) });
  return new AwsServiceEnforcer({
    budget,
    pause: async () => {
      waits += 1;
    },
    clients: {
      identityCenter: new SsoAsking({
        sso: new SSOAdminClient(config),
        identityStore: new IdentitystoreClient(config),
        budget,
      }),
      organizations: new OrganizationsClient(config),
      policies: ({ service, region }) =>
        openPolicyStore(service, { region, retryMode: 'standard', credentials }, budget),
      statements: async ({ region }) => functionStatements({ region, retryMode: 'standard', credentials }, budget),
    },
  });
}

/** AWS answers as it is before a call until it is settled, and as it is after it then. */
serviceEnforcerContract(
  'the enforcer of AWS',
  ROWS.map(({ call }) => call),
  async (call, stage, work) => {
    const row = ROWS.find((each) => each.call === call);
    answers = (stage === 'as expected' ? row?.before : row?.changed) ?? {};
    await work({
      enforcer: enforcer(),
      settle: () => {
        answers = row?.after ?? {};
      },
      changes: () => calls.length,
    });
  },
);

describe.each(ROWS.map((row) => [`${row.call.service}:${row.call.name}`, row] as const))('%s', (_, row) => {
  test('is sent once, as AWS takes it', async () => {
    answers = row.before;
    await enforcer().enforce(ACCOUNT, row.call, 'F-1');
    answers = row.after;
    await enforcer().enforce(ACCOUNT, row.call, 'F-1');
    expect(calls).toEqual(row.sent);
  });

  test('is refused where AWS refuses it, and fails where that may pass', async () => {
    answers = { ...row.before, [row.call.name]: refused('AccessDeniedException') };
    expect(await enforcer().enforce(ACCOUNT, row.call, 'F-1')).toMatchObject({ kind: 'refused', code: 'AccessDenied' });
    answers = { ...row.before, [row.call.name]: refused('ThrottlingException') };
    await expect(enforcer().enforce(ACCOUNT, row.call, 'F-1')).rejects.toThrow('failed');
  });
});

describe('a permission set', () => {
  const provision: ServiceCall = { ...onSet, name: 'ProvisionPermissionSet' };
  const status = (Status: string) => ({ Status, RequestId: 'r-1', FailureReason: 'no such policy' });
  const started = { ProvisionPermissionSet: { PermissionSetProvisioningStatus: status('IN_PROGRESS') } };
  const behind = { ListAccountsForProvisionedPermissionSet: { AccountIds: [ACCOUNT] } };
  const then = (Status: string) => ({
    DescribePermissionSetProvisioningStatus: { PermissionSetProvisioningStatus: status(Status) },
  });

  test('is provisioned to all accounts, which is waited for', async () => {
    answers = { ...started, ...behind, ...then('SUCCEEDED') };
    expect(await enforcer().enforce(ACCOUNT, provision, 'F-1')).toEqual({ kind: 'done' });
    expect(calls).toEqual([['ProvisionPermissionSet', { ...SET_INPUT, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }]]);
    expect(waits).toBe(1);
  });

  test('is provisioned also where no account is said to be behind, since that may be late', async () => {
    answers = { ...started, ...then('SUCCEEDED') };
    expect(await enforcer().enforce(ACCOUNT, provision, 'F-1')).toEqual({ kind: 'already' });
    expect(calls).toHaveLength(1);
  });

  test('that could not be provisioned is refused', async () => {
    answers = { ...started, ...behind, ...then('FAILED') };
    expect(await enforcer().enforce(ACCOUNT, provision, 'F-1')).toMatchObject({
      kind: 'refused',
      detail: 'no such policy',
    });
  });

  test('is not shown while an account is behind', async () => {
    answers = behind;
    expect(await enforcer().shows(ACCOUNT, provision)).toBe(false);
    answers = {};
    expect(await enforcer().shows(ACCOUNT, provision)).toBe(true);
  });
});
