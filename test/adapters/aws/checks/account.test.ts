import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetAccountSummaryCommand, GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import {
  checkBootstrap,
  checkCaller,
  checkEarlier,
  checkRegion,
  checkRoleQuota,
  checkRuleQuota,
} from '../../../../lib/adapters/aws/checks/account.ts';
import {
  checkConcurrency,
  checkRoomForConcurrency,
  concurrencyOfAnother,
} from '../../../../lib/adapters/aws/checks/concurrency.ts';
import { RESERVED_CONCURRENCY } from '../../../../lib/core/reserved-concurrency.ts';
import { hubStack } from '../hub-stack.ts';
import { NOWHERE, refused } from '../mocked.ts';

const PLACE = { account: '111122223333', region: 'eu-west-1' };
const MISSING = refused('ValidationError', 'Stack with id Ambit does not exist');

function clients() {
  const cloudformation = new CloudFormationClient(NOWHERE);
  const iam = new IAMClient(NOWHERE);
  return { cloudformation, iam, stacks: mockClient(cloudformation), roles: mockClient(iam) };
}

test('the root user is warned of', () => {
  expect(checkCaller({ arn: 'arn:aws:iam::111122223333:user/rita', account: '111122223333' }).verdict).toBe('ok');
  expect(checkCaller({ arn: 'arn:aws:iam::111122223333:root', account: '111122223333' }).verdict).toBe('warning');
});

test('a Region in which nobody knows the caller is not enabled; any other fault is one', async () => {
  const client = new STSClient(NOWHERE);
  const sts = mockClient(client).on(GetCallerIdentityCommand);
  sts.resolves({});
  expect(await checkRegion(client, 'eu-west-1')).toMatchObject({ verdict: 'ok' });
  sts.rejects(refused('InvalidClientTokenId'));
  expect(await checkRegion(client, 'eu-west-1')).toMatchObject({
    verdict: 'problem',
    todo: 'aws account enable-region --region-name eu-west-1',
  });
  sts.rejects(refused('InternalFailure'));
  await expect(checkRegion(client, 'eu-west-1')).rejects.toMatchObject({ name: 'InternalFailure' });
});

test.each<[string, string | undefined, 'ok' | 'problem']>([
  ['new enough', '21', 'ok'],
  ['too old', '5', 'problem'],
  ['of no version', undefined, 'problem'],
])('a bootstrap that is %s', async (_, version, verdict) => {
  const { cloudformation, stacks } = clients();
  const Outputs = version === undefined ? [] : [{ OutputKey: 'BootstrapVersion', OutputValue: version }];
  stacks.on(DescribeStacksCommand, { StackName: 'CDKToolkit' }).resolves({ Stacks: [{ ...hubStack(), Outputs }] });
  expect(await checkBootstrap(cloudformation, PLACE)).toMatchObject({ name: 'bootstrap eu-west-1', verdict });
});

test('a Region without a bootstrap says how it is made', async () => {
  const { cloudformation, stacks } = clients();
  stacks.on(DescribeStacksCommand).rejects(MISSING);
  expect(await checkBootstrap(cloudformation, PLACE)).toMatchObject({
    verdict: 'problem',
    todo: 'npx cdk bootstrap aws://111122223333/eu-west-1',
  });
});

describe('an earlier installation', () => {
  test('is upgraded', async () => {
    const { stacks, ...both } = clients();
    stacks.on(DescribeStacksCommand).resolves({ Stacks: [hubStack()] });
    expect(await checkEarlier(both, 'Ambit')).toMatchObject({
      verdict: 'ok',
      says: expect.stringContaining('upgraded'),
    });
  });

  test("of another version, or somebody else's stack of that name, is in the way", async () => {
    const { stacks, ...both } = clients();
    stacks.on(DescribeStacksCommand).resolves({ Stacks: [hubStack({ Table: undefined })] });
    expect(await checkEarlier(both, 'Ambit')).toMatchObject({ verdict: 'problem' });
  });

  test('is not there, unless its roles are', async () => {
    const { stacks, roles, ...both } = clients();
    stacks.on(DescribeStacksCommand).rejects(MISSING);
    roles
      .on(GetRoleCommand, { RoleName: 'AmbitObserver' })
      .rejects(new NoSuchEntityException({ message: '', $metadata: {} }));
    expect(await checkEarlier(both, 'Ambit')).toMatchObject({ verdict: 'ok', says: 'there is none' });
    roles.on(GetRoleCommand).resolves({});
    expect(await checkEarlier(both, 'Ambit')).toMatchObject({ verdict: 'problem' });
  });
});

