import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetAccountSummaryCommand, GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import {
  checkBootstrap,
  checkCaller,
  checkConcurrency,
  checkEarlier,
  checkRegion,
  checkRoleQuota,
  checkRuleQuota,
} from '../../../../lib/adapters/aws/checks/account.ts';
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

test('what the hub reserves of the concurrency is said, and with what one sees how much there is', () => {
  expect(checkConcurrency('eu-west-1')).toMatchObject({
    verdict: 'warning',
    says: expect.stringMatching(/^28 of .* 10 of it for on-call, .* 128 in all/),
    todo: expect.stringMatching(/^aws lambda get-account-settings --region eu-west-1 .*128.*reserveConcurrency=false$/),
  });
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
