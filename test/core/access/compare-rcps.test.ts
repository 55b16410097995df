import { describe, expect, test } from '@jest/globals';
import { RCP_SERVICES } from '../../../lib/core/access/rcp-services.ts';
import { serviceNamed } from '../../../lib/core/access/catalogue.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { compared } from './reading-sets.ts';

function policy(...Statement: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

const allow = (Action: JsonValue): JsonObject => policy({ Effect: 'Allow', Action, Resource: '*' });
const rcp = (actions: JsonObject): JsonObject => policy({ Effect: 'Deny', Principal: '*', Resource: '*', ...actions });

/** Access to some actions, under one resource control policy. */
const under = (actions: JsonObject, Action: JsonValue): JsonObject => ({
  identity: [allow(Action)],
  rcps: [[rcp(actions)]],
});

const NOTHING = { identity: [] };

describe('a resource control policy on the granted side', () => {
  test.each<[string, JsonObject, JsonValue, string]>([
    [
      'of a service that AWS does not list hides no excess',
      { Action: 'ec2:*' },
      'ec2:RunInstances',
      'ec2:RunInstances',
    ],
    ['of any service hides none of such a service', { Action: '*' }, ['iam:CreateUser', 's3:*'], 'iam:CreateUser'],
    ['by a pattern for services hides none either', { Action: '*:*' }, 'iam:CreateUser', 'iam:CreateUser'],
    [
      'of all but some actions neither',
      { NotAction: 's3:*' },
      ['rds:DeleteDBInstance', 'sqs:*'],
      'rds:DeleteDBInstance',
    ],
    ['of keys lets grants be retired', { Action: 'kms:*' }, 'kms:*', 'kms:RetireGrant'],
    ['of all but some actions as well', { NotAction: 's3:*' }, 'kms:*', 'kms:RetireGrant'],
  ])('%s', (_, actions, granted, action) => {
    expect(compared(under(actions, granted), NOTHING)).toMatchObject({ verdict: 'exceeds', witness: { action } });
  });

  test.each<[string, JsonObject, JsonValue]>([
    ['a service', { Action: 's3:*' }, 's3:*'],
    ['one action', { Action: 'S3:getobject' }, 's3:GetObject'],
    ['a pattern across services', { Action: '*:Describe*' }, 'dynamodb:DescribeTable'],
    ['all actions', { Action: '*' }, ['s3:*', 'sqs:*', 'sts:AssumeRole', 'kms:Decrypt']],
    ['all but some', { NotAction: 's3:GetObject' }, ['s3:PutObject', 'sqs:*', 'kms:Decrypt']],
  ])('takes away %s of what AWS lists', (_, actions, granted) => {
    expect(compared(under(actions, granted), NOTHING).verdict).toBe('within');
  });
});

describe('a resource control policy on the side of the limit', () => {
  test('takes from it what AWS lists', () => {
    const comparison = compared({ identity: [allow('s3:GetObject')] }, under({ Action: 's3:*' }, 's3:*'));
    expect(comparison).toMatchObject({ verdict: 'exceeds', witness: { action: 's3:GetObject' } });
  });

  test('may take from it what AWS does not list: that is left open, and says why', () => {
    const comparison = compared({ identity: [allow('ec2:RunInstances')] }, under({ Action: 'ec2:*' }, 'ec2:*'));
    expect(comparison).toMatchObject({
      verdict: 'undetermined',
      excess: [{ actions: ['ec2:RunInstances'] }],
      reasons: [{ rule: 'rcp-scope' }],
    });
  });

  test('leaves it the one action on keys that no such policy restricts', () => {
    const limit = under({ Action: 'kms:*' }, 'kms:*');
    expect(compared({ identity: [allow('kms:RetireGrant')] }, limit).verdict).toBe('within');
  });
});

describe('the same resource control policy on both sides', () => {
  const actions = { Action: ['ec2:*', 's3:*', 'kms:*'] };

  test('leaves nothing open', () => {
    const granted = under(actions, ['ec2:RunInstances', 's3:GetObject', 'kms:RetireGrant']);
    expect(compared(granted, under(actions, ['ec2:*', 's3:*', 'kms:*']))).toMatchObject({
      verdict: 'within',
      reasons: [],
    });
  });

  test('hides no excess of a service that AWS does not list', () => {
    const granted = under(actions, ['ec2:*', 's3:*']);
    expect(compared(granted, under(actions, ['ec2:Describe*', 's3:*']))).toMatchObject({
      verdict: 'exceeds',
      reasons: [],
    });
  });
});

test('the list of services has each once, under a name that the catalogue knows', () => {
  expect(RCP_SERVICES).toEqual([...new Set(RCP_SERVICES)].toSorted());
  expect(RCP_SERVICES.filter((service) => serviceNamed(service) === undefined)).toEqual([]);
});
