import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hookAnswer } from '../../../lib/core/activity/hook-answer.ts';
import { readHookRequest } from '../../../lib/core/activity/hook-request.ts';
import { isJsonObject, type JsonValue, jsonForm } from '../../../lib/core/json.ts';

const STACK = 'arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/cost/0f5a1b60-0000-4000-8000-000000000001';

/** The example of the Hooks user guide. */
const RESOURCE = {
  clientRequestToken: '13d9fc9f-fbf3-457d-b4d9-eb0de9ce23b2',
  awsAccountId: '111122223333',
  stackId: STACK,
  changeSetId: null,
  hookTypeName: 'A::B::C',
  hookTypeVersion: '00000001',
  hookModel: { LambdaFunction: 'arn:aws:lambda:us-west-2:111122223333:function:MyFunction' },
  actionInvocationPoint: 'UPDATE_PRE_PROVISION',
  requestData: {
    targetName: 'AWS::S3::Bucket',
    targetType: 'AWS::S3::Bucket',
    targetLogicalId: 'Bucket',
    targetModel: { resourceProperties: { BucketName: 'b' }, previousResourceProperties: { BucketName: 'a' } },
  },
  requestContext: { invocation: 1, callbackContext: null },
};

function withData(parts: Readonly<Record<string, JsonValue>>): JsonValue {
  return { ...RESOURCE, requestData: { ...RESOURCE.requestData, ...parts } };
}

describe('a request of a hook', () => {
  test('on a resource tells its properties before and after', () => {
    expect(readHookRequest(withData({ targetType: 'RESOURCE' }))).toEqual({
      ok: true,
      value: {
        target: 'resource',
        token: RESOURCE.clientRequestToken,
        account: '111122223333',
        partition: 'aws-cn',
        region: 'cn-north-1',
        action: 'update',
        stack: STACK,
        type: 'AWS::S3::Bucket',
        logicalId: 'Bucket',
        properties: { BucketName: 'b' },
        previous: { BucketName: 'a' },
      },
    });
  });

  test('may have the type of the resource as the type of its target', () => {
    expect(readHookRequest(RESOURCE)).toMatchObject({ ok: true, value: { target: 'resource' } });
  });

  test('of Cloud Control names no stack: the Region is that of the hook', () => {
    const read = readHookRequest({ ...RESOURCE, stackId: null });
    expect(read).toMatchObject({ ok: true, value: { stack: undefined, partition: 'aws', region: 'us-west-2' } });
  });

  test('on a stack tells where its templates are, and which change set is carried out', () => {
    const requestData = { targetName: 'STACK', targetType: 'STACK', payload: 'https://example.com/x' };
    const event = { ...RESOURCE, changeSetId: 'arn:change-set', requestData };
    expect(readHookRequest(event)).toMatchObject({
      ok: true,
      value: {
        target: 'stack',
        action: 'update',
        stack: STACK,
        changeSet: 'arn:change-set',
        payload: requestData.payload,
      },
    });
  });

  test.each(['CHANGE_SET', 'Change_Set', 'CHANGESET'])('on a change set is told by %s', (targetType) => {
    const event = { ...RESOURCE, changeSetId: 'arn:change-set', requestData: { targetName: targetType, targetType } };
    expect(readHookRequest(event)).toMatchObject({ ok: true, value: { target: 'change-set' } });
  });

  test('is read whatever the letter case of its members, and with members that nobody knows', () => {
    const recase = (value: JsonValue, change: (name: string) => string): JsonValue =>
      isJsonObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, each]) => [change(name), recase(each, change)]))
        : value;
    const plain = readHookRequest({
      ...RESOURCE,
      requestData: { ...RESOURCE.requestData, targetModel: {} },
      actionInvocationPoint: 'DELETE_PRE_PROVISION',
    });
    for (const change of [(name: string) => name.toUpperCase(), (name: string) => name.toLowerCase()]) {
      const event = recase(
        {
          ...RESOURCE,
          requestData: { ...RESOURCE.requestData, targetModel: {} },
          actionInvocationPoint: 'DELETE_PRE_PROVISION',
          newMember: [1],
        },
        change,
      );
      expect(readHookRequest(event)).toEqual(plain);
    }
  });

  test.each<readonly [string, JsonValue, string]>([
    ['without a token', { ...RESOURCE, clientRequestToken: null }, 'clientRequestToken'],
    ['without an account', { ...RESOURCE, awsAccountId: 'mine' }, 'awsAccountId'],
    ['of an action that is not known', { ...RESOURCE, actionInvocationPoint: 'MOVE' }, 'actionInvocationPoint'],
    [
      'on something that is not known',
      withData({ targetType: 'MODULE', targetName: 'MODULE' }),
      'requestData.targetName',
    ],
    ['without properties', withData({ targetModel: {} }), 'requestData.targetModel.resourceProperties'],
    ['on a stack of another account', { ...RESOURCE, awsAccountId: '444455556666' }, 'stackId'],
    ['on a stack that is none', { ...RESOURCE, stackId: 'arn:aws:s3:::bucket' }, 'stackId'],
    ['on a change set without its ARN', withData({ targetName: 'CHANGE_SET' }), 'changeSetId'],
  ])('%s cannot be read', (_, event, field) => {
    expect(readHookRequest(event)).toMatchObject({ ok: false, error: { field } });
  });

  test('whatever it is, it is read or refused, never a fault', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const events = [
          jsonForm(one),
          { ...RESOURCE, requestData: jsonForm(other) },
          { ...RESOURCE, stackId: jsonForm(one) },
        ];
        for (const event of events) {
          expect(typeof readHookRequest(event).ok).toBe('boolean');
          expect(hookAnswer(event, { verdict: 'refuse', message: '' }).hookStatus).toBe('FAILED');
        }
      }),
    );
  });
});