test('quotas that leave no room are told before they are hit', async () => {
  const { iam, roles } = clients();
  roles.on(GetAccountSummaryCommand).resolves({ SummaryMap: { Roles: 980, RolesQuota: 1000 } });
  expect(await checkRoleQuota(iam)).toMatchObject({ verdict: 'ok' });
  roles.on(GetAccountSummaryCommand).resolves({ SummaryMap: { Roles: 981, RolesQuota: 1000 } });
  expect(await checkRoleQuota(iam)).toMatchObject({ verdict: 'problem' });
  const events = new EventBridgeClient(NOWHERE);
  const rules = (count: number) => Array.from({ length: count }, (_, index) => ({ Name: `rule-${index}` }));
  mockClient(events)
    .on(ListRulesCommand, { NextToken: undefined })
    .resolves({ Rules: rules(200), NextToken: 'n' })
    .on(ListRulesCommand, { NextToken: 'n' })
    .resolves({ Rules: rules(90) });
  expect(await checkRuleQuota(events, 'eu-west-1')).toMatchObject({
    verdict: 'warning',
    says: expect.stringContaining('290 rules are on the default bus of eu-west-1'),
  });
});

describe('the concurrency of Lambda', () => {
  const ALL = RESERVED_CONCURRENCY;
  type Reserved = Partial<Record<string, number>>;

  /** A hub in an account with such a limit, of which `others` is reserved for functions of others, and so much for the hub's. */
  function hubIn(limit: number, ofHub: Reserved, others = 0) {
    const lambda = new LambdaClient(NOWHERE);
    const mock = mockClient(lambda);
    const taken = Object.values(ofHub).reduce<number>((sum, each = 0) => sum + each, others);
    const AccountLimit = { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: limit - taken };
    mock.on(GetAccountSettingsCommand).resolves({ AccountLimit });
    mock.on(GetFunctionConcurrencyCommand).rejects(new ResourceNotFoundException({ message: '', $metadata: {} }));
    for (const [name, ReservedConcurrentExecutions = 0] of Object.entries(ofHub)) {
      mock
        .on(GetFunctionConcurrencyCommand, { FunctionName: `Ambit-${name}` })
        .resolves(ReservedConcurrentExecutions === 0 ? {} : { ReservedConcurrentExecutions });
    }
    return { lambda, region: 'eu-west-1', prefix: 'Ambit' };
  }

  test.each<[string, number, Reserved, number, string, string]>([
    [
      'enough for all',
      1000,
      {},
      0,
      'ok',
      '1000 of 1000 executions at once are reserved for no function in eu-west-1; the hub reserves 28, and 100 must stay free',
    ],
    ['just enough', 128, {}, 0, 'ok', '128 of 128'],
    ['one too little', 127, {}, 0, 'problem', '127 of 127'],
    ['what a new account has', 10, {}, 0, 'problem', '10 of 10'],
    ['what others have left', 1000, {}, 880, 'problem', '120 of 1000'],
    ['just enough for an upgrade', 128, ALL, 0, 'ok', 'the hub reserves 28 and has 28'],
    [
      'too little for what an upgrade adds',
      127,
      { ...ALL, 'on-call': 8 },
      0,
      'problem',
      'the hub reserves 28 and has 26',
    ],
  ])('before a deployment, %s: %d', async (_, limit, ofHub, others, verdict, says) => {
    const check = await checkRoomForConcurrency(hubIn(limit, ofHub, others), 'reserved');
    expect(check).toMatchObject({ name: 'quota of concurrency', verdict, says: expect.stringContaining(says) });
    const raise = /^aws service-quotas .*--quota-code L-B99A9384 .*reserveConcurrency=false$/;
    expect(raise.test(check.todo ?? '')).toBe(verdict === 'problem');
  });

  test('of another account than that of the credentials is not known', () => {
    expect(concurrencyOfAnother('444455556666')).toMatchObject({
      name: 'quota of concurrency',
      verdict: 'warning',
      says: expect.stringContaining('444455556666'),
    });
  });

  test('is enough, however little, where the hub shares it', async () => {
    expect(await checkRoomForConcurrency(hubIn(10, {}), 'shared')).toMatchObject({ verdict: 'ok' });
  });

  test.each<[string, number, Reserved, string, string]>([
    [
      'as deployed',
      1000,
      ALL,
      'ok',
      'the hub has 28 of its own, 972 of 1000 executions at once are left to all other functions',
    ],
    ['with less than it wants', 1000, { ...ALL, gate: 0 }, 'problem', 'the hub has 18 of its own and wants 28'],
    ['with none of its own', 1000, {}, 'warning', 'it shares 1000 of 1000'],
    ['in a new account', 10, {}, 'warning', 'it shares 10 of 10'],
  ])('of a deployed hub %s', async (_, limit, ofHub, verdict, says) => {
    expect(await checkConcurrency(hubIn(limit, ofHub))).toMatchObject({
      name: 'concurrency',
      verdict,
      says: expect.stringContaining(says),
    });
  });

  test('is given back by a command, since a deployment of the same template does not', async () => {
    const { todo } = await checkConcurrency(hubIn(1000, { ...ALL, 'on-deadline': 0, restore: 1 }));
    expect(todo).toBe(
      [
        'aws lambda put-function-concurrency --function-name Ambit-on-deadline --reserved-concurrent-executions 5',
        'aws lambda put-function-concurrency --function-name Ambit-restore --reserved-concurrent-executions 2',
      ].join(' && '),
    );
  });
});
