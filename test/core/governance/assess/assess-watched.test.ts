import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../../lib/core/activity/actor.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import type { ResourcePolicyChange } from '../../../../lib/core/activity/changes.ts';
import { assessWatched, type UnassessedChange } from '../../../../lib/core/governance/assess/assess-watched.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { ClassKind, Mode } from '../../../../lib/core/governance/standards/standards.ts';
import { call, engineerSession, governance, NOW, principalClass } from '../cases.ts';

const bucket = 'arn:aws:s3:::logs';
const put: ResourcePolicyChange = {
  kind: 'resource-policy',
  effect: 'put',
  resources: [bucket],
  document: undefined,
  grantees: ['444455556666'],
  asked: { bucketName: 'logs' },
};
const watched = (kind: 'deployment' | 'tamper' | 'session' | 'organization'): UnassessedChange => ({
  kind,
  resources: ['a'],
  asked: {},
});
const used: UnassessedChange = { kind: 'role-used', resources: ['a'], roles: [], grantees: [], asked: {} };

interface Made {
  readonly change?: UnassessedChange;
  readonly by?: ClassKind;
  readonly mode?: Mode;
  readonly call?: Partial<Call>;
}

function findings({ change = put, by = 'engineer', mode = 'enforce', call: members = {} }: Made): readonly Finding[] {
  const made = call({ source: 's3.amazonaws.com', name: 'PutBucketPolicy', change, ...members });
  const classes = [principalClass({ kind: by, mode, name: by })];
  return assessWatched({ call: made, change, governance: governance({ classes }), state: undefined, now: NOW });
}

const responses = (made: Made) => findings(made).map(({ response }) => response.kind);

describe('a change that is not assessed', () => {
  test('is told of with whom it names, what it touches and how it is undone', () => {
    expect(findings({})).toMatchObject([
      {
        kind: 'unassessed-change',
        severity: 'medium',
        verdict: 'undetermined',
        principal: engineerSession.principalArn,
        class: 'engineer',
        resources: [bucket],
        response: { kind: 'alert' },
        reasons: [
          {
            rule: 'resource-policy',
            detail:
              'PutBucketPolicy changed who may use arn:aws:s3:::logs; for 444455556666; it is undone by PutBucketPolicy or DeleteBucketPolicy, with what was there before',
          },
        ],
      },
    ]);
  });

  test.each<readonly [ClassKind, UnassessedChange, 'alert' | 'observe']>([
    ['agent', put, 'alert'],
    ['unclassified', put, 'alert'],
    ['pipeline', put, 'observe'],
    ['pipeline', watched('tamper'), 'alert'],
    ['pipeline', watched('organization'), 'alert'],
    ['pipeline', watched('deployment'), 'observe'],
    ['engineer', watched('deployment'), 'observe'],
    ['engineer', used, 'observe'],
    ['agent', used, 'alert'],
  ])('of class %s: %j gives %s', (by, change, response) => {
    expect(responses({ by, change })).toEqual([response]);
  });

  test.each<readonly [Mode, 'alert' | 'observe']>([
    ['observe', 'observe'],
    ['warn', 'alert'],
    ['enforce', 'alert'],
  ])('in mode %s: %s', (mode, response) => {
    expect(responses({ mode })).toEqual([response]);
  });

  test.each<readonly [string, Made]>([
    ['that AWS refused', { call: { error: { code: 'AccessDenied', message: '' } } }],
    ['that is the beginning of a session', { change: watched('session') }],
  ])('%s is none', (_, made) => {
    expect(findings(made)).toEqual([]);
  });

  test.each<readonly [string, Partial<Actor>]>([
    ['a service on its own', { kind: 'service', name: 'sso.amazonaws.com' }],
    [
      'a role that is linked to a service',
      { principalArn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX' },
    ],
  ])('made by %s is observed', (_, actor) => {
    expect(responses({ call: { actor: { ...engineerSession, ...actor } } })).toEqual(['observe']);
  });

  test('made by a role that only looks like one of a service is told of', () => {
    const principalArn = 'arn:aws:iam::111122223333:role/mine/aws-service-role/x';
    expect(responses({ call: { actor: { ...engineerSession, principalArn } } })).toEqual(['alert']);
  });
});

const idsOf = (...made: readonly Made[]) => new Set(made.flatMap((each) => findings(each).map(({ id }) => id))).size;
const later = (milliseconds: number) => ({ time: NOW - 60_000 + milliseconds, id: 'call-2' });

describe('calls that say the same', () => {
  test('within an hour are one finding; the next hour, or anything else in them, makes another', () => {
    expect(idsOf({}, { call: later(1000) })).toBe(1);
    expect(idsOf({}, { call: later(2 * 3_600_000) })).toBe(2);
    expect(idsOf({}, { change: { ...put, grantees: ['*'] } })).toBe(2);
    expect(idsOf({}, { change: { ...put, document: { Version: '2012-10-17', Statement: [] } } })).toBe(2);
    expect(idsOf({}, { call: { account: '444455556666' } })).toBe(2);
    expect(idsOf({}, { call: { region: 'eu-west-1' } })).toBe(2);
    expect(idsOf({}, { change: { ...put, asked: { bucketName: 'logs', blockPublicAcls: false } } })).toBe(2);
  });

  test.each(['tamper', 'organization'] as const)('and are grave are each a finding: %s', (kind) => {
    expect(idsOf({ change: watched(kind) }, { change: watched(kind), call: later(1000) })).toBe(2);
    expect(idsOf({ change: watched(kind) }, { change: watched(kind) })).toBe(1);
  });

  test('that are only observed are one a day for each service and kind, whatever they touch', () => {
    const by = 'pipeline';
    const other: UnassessedChange = { ...put, resources: ['arn:aws:s3:::others'] };
    expect(idsOf({ by }, { by, change: other, call: later(1000) })).toBe(1);
    expect(idsOf({ by }, { by, call: { source: 'kms.amazonaws.com' } })).toBe(2);
    expect(idsOf({ by }, { by, call: later(24 * 3_600_000) })).toBe(2);
    expect(idsOf({ by }, { by, change: watched('deployment') })).toBe(2);
    expect(idsOf({ by }, { by, call: { region: 'eu-west-1' } })).toBe(2);
  });

  test('are told of although one of them was only observed before', () => {
    expect(idsOf({ mode: 'observe' }, { mode: 'enforce' })).toBe(2);
  });
});
