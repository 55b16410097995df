import { describe, expect, test } from '@jest/globals';
import { DESTROYING_CALLS } from '../../../lib/core/activity/calls/destroying.ts';
import { statefulType, statefulTypeNames } from '../../../lib/core/activity/stateful-types.ts';
import { serviceOf } from '../../../lib/core/governance/permits/gated-change.ts';

describe('stateful types', () => {
  test('are of a service whose destruction is watched, or say why they are here all the same', () => {
    const watched = new Set(DESTROYING_CALLS.map(({ source }) => source));
    // what their loss is told by: recordings and keys are guards, the others hold data that no row names yet
    const others = [
      'acm-pca',
      'acmpca',
      'amazonmq',
      'aoss',
      'cassandra',
      'cloudtrail',
      'dax',
      'docdbelastic',
      'dsql',
      'fsx',
      'glue',
      'kafka',
      'lightsail',
      'logs',
      'memorydb',
      'neptunegraph',
      'qldb',
      'redshiftserverless',
      's3express',
      's3tables',
      's3vectors',
      'sdb',
      'serverless',
      'timestream',
      'workspaces',
    ];
    const unknown = statefulTypeNames()
      .map(serviceOf)
      .filter((service) => !watched.has(service) && !others.includes(service));
    expect(unknown).toEqual([]);
  });

  test.each(['Custom::Anything', 'Acme::Shop::Basket', 'AWS::CloudFormation::CustomResource'])(
    '%s runs code of its own',
    (type) => {
      expect(statefulType(type)?.holds).toContain('own code');
    },
  );

  test.each(['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::Events::Rule', 'AWS::CloudWatch::Alarm'])(
    '%s is made anew from its definition',
    (type) => {
      expect(statefulType(type)).toBeUndefined();
    },
  );

  test('each says what it holds, and what replaces it', () => {
    for (const type of statefulTypeNames()) expect(statefulType(type)?.holds).toMatch(/^[a-z]/);
    expect(statefulType('AWS::DynamoDB::Table')?.replacedBy).toContain('KeySchema');
  });
});
