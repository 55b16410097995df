import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../../lib/core/activity/call.ts';
import type { Change } from '../../../lib/core/activity/changes.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { jsonForm, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { recordOf } from './records.ts';

const AT = 'us-east-1:111122223333';
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;

function changesIn(service: string, eventName: string, members: JsonObject): readonly Change[] {
  const reading = readCall(recordOf({ eventSource: `${service}.amazonaws.com`, eventName, ...members }));
  if (reading.kind !== 'call') throw new Error(`${eventName} was read as ${reading.kind}`);
  return changesOf(reading.call);
}

const CHANGES: readonly (readonly [string, string, JsonObject, Partial<Change>])[] = [
  [
    's3',
    'PutBucketPolicy',
    { requestParameters: { bucketName: 'logs', Host: 's3.amazonaws.com', policy: '', bucketPolicy: POLICY } },
    { kind: 'resource-policy', effect: 'put', resources: ['arn:aws:s3:::logs'], document: POLICY, grantees: [] },
  ],
  [
    'kms',
    'PutKeyPolicy',
    { requestParameters: { keyId: 'k-1', policyName: 'default', policy: JSON.stringify(POLICY) } },
    { kind: 'resource-policy', resources: [`arn:aws:kms:${AT}:key/k-1`], document: POLICY },
  ],
  [
    'lambda',
    'AddPermission20150331v2',
    { requestParameters: { functionName: 'f', statementId: 's', action: 'lambda:*', principal: '444455556666' } },
    { kind: 'resource-policy', resources: [`arn:aws:lambda:${AT}:function:f`], grantees: ['444455556666'] },
  ],
  [
    'ec2',
    'ModifySnapshotAttribute',
    {
      requestParameters: {
        snapshotId: 'snap-1',
        attributeType: 'CREATE_VOLUME_PERMISSION',
        createVolumePermission: { add: { items: [{ group: 'all' }, { userId: '444455556666' }] } },
      },
    },
    {
      kind: 'resource-policy',
      resources: ['arn:aws:ec2:us-east-1::snapshot/snap-1'],
      grantees: ['444455556666', 'all'],
    },
  ],
  [
    'ec2',
    'ModifyVpcEndpointServicePermissions',
    {
      requestParameters: {
        ModifyVpcEndpointServicePermissionsRequest: {
          ServiceId: 'vpce-svc-1',
          AddAllowedPrincipals: { tag: 1, content: 'arn:aws:iam::444455556666:root' },
        },
      },
    },
    {
      kind: 'resource-policy',
      resources: [`arn:aws:ec2:${AT}:vpc-endpoint-service/vpce-svc-1`],
      grantees: ['arn:aws:iam::444455556666:root'],
    },
  ],
  [
    'redshift',
    'AuthorizeDataShare',
    { requestParameters: { dataShareArn: 'arn:aws:redshift:share', consumerIdentifier: '444455556666' } },
    { kind: 'resource-policy', resources: ['arn:aws:redshift:share'], grantees: ['444455556666'] },
  ],
  [
    'lambda',
    'UpdateFunctionConfiguration20150331v2',
    { requestParameters: { functionName: 'f', role: 'arn:aws:iam::111122223333:role/admin' } },
    {
      kind: 'role-handed',
      resources: [`arn:aws:lambda:${AT}:function:f`],
      roles: ['arn:aws:iam::111122223333:role/admin'],
      grantees: ['lambda.amazonaws.com'],
    },
  ],
  [
    'rds',
    'ModifyDBInstance',
    { requestParameters: { dBInstanceIdentifier: 'db', monitoringRoleArn: 'arn:aws:iam::111122223333:role/admin' } },
    {
      kind: 'role-handed',
      resources: [`arn:aws:rds:${AT}:db:db`],
      roles: ['arn:aws:iam::111122223333:role/admin'],
      grantees: ['rds.amazonaws.com'],
    },
  ],
  [
    'aoss',
    'UpdateSecurityPolicy',
    { requestParameters: { type: 'network', name: 'open', policy: '[{"AllowFromPublic":true}]' } },
    { kind: 'resource-policy', effect: 'put', resources: ['open'], document: [{ AllowFromPublic: true }] },
  ],
  [
    's3-outposts',
    'PutBucketPolicy',
    { requestParameters: { bucketName: 'arn:aws:s3-outposts:outpost/op-1/bucket/b', bucketPolicy: POLICY } },
    { kind: 'resource-policy', resources: ['arn:aws:s3-outposts:outpost/op-1/bucket/b'], document: POLICY },
  ],
  [
    'cloudformation',
    'ExecuteChangeSet',
    { requestParameters: { changeSetName: 'c' } },
    { kind: 'role-used', roles: [] },
  ],
  [
    'ec2',
    'ReplaceIamInstanceProfileAssociation',
    {
      requestParameters: {
        ReplaceIamInstanceProfileAssociationRequest: { AssociationId: 'iip-1', IamInstanceProfile: { Name: 'admin' } },
      },
    },
    { kind: 'role-handed', resources: ['iip-1'], roles: ['admin'] },
  ],
  [
    'eks',
    'CreateAccessEntry',
    { requestParameters: { name: 'prod', principalArn: 'arn:aws:iam::111122223333:role/bot' } },
    {
      kind: 'trust',
      resources: [`arn:aws:eks:${AT}:cluster/prod`],
      grantees: ['arn:aws:iam::111122223333:role/bot'],
    },
  ],
  [
    'sso-directory',
    'AddMemberToGroup',
    { requestParameters: { identityStoreId: 'd-1', groupId: 'g-1', member: { memberId: 'u-1' } } },
    {
      kind: 'identity-center',
      resources: ['g-1'],
      asked: { identityStoreId: 'd-1', groupId: 'g-1', member: { memberId: 'u-1' } },
    },
  ],
  ['organizations', 'DetachPolicy', {}, { kind: 'organization', resources: [], asked: {} }],
  [
    'sts',
    'AssumeRole',
    { requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/a', roleSessionName: 's' }, readOnly: true },
    { kind: 'session', resources: ['arn:aws:iam::111122223333:role/a'] },
  ],
];

describe('what a record changes', () => {
  test.each(CHANGES)('%s %s', (service, name, members, change) => {
    const changes = changesIn(service, name, { requestParameters: null, ...members });
    expect(changes.filter(({ kind }) => kind === change.kind)).toMatchObject([change]);
  });

  test('is all that the operation does: it creates, and hands a role', () => {
    const requestParameters = { functionName: 'f', role: 'arn:aws:iam::111122223333:role/admin' };
    expect(changesIn('lambda', 'CreateFunction20150331', { requestParameters })).toMatchObject([
      { kind: 'environment', effect: 'create' },
      { kind: 'role-handed', roles: [requestParameters.role] },
    ]);
  });

  test('is only what the parameters ask for', () => {
    const asked = (requestParameters: JsonObject) =>
      changesIn('rds', 'ModifyDBInstance', { requestParameters: { dBInstanceIdentifier: 'db', ...requestParameters } })
        .map(({ kind }) => kind)
        .join();
    expect(asked({ masterUserPassword: '****' })).toBe('credential');
    expect(asked({ deletionProtection: false })).toBe('guard');
    expect(asked({ deletionProtection: false, masterUserPassword: '****' })).toBe('guard,credential');
  });

  test.each<readonly [string, JsonObject, string]>([
    ['data that code starts with, as a member', { userData: '<sensitiveDataRemoved>' }, 'role-used'],
    ['data that code starts with, by its name', { attribute: 'userData', value: 'eA==' }, 'role-used'],
    ['the end of its protection, as a member', { disableApiTermination: { value: false } }, 'guard'],
    ['the end of its protection, by its name', { attribute: 'disableApiTermination', value: 'false' }, 'guard'],
  ])('of an instance is told in either form that EC2 takes: %s', (_, members, kinds) => {
    const requestParameters = { instanceId: 'i-1', ...members };
    expect(
      changesIn('ec2', 'ModifyInstanceAttribute', { requestParameters })
        .map(({ kind }) => kind)
        .join(),
    ).toBe(kinds);
  });

  test('is a role handed over also where only the answer has the profile of a launch template', () => {
    const arn = 'arn:aws:iam::111122223333:instance-profile/admin';
    const members = {
      requestParameters: { launchTemplate: { launchTemplateId: 'lt-1' } },
      responseElements: { instancesSet: { items: [{ instanceId: 'i-1', iamInstanceProfile: { arn, id: 'AIPA' } }] } },
    };
    expect(changesIn('ec2', 'RunInstances', members)).toContainEqual(
      expect.objectContaining({ kind: 'role-handed', roles: [arn] }),
    );
  });

  test('can be written down, whatever was asked', () => {
    const nested = parse(`${'['.repeat(190)}${']'.repeat(190)}`);
    const requestParameters = { threshold: parse('1e400'), nested };
    const [change] = changesIn('monitoring', 'PutMetricAlarm', { requestParameters });
    expect(JSON.stringify(jsonForm(change)).length).toBeLessThan(1000);
  });

  test('has no policy where the text is none', () => {
    const requestParameters = { secretId: 's', resourcePolicy: '{"Version":' };
    expect(changesIn('secretsmanager', 'PutResourcePolicy', { requestParameters })).toMatchObject([
      { kind: 'resource-policy', document: undefined },
    ]);
  });
});
