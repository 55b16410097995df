import { EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkBus, checkWatchRules } from '../../../../lib/adapters/aws/checks/rules.ts';
import { NOWHERE } from '../mocked.ts';

const named = (Name: string, State: Rule['State'] = 'ENABLED'): Rule => ({ Name, State });
const IAM = named('Ambit-watch-iam');
const S3 = named('Ambit-watch-s3', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');

function regionWith(region: string, pages: readonly (readonly Rule[])[]) {
  const client = new EventBridgeClient({ ...NOWHERE, region });
  const mock = mockClient(client);
  for (const [index, page] of pages.entries()) {
    const NextToken = index === 0 ? undefined : `page-${index}`;
    mock.on(ListRulesCommand, { NamePrefix: 'Ambit-watch-', NextToken }).resolves({
      Rules: [...page],
      ...(index + 1 < pages.length ? { NextToken: `page-${index + 1}` } : {}),
    });
  }
  return { region, client };
}

describe('the rules that watch', () => {
  test('are found on all pages, and are the same in each Region', async () => {
    const regions = [regionWith('eu-west-1', [[IAM], [S3]]), regionWith('us-east-1', [[S3, IAM]])];
    expect(await checkWatchRules(regions, 'Ambit')).toMatchObject([
      { name: 'rules eu-west-1', verdict: 'ok', says: '2 rules watch eu-west-1' },
      { name: 'rules us-east-1', verdict: 'ok' },
    ]);
  });

  test('that are disabled, missing, or not there at all are a problem of their Region', async () => {
    const regions = [
      regionWith('eu-west-1', [[IAM, S3]]),
      regionWith('us-east-1', [[named('Ambit-watch-iam', 'DISABLED'), S3]]),
      regionWith('eu-north-1', [[IAM]]),
      regionWith('eu-south-1', [[]]),
    ];
    expect(await checkWatchRules(regions, 'Ambit')).toMatchObject([
      { verdict: 'ok' },
      {
        verdict: 'problem',
        says: 'rules are disabled in us-east-1: Ambit-watch-iam',
        todo: expect.stringContaining('aws events enable-rule --region us-east-1 --name Ambit-watch-iam'),
      },
      { verdict: 'problem', says: 'rules are missing in eu-north-1: Ambit-watch-s3' },
      { verdict: 'problem', says: 'no call of eu-south-1 is watched: it has no rules of Ambit' },
    ]);
  });
});

test('the rules of the bus are all enabled, or a problem', async () => {
  const client = new EventBridgeClient(NOWHERE);
  const mock = mockClient(client).on(ListRulesCommand, { EventBusName: 'Ambit' });
  const sessions = named('Ambit-sessions', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  mock.resolves({ Rules: [named('Ambit-calls'), sessions, named('Ambit-decided')] });
  expect(await checkBus(client, 'Ambit', 'Ambit')).toMatchObject({ verdict: 'ok' });
  mock.resolves({ Rules: [named('Ambit-calls', 'DISABLED')] });
  expect(await checkBus(client, 'Ambit', 'Ambit')).toMatchObject({
    verdict: 'problem',
    says: 'the bus Ambit has not these rules, or not enabled: Ambit-calls, Ambit-sessions, Ambit-decided',
  });
});
