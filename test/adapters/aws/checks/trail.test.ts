import {
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { checkTrail } from '../../../../lib/adapters/aws/checks/trail.ts';
import { NOWHERE } from '../mocked.ts';

const ALL: EventSelector = { IncludeManagementEvents: true, ReadWriteType: 'All' };

interface TrailParts {
  readonly everywhere?: boolean;
  readonly logging?: boolean;
  readonly selectors?: Partial<GetEventSelectorsCommandOutput>;
}

/** The verdict on an account with these trails. */
async function checked(...trails: readonly TrailParts[]) {
  const client = new CloudTrailClient(NOWHERE);
  const mock = mockClient(client);
  const named = trails.map((trail, index) => ({ ...trail, arn: `arn:trail-${index}`, Name: `trail-${index}` }));
  mock.on(DescribeTrailsCommand).resolves({
    trailList: named.map(({ arn, Name, everywhere = true }) => ({
      TrailARN: arn,
      Name,
      IsMultiRegionTrail: everywhere,
    })),
  });
  for (const { arn, logging = true, selectors = { EventSelectors: [ALL] } } of named) {
    mock.on(GetTrailStatusCommand, { Name: arn }).resolves({ IsLogging: logging });
    mock.on(GetEventSelectorsCommand, { TrailName: arn }).resolves(selectors);
  }
  return checkTrail(client);
}

const advanced = (...fields: readonly { Field: string; Equals?: string[]; NotEquals?: string[] }[]) => ({
  AdvancedEventSelectors: [{ FieldSelectors: [...fields] }],
});
const MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };

describe('a trail that EventBridge can be fed from', () => {
  test.each<[string, TrailParts]>([
    ['records everything', {}],
    ['records what changes something', { selectors: { EventSelectors: [{ ...ALL, ReadWriteType: 'WriteOnly' }] } }],
    ['has advanced selectors', { selectors: advanced(MANAGEMENT) }],
    ['has those for writes', { selectors: advanced(MANAGEMENT, { Field: 'readOnly', Equals: ['false'] }) }],
  ])('%s', async (_, trail) => {
    expect(await checked({ everywhere: false }, trail)).toEqual({
      name: 'trail',
      verdict: 'ok',
      says: 'trail-1 records the management events of all Regions',
      todo: undefined,
    });
  });

  test.each<[string, readonly TrailParts[], RegExp]>([
    ['is not there', [], /: there is none$/],
    ['is of one Region', [{ everywhere: false }], /: trail-0 is of one Region$/],
    ['is stopped', [{ logging: false }], /: trail-0 is stopped$/],
    ['only has what reads', [{ selectors: { EventSelectors: [{ ...ALL, ReadWriteType: 'ReadOnly' }] } }], /leaves out/],
    [
      'only has data events',
      [{ selectors: { EventSelectors: [{ ...ALL, IncludeManagementEvents: false }] } }],
      /leaves out/,
    ],
    [
      'leaves out KMS',
      [{ selectors: { EventSelectors: [{ ...ALL, ExcludeManagementEventSources: ['kms.amazonaws.com'] }] } }],
      /leaves out/,
    ],
    [
      'leaves out a source by an advanced selector',
      [{ selectors: advanced(MANAGEMENT, { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }) }],
      /leaves out/,
    ],
    [
      'only reads by an advanced selector',
      [{ selectors: advanced(MANAGEMENT, { Field: 'readOnly', Equals: ['true'] }) }],
      /leaves out/,
    ],
    ['says nothing of what it has', [{ selectors: {} }], /leaves out/],
  ])('is missing where it %s', async (_, trails, says) => {
    const check = await checked(...trails);
    expect(check).toMatchObject({ verdict: 'problem', todo: expect.stringMatching(/^aws cloudtrail create-trail /) });
    expect(check.says).toMatch(says);
  });
});
