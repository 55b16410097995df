import { describe, expect, test } from '@jest/globals';
import { HUB, IN_HUB } from './places.ts';
import { resourcesOf } from './resolved-template.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

describe('stacks', () => {
  test('of China and GovCloud name the other partition nowhere', async () => {
    for (const hubRegion of ['cn-north-1', 'us-gov-west-1']) {
      const { stacks } = await synthesized({ 'ambit:hubRegion': hubRegion });
      const texts = [...stacks.keys()].map((name) => JSON.stringify(templateOf(stacks, name).toJSON()));
      expect(texts.filter((text) => text.includes('arn:aws:'))).toEqual([]);
    }
  });

  test('of China watch both of its Regions, for calls of IAM and of Organizations are recorded in different ones', async () => {
    const { stacks } = await synthesized({ 'ambit:hubRegion': 'cn-north-1' });
    expect([...stacks.values()].map(({ stackName, region }) => [stackName, region])).toEqual([
      ['Ambit', 'cn-north-1'],
      ['Ambit-watch-cn-northwest-1', 'cn-northwest-1'],
    ]);
  });

  test('of further Regions put what they pick on the bus of the hub, in one hop and in a role of their own', async () => {
    const { stacks } = await synthesized({ 'ambit:regions': 'eu-west-1', 'ambit:prefix': 'Ward' });
    const resources = resourcesOf(templateOf(stacks, 'Ward-watch-eu-west-1').toJSON(), {
      ...IN_HUB,
      region: 'eu-west-1',
    });
    const rules = resources.filter(({ type }) => type === 'AWS::Events::Rule').map(({ properties }) => properties);
    expect(rules.length).toBeGreaterThan(8);
    for (const rule of rules) {
      expect(rule['EventBusName']).toBeUndefined();
      expect(rule['Targets']).toMatchObject([
        {
          Arn: `arn:aws:events:us-east-1:${HUB}:event-bus/Ward`,
          RoleArn: `arn:aws:iam::${HUB}:role/WardForwarder-eu-west-1`,
          DeadLetterConfig: { Arn: `arn:aws:sqs:eu-west-1:${HUB}:Ward-watch-dead-letters` },
        },
      ]);
    }
    const roles = resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map(({ properties }) => properties['RoleName']);
    expect(roles).toEqual(['WardForwarder-eu-west-1']);
  });
});
