import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { METRIC_NAMESPACE, METRICS } from '../../lib/core/metric-names.ts';
import { IN_HUB } from './places.ts';
import { type Resource, resourcesOf } from './resolved-template.ts';
import { synthesized, templateOf } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

let resources: readonly Resource[];

beforeAll(async () => {
  const { stacks } = await synthesized();
  resources = resourcesOf(templateOf(stacks, 'Ambit').toJSON(), IN_HUB);
});

const alarmShape = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  TreatMissingData: z.string(),
  EvaluationPeriods: z.number(),
  Period: z.number().optional(),
  AlarmActions: z.array(z.string()),
  OKActions: z.array(z.string()),
});

const alarms = () =>
  resources
    .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
    .map(({ properties }) => alarmShape.parse(properties));

describe('alarms', () => {
  test('cover what can go wrong, each with what to do', () => {
    expect(alarms().map(({ AlarmName }) => AlarmName.replace('Ambit-', ''))).toEqual([
      'holds-failed',
      'breaker-open',
      'restores-failed',
      'time-to-hold',
      'gate-failing',
      'own-parts-changed',
      'own-roles-assumed',
      'backlog',
      'sessions-backlog',
      'no-calls',
      'calls-missed',
      'dead-calls',
      'dead-sessions',
      'dead-sweep-pages',
      'dead-invocations',
      'dead-events',
      'sweep-stale',
      'overdue-stale',
      'ledger-unsealed',
      'reconcile-stale',
      'functions-failing',
      'table-throttled',
    ]);
    for (const { AlarmDescription } of alarms())
      expect(AlarmDescription).toMatch(/(: |, )(see|read|find out|hold|verify)|take/);
  });

  test('go to the topic of findings when they begin and when they end, and the topic lets them in', () => {
    const topic = 'arn:aws:sns:us-east-1:111122223333:Ambit-findings';
    for (const { AlarmActions, OKActions } of alarms()) expect([AlarmActions, OKActions]).toEqual([[topic], [topic]]);
    const policy = resources.find(({ type }) => type === 'AWS::SNS::TopicPolicy');
    expect(policy?.properties['PolicyDocument']).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Sid: 'AlarmsPublish',
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Ambit-*' },
          },
        }),
      ]),
    });
  });

  test('read only metrics that the functions publish', () => {
    const own = alarms().filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
    expect(own.length).toBeGreaterThan(7);
    expect(own.filter(({ MetricName = '' }) => !Object.hasOwn(METRICS, MetricName))).toEqual([]);
  });

  test('take silence for trouble where work should be done regularly, and else for peace', () => {
    const troubled = alarms().filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(troubled.map(({ AlarmName }) => AlarmName)).toEqual([
      'Ambit-no-calls',
      'Ambit-sweep-stale',
      'Ambit-overdue-stale',
      'Ambit-ledger-unsealed',
      'Ambit-reconcile-stale',
    ]);
    // CloudWatch looks back at most a week, and a day for periods under an hour
    for (const { EvaluationPeriods, Period = 60 } of alarms()) {
      expect(EvaluationPeriods * Period).toBeLessThanOrEqual(Period < 3600 ? 86_400 : 604_800);
    }
  });
});

test('the dashboard shows every metric of Ambit but the rate that an alarm has', () => {
  const dashboard = JSON.stringify(resources.find(({ type }) => type === 'AWS::CloudWatch::Dashboard')?.properties);
  const shown = Object.keys(METRICS).filter((name) => dashboard.includes(`\\"${name}\\"`));
  expect(Object.keys(METRICS).filter((name) => !shown.includes(name))).toEqual(['MissedRate']);
});
