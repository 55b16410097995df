import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { HUB, MEMBER, ORGANIZATION } from './places.ts';
import { synthesized } from './synthesized.ts';

const ORGANIZATION_WIDE = {
  'ambit:layout': 'organization',
  'ambit:organization': ORGANIZATION,
  'ambit:hubAccount': HUB,
  'ambit:managementAccount': '777788889999',
  'ambit:units': 'r-abcd',
  'ambit:guardrailTargets': 'r-abcd',
} as const;

describe('CloudFormation has nothing against the templates', () => {
  test.each([
    // the validator is made anew for types of resources that it has not met: the layouts with the most come first
    ['of an organization', { ...ORGANIZATION_WIDE, 'ambit:regions': 'eu-west-1' }],
    ['of an organization without a guardrail', { ...ORGANIZATION_WIDE, 'ambit:guardrailTargets': '' }],
    [
      'of an organization in China',
      { ...ORGANIZATION_WIDE, 'ambit:hubRegion': 'cn-north-1', 'ambit:accounts': MEMBER },
    ],
    [
      'with a console, mails and a trail',
      {
        'ambit:identityIssuer': 'https://login.example.com/tenant/v2.0',
        'ambit:identityClient': 'ambit-console',
        'ambit:identityOrigins': 'https://token.example.com',
        'ambit:alertEmails': 'security@example.com',
        'ambit:trailBucket': 'example-trail',
      },
    ],
    ['of one account', {}],
    ['of further Regions under another prefix', { 'ambit:regions': 'eu-west-1', 'ambit:prefix': 'Ward' }],
    ['of China', { 'ambit:hubRegion': 'cn-north-1' }],
    ['of GovCloud', { 'ambit:hubRegion': 'us-gov-west-1' }],
  ])('%s', async (_, context) => {
    const { app, stacks } = await synthesized(context);
    expect(stacks.size).toBeGreaterThan(0);
    expect(() => app.synth()).not.toThrow();
  });

  test('but it does have something against a property that does not exist', async () => {
    const { app } = await synthesized();
    const queue = new CfnQueue(new Stack(app, 'Wrong'), 'Queue');
    queue.addPropertyOverride('Colour', 'blue');
    expect(() => app.synth()).toThrow("'Colour' was unexpected");
  });
});
