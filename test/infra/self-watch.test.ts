import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { IN_HUB } from './places.ts';
import { type Resource, resourcesOf } from './resolved-template.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

let resources: readonly Resource[];
let elsewhere: readonly Resource[];

beforeAll(async () => {
  const { stacks } = await synthesized({ 'ambit:regions': 'eu-west-1' });
  resources = resourcesOf(templateOf(stacks, 'Ambit').toJSON(), IN_HUB);
  elsewhere = resourcesOf(templateOf(stacks, 'Ambit-watch-eu-west-1').toJSON(), { ...IN_HUB, region: 'eu-west-1' });
});

const rulesNamed = (among: readonly Resource[], name: RegExp) =>
  among.flatMap(({ type, properties }) =>
    type === 'AWS::Events::Rule' && typeof properties['Name'] === 'string' && name.test(properties['Name'])
      ? [properties]
      : [],
  );

describe('whoever changes Ambit', () => {
  test('is written down, in the Region of the hub and from elsewhere', () => {
    const rules = rulesNamed(resources, /^Ambit-own-/);
    expect(rules.map(({ Name, EventBusName }) => [Name, EventBusName])).toEqual([
      ['Ambit-own-parts-here', undefined],
      ['Ambit-own-parts-elsewhere', 'Ambit'],
      ['Ambit-own-roles-here', undefined],
      ['Ambit-own-roles-elsewhere', 'Ambit'],
    ]);
    const groups = rules.map(({ Targets }) => JSON.stringify(Targets));
    expect(groups.map((text) => /log-group:(?<name>[^"]+)/.exec(text)?.[1])).toEqual([
      '/aws/events/Ambit-own-parts',
      '/aws/events/Ambit-own-parts',
      '/aws/events/Ambit-own-roles',
      '/aws/events/Ambit-own-roles',
    ]);
  });

  test('in another Region is forwarded to the hub', () => {
    const rules = rulesNamed(elsewhere, /^Ambit-watch-own-/);
    expect(rules.map(({ Name }) => Name)).toEqual(['Ambit-watch-own-parts', 'Ambit-watch-own-roles']);
    for (const { Targets } of rules) {
      expect(Targets).toMatchObject([{ Arn: 'arn:aws:events:us-east-1:111122223333:event-bus/Ambit' }]);
    }
  });

  test('by assuming a role is only seen because the rule asks for calls that read', () => {
    const states = [...rulesNamed(resources, /own-/), ...rulesNamed(elsewhere, /own-/)].map(({ Name, State }) => [
      Name,
      State,
    ]);
    expect(Object.fromEntries(states)).toEqual({
      'Ambit-own-parts-here': 'ENABLED',
      'Ambit-own-parts-elsewhere': 'ENABLED',
      'Ambit-own-roles-here': 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      'Ambit-own-roles-elsewhere': 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      'Ambit-watch-own-parts': 'ENABLED',
      'Ambit-watch-own-roles': 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    });
  });

  test('is written down by rules of Ambit only', () => {
    const policy = resources.find(({ type }) => type === 'AWS::Logs::ResourcePolicy');
    const document: unknown = JSON.parse(z.string().parse(policy?.properties['PolicyDocument']));
    expect(document).toMatchObject({
      Statement: [
        { Action: 'logs:CreateLogStream' },
        {
          Action: 'logs:PutLogEvents',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/Ambit*' } },
        },
      ],
    });
  });
});
