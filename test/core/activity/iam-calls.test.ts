import { describe, expect, test } from '@jest/globals';
import { IAM_CALL_NAMES } from '../../../lib/core/activity/calls/iam.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { recordOf, without } from './records.ts';
import { type Case, CASES, POLICY, text } from './iam-call-cases.ts';

const recordOfCase = ({ request, response, call }: Case, members: JsonObject = {}) =>
  recordOf({ eventName: call.name, requestParameters: request, responseElements: response ?? null, ...members });

describe('each IAM call', () => {
  test('has a case here', () => {
    expect(CASES.map((each) => each.call.name).toSorted()).toEqual(IAM_CALL_NAMES.toSorted());
  });

  test.each(CASES.map((each) => [each.call.name, each] as const))('%s is read from its record', (_, each) => {
    expect(readCall(recordOfCase(each))).toMatchObject({
      kind: 'call',
      call: { name: each.call.name, change: { kind: 'access', iam: each.call } },
    });
  });

  test.each(CASES.map((each) => [each.call.name, each] as const))(
    '%s is read whatever the letter case of its parameters',
    (_, each) => {
      const request = Object.fromEntries(
        Object.entries(each.request).map(([key, value]) => [key.slice(0, 1).toUpperCase() + key.slice(1), value]),
      );
      expect(readCall(recordOfCase({ ...each, request }))).toMatchObject({ call: { change: { iam: each.call } } });
    },
  );

  const required = CASES.flatMap((each) => each.required.map((field) => [each.call.name, field, each] as const));
  test.each(required)('%s without %s is unreadable and names it', (_, field, each) => {
    expect(readCall(recordOfCase({ ...each, request: without(each.request, field) }))).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'MISSING_FIELD', field: `requestParameters.${field}`, name: each.call.name },
    });
  });

  test.each(CASES.map((each) => [each.call.name, each] as const))(
    '%s that was refused without parameters is a call that names nothing',
    (_, each) => {
      const refused = { requestParameters: null, responseElements: null, errorCode: 'AccessDenied' };
      expect(readCall(recordOfCase(each, refused))).toMatchObject({
        kind: 'call',
        call: { change: { kind: 'access', iam: undefined }, error: { code: 'AccessDenied' } },
      });
    },
  );

  const big = CASES.filter((each) => 'policyDocument' in each.call).map((each) => [each.call.name, each] as const);
  test.each(big)('%s whose parameters CloudTrail left out is unreadable, not silent', (_, each) => {
    expect(readCall(recordOfCase(each, { requestParameters: null }))).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'MISSING_FIELD' },
    });
  });
});

describe('what the request does not say', () => {
  test.each([
    ['CreateAccessKey', null, { accessKey: { accessKeyId: 'AKIAADA' } }, { userName: 'ada', accessKeyId: 'AKIAADA' }],
    ['CreateAccessKey', null, { accessKey: { accessKeyId: 'K', userName: 'eve' } }, { userName: 'eve' }],
    ['UpdateAccessKey', { accessKeyId: 'K', status: 'Active' }, null, { userName: 'ada', status: 'Active' }],
    ['DeleteAccessKey', { accessKeyId: 'K' }, null, { userName: 'ada' }],
    ['DeleteLoginProfile', null, null, { userName: 'ada' }],
    ['CreatePolicyVersion', { policyArn: POLICY, policyDocument: text }, null, { setAsDefault: false }],
    ['CreateUser', { userName: 'bob' }, { user: { path: '/x/' } }, { path: '/x/' }],
    ['TagUser', { userName: 'bob', tags: [{ key: 'team' }] }, null, { tags: [{ key: 'team', value: '' }] }],
  ])('%s of %j takes it from elsewhere or the default', (eventName, requestParameters, responseElements, expected) => {
    const reading = readCall(recordOf({ eventName, requestParameters, responseElements }));
    expect(reading).toMatchObject({ kind: 'call', call: { change: { iam: expected } } });
  });

  test("the root user's own key is a credential of no user: its userName is an account alias", () => {
    const userIdentity = { type: 'Root', accountId: '111122223333', userName: 'alias' };
    const responseElements = { accessKey: { accessKeyId: 'AKIAROOT' } };
    const record = recordOf({ eventName: 'CreateAccessKey', userIdentity, requestParameters: null, responseElements });
    const change = { kind: 'credential', resources: ['arn:aws:iam::111122223333:root'] };
    expect(readCall(record)).toMatchObject({ kind: 'call', call: { change } });
  });

  test.each([
    ['CreateAccessKey', { userName: 'bob' }, 'responseElements.accessKey.accessKeyId'],
    ['CreateServiceLinkedRole', { aWSServiceName: 'ecs.amazonaws.com' }, 'responseElements.role.roleName'],
  ])('%s needs its response', (eventName, requestParameters, field) => {
    expect(readCall(recordOf({ eventName, requestParameters }))).toMatchObject({
      problem: { code: 'MISSING_FIELD', field },
    });
  });
});

describe('parameters that are not as IAM writes them', () => {
  const put = { roleName: 'deploy', policyName: 'inline' };
  test.each([
    ['PutRolePolicy', { ...put, policyDocument: '{"Statement":' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: '[]' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: '%7B%' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: 7 }, 'BAD_FIELD', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: '' }, 'MISSING_FIELD', 'policyDocument'],
    ['PutRolePolicy', { ...put, roleName: ['deploy'], policyDocument: text }, 'BAD_FIELD', 'roleName'],
    ['AttachRolePolicy', { roleName: '', policyArn: POLICY }, 'BAD_FIELD', 'roleName'],
    ['TagRole', { roleName: 'deploy', tags: 'team' }, 'BAD_FIELD', 'tags'],
    ['TagRole', { roleName: 'deploy', tags: [{ value: 'cost' }] }, 'BAD_FIELD', 'tags'],
    ['UntagRole', { roleName: 'deploy', tagKeys: [1] }, 'BAD_FIELD', 'tagKeys'],
    ['UpdateAccessKey', { userName: 'bob', accessKeyId: 'K', status: 'Lost' }, 'BAD_FIELD', 'status'],
    ['UpdateRole', { roleName: 'deploy', maxSessionDuration: 'long' }, 'BAD_FIELD', 'maxSessionDuration'],
    [
      'CreatePolicyVersion',
      { policyArn: POLICY, policyDocument: text, setAsDefault: 'perhaps' },
      'BAD_FIELD',
      'setAsDefault',
    ],
  ])('%s with %j is %s at %s', (eventName, requestParameters, code, field) => {
    expect(readCall(recordOf({ eventName, requestParameters }))).toMatchObject({
      kind: 'unreadable',
      problem: { code, field: `requestParameters.${field}` },
    });
  });
});
