import { EventBridgeClient, ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkBus, checkOwnWatch, checkWatchRules } from '../../../../lib/adapters/aws/checks/rules.ts';
import { checkSources } from '../../../../lib/adapters/aws/checks/sources.ts';
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
  const own = ['Ambit-own-parts-elsewhere', 'Ambit-own-roles-elsewhere'].map((name) => named(name));
  mock.resolves({ Rules: [named('Ambit-calls'), sessions, named('Ambit-decided'), ...own] });
  expect(await checkBus(client, 'Ambit', 'Ambit')).toMatchObject({ verdict: 'ok' });
  mock.resolves({ Rules: [named('Ambit-calls', 'DISABLED'), named('Ambit-decided'), ...own] });
  expect(await checkBus(client, 'Ambit', 'Ambit')).toMatchObject({
    verdict: 'problem',
    says: 'the bus Ambit has not these rules, or not enabled: Ambit-calls, Ambit-sessions',
    todo: expect.stringMatching(/^aws events enable-rule --event-bus-name Ambit --name Ambit-calls && deploy again/),
  });
});

test('the rules that write down who changes Ambit are all enabled, or a problem', async () => {
  const client = new EventBridgeClient(NOWHERE);
  const mock = mockClient(client).on(ListRulesCommand, { NamePrefix: 'Ambit-own-' });
  mock.resolves({ Rules: [named('Ambit-own-parts-here'), named('Ambit-own-roles-here')] });
  expect(await checkOwnWatch(client, 'Ambit')).toMatchObject({ verdict: 'ok' });
  mock.resolves({ Rules: [named('Ambit-own-parts-here'), named('Ambit-own-roles-here', 'DISABLED')] });
  expect(await checkOwnWatch(client, 'Ambit')).toMatchObject({
    verdict: 'problem',
    todo: 'aws events enable-rule --name Ambit-own-roles-here',
  });
});

describe('the queues that feed functions', () => {
  const from = (queue: string, State = 'Enabled') => ({
    EventSourceArn: `arn:aws:sqs:us-east-1:111122223333:Ambit-${queue}`,
    State,
    UUID: `id-of-${queue}`,
  });

  function hubWith(onCall: ReturnType<typeof from>[], sweep: ReturnType<typeof from>[]) {
    const lambda = new LambdaClient(NOWHERE);
    mockClient(lambda)
      .on(ListEventSourceMappingsCommand, { FunctionName: 'Ambit-on-call' })
      .resolves({ EventSourceMappings: onCall.slice(0, 1), NextMarker: 'more' })
      .on(ListEventSourceMappingsCommand, { FunctionName: 'Ambit-on-call', Marker: 'more' })
      .resolves({ EventSourceMappings: onCall.slice(1) })
      .on(ListEventSourceMappingsCommand, { FunctionName: 'Ambit-sweep' })
      .resolves({ EventSourceMappings: sweep });
    return { lambda, prefix: 'Ambit', region: 'us-east-1' };
  }

  test('are all asked, on whatever page they are', async () => {
    const hub = hubWith([from('calls'), from('sessions', 'Updating')], [from('sweep-pages')]);
    expect(await checkSources(hub)).toMatchObject({ verdict: 'ok', says: 'functions take from 3 queues' });
  });

  test('that somebody has disabled, or taken away, are a problem, with the command that enables them', async () => {
    const enabling = 'aws lambda update-event-source-mapping --region us-east-1 --uuid id-of-sessions --enabled';
    expect(await checkSources(hubWith([from('calls'), from('sessions', 'Disabled')], []))).toMatchObject({
      verdict: 'problem',
      says: 'Ambit-on-call does not take from Ambit-sessions (Disabled), Ambit-sweep does not take from Ambit-sweep-pages (it is mapped to none)',
      todo: `find out who did it, then ${enabling} && deploy again a template in which Ambit-sweep has its queues`,
    });
  });
});
