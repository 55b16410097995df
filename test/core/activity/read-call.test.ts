import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { recordsIn } from '../../../lib/core/activity/containers.ts';
import { isJsonList, memberAt } from '../../../lib/core/activity/member.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { envelopeOf, recordOf, without } from './records.ts';

/** `{"a":{"a":…}}` */
const nested = (levels: number): JsonObject => {
  let value: JsonObject = {};
  for (let level = 1; level < levels; level += 1) value = { a: value };
  return value;
};

describe('a record', () => {
  test('gives the call its id, time, account, Region and actor', () => {
    expect(readCall(recordOf({}))).toMatchObject({
      kind: 'call',
      call: {
        id: '9f3a2c1e-0000-4000-8000-000000000002',
        source: 'iam.amazonaws.com',
        name: 'AttachUserPolicy',
        time: Date.UTC(2026, 2, 4, 5, 6, 7),
        account: '111122223333',
        region: 'us-east-1',
        actor: { kind: 'user', name: 'ada' },
        replayed: false,
      },
    });
  });

  test('that corrects an earlier one goes by the id of the earlier one', () => {
    const addendum = { reason: 'UPDATED_DATA', originalEventID: 'first-id' };
    expect(readCall(recordOf({ addendum }))).toMatchObject({ call: { id: 'first-id', addendum: true } });
    const unreadable = recordOf({ addendum, requestParameters: null });
    expect(readCall(unreadable)).toMatchObject({ problem: { eventId: 'first-id', call: { id: 'first-id' } } });
  });

  test('of a policy has its words as they were, and lists of actions are one with those of other policies', () => {
    const documentFor = (queue: string) => ({
      Version: '2012-10-17',
      Statement: [
        { ['__proto__']: { Sid: 'x' }, Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: queue },
        7,
      ],
    });
    const actionsFor = (queue: string) => {
      const policyDocument = JSON.stringify(documentFor(queue));
      const requestParameters = { userName: 'ada', policyName: 'queues', policyDocument };
      const reading = readCall(recordOf({ eventName: 'PutUserPolicy', requestParameters }));
      const iam =
        reading.kind === 'call' && reading.call.change.kind === 'access' ? reading.call.change.iam : undefined;
      if (iam?.name !== 'PutUserPolicy') throw new Error(JSON.stringify(reading));
      expect(JSON.stringify(iam.policyDocument)).toBe(policyDocument);
      const statements = memberAt(iam.policyDocument, 'Statement');
      return isJsonList(statements) ? memberAt(statements[0], 'Action') : undefined;
    };
    expect(actionsFor('one')).toHaveLength(2);
    expect(actionsFor('one')).toBe(actionsFor('other'));
  });

  test('of which CloudTrail left out the parameters is read as one without any, whatever hangs on them', () => {
    const omitted = { omitted: true, originalSize: 102_466, reason: 'requestParameters too large' };
    expect(readCall(recordOf({ requestParameters: omitted }))).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'MISSING_FIELD', call: { change: { kind: 'access' } } },
    });
    const modify = { eventSource: 'rds.amazonaws.com', eventName: 'ModifyDBInstance' };
    const whole = readCall(recordOf({ ...modify, requestParameters: null }));
    expect(whole).toMatchObject({ kind: 'call', call: { change: { kind: 'guard' } } });
    expect(readCall(recordOf({ ...modify, requestParameters: omitted, responseElements: omitted }))).toEqual(whole);
  });

  test.each<[string, JsonObject, string]>([
    ['the recipient', recordOf({ recipientAccountId: '444455556666' }), '444455556666'],
    ['the caller where no recipient is given', without(recordOf({}), 'recipientAccountId'), '111122223333'],
    [
      'the envelope where neither is given',
      envelopeOf(without(recordOf({ userIdentity: { type: 'AWSService' } }), 'recipientAccountId'), {
        account: '777788889999',
      }),
      '777788889999',
    ],
  ])('belongs to the account of %s', (_, record, account) => {
    expect(readCall(record)).toMatchObject({ call: { account } });
  });

  test.each([
    ['NoSuchEntityException', 'NoSuchEntity'],
    ['AccessDenied', 'AccessDenied'],
    ['Exception', 'Exception'],
    ['Client.UnauthorizedOperation', 'Client.UnauthorizedOperation'],
  ])('with errorCode %s is a refused call with code %s', (errorCode, code) => {
    const record = recordOf({ errorCode, errorMessage: 'no' });
    expect(readCall(record)).toMatchObject({ call: { error: { code, message: 'no' } } });
  });

  test.each(['ServiceFailure', 'ServiceFailureException', 'InternalFailure'])(
    'of IAM with errorCode %s may have been made all the same: the account has to tell',
    (errorCode) => {
      const reading = readCall(recordOf({ errorCode, errorMessage: 'no' }));
      expect(reading).toMatchObject({ kind: 'call', call: { change: { kind: 'access', iam: undefined } } });
      expect(reading).not.toHaveProperty('call.error');
    },
  );

  test.each([null, ''])('with errorCode %j was not refused', (errorCode) => {
    const reading = readCall(recordOf({ errorCode }));
    expect(reading.kind === 'call' && reading.call.error === undefined).toBe(true);
  });

  test.each<[string, JsonObject, string, string]>([
    ['no eventID', without(recordOf({}), 'eventID'), 'MISSING_FIELD', 'eventID'],
    ['no eventTime', without(recordOf({}), 'eventTime'), 'MISSING_FIELD', 'eventTime'],
    ['a time without an offset', recordOf({ eventTime: '2026-03-04T05:06:07' }), 'BAD_FIELD', 'eventTime'],
    ['a time that is none', recordOf({ eventTime: '2026-99-04T05:06:07Z' }), 'BAD_FIELD', 'eventTime'],
    ['no Region', without(recordOf({}), 'awsRegion'), 'MISSING_FIELD', 'awsRegion'],
    ['parameters nested without end', recordOf({ requestParameters: nested(5000) }), 'BAD_FIELD', ''],
    ['an errorCode that is no text', recordOf({ errorCode: 403 }), 'BAD_FIELD', 'errorCode'],
    ['no eventSource', without(recordOf({}), 'eventSource'), 'MISSING_FIELD', 'eventSource'],
    ['no eventName', without(recordOf({}), 'eventName'), 'MISSING_FIELD', 'eventName'],
    ['a sender that is not AWS', envelopeOf(recordOf({}), { source: 'my.app' }), 'BAD_FIELD', 'source'],
  ])('with %s is unreadable and says where', (_, record, code, field) => {
    expect(readCall(record)).toMatchObject({ kind: 'unreadable', problem: { code, field } });
  });

  test.each<[JsonValue]>([
    [null],
    [7],
    ['text'],
    [[]],
    [{}],
    [{ detail: {} }],
    [{ 'detail-type': 'AWS API Call via CloudTrail', detail: 1 }],
  ])('is what %j is not', (json) => {
    expect(readCall(json)).toMatchObject({ kind: 'unreadable', problem: { code: 'NOT_A_RECORD' } });
  });

  test.each([
    ['iam.amazonaws.com', 'GetRole', 'GetRole'],
    ['ec2.amazonaws.com', 'constructor', 'constructor'],
    ['ec2.amazonaws.com', '__proto__', '__proto__'],
    ['iam.amazonaws.com', 'GenerateCredentialReport', 'GenerateCredentialReport'],
    ['lambda.amazonaws.com', 'ListFunctions20150331', 'ListFunctions'],
    ['iam.example.com', 'AttachUserPolicy', 'AttachUserPolicy'],
    ['ec2.amazonaws.com', 'AttachUserPolicy', 'AttachUserPolicy'],
  ])('of %s %s is unrelated', (eventSource, eventName, name) => {
    const reading = readCall(recordOf({ eventSource, eventName }));
    expect(reading).toEqual({ kind: 'unrelated', source: eventSource, name });
  });

  test('of IAM that no row tells of says which role came of it', () => {
    const arn = 'arn:aws:iam::111122223333:role/templated';
    const members = {
      eventName: 'AcquireRole',
      requestParameters: { templateArn: 'arn:aws:iam::aws:role-template/x' },
    };
    const made = recordOf({ ...members, responseElements: { role: { arn, roleName: 'templated' } } });
    expect(readCall(made)).toMatchObject({ call: { also: [{ kind: 'unknown', resources: [arn] }] } });
    const named = recordOf({ eventName: 'ChangeSomething', requestParameters: { roleName: 'deploy' } });
    expect(readCall(named)).toMatchObject({
      call: { also: [{ kind: 'unknown', resources: ['arn:aws:iam::111122223333:role/*deploy'] }] },
    });
  });

  test.each(['AcquireRole', 'GrantEverything', 'constructor', '__proto__'])(
    'of IAM that changes something no row tells of (%s) is a change of access that is not known',
    (eventName) => {
      const record = recordOf({ eventSource: 'iam.amazonaws.com', eventName, requestParameters: { to: 'bob' } });
      expect(readCall(record)).toMatchObject({
        kind: 'call',
        call: { name: eventName, change: { kind: 'access' }, also: [{ kind: 'unknown', asked: { to: 'bob' } }] },
      });
      expect(readCall({ ...record, readOnly: true }).kind).toBe('unrelated');
    },
  );

  test.each([
    ['lambda.amazonaws.com', 'DeleteFunction20150331', 'DeleteFunction'],
    ['lambda.amazonaws.com', 'DeleteFunction20150331v2', 'DeleteFunction'],
    ['cloudfront.amazonaws.com', 'DeleteDistribution2020_05_31', 'DeleteDistribution'],
    ['IAM.amazonaws.com.cn', 'AttachUserPolicy', 'AttachUserPolicy'],
  ])('of %s %s is a call %s', (eventSource, eventName, name) => {
    expect(readCall(recordOf({ eventSource, eventName }))).toMatchObject({ kind: 'call', call: { name } });
  });
});

describe('an EventBridge event', () => {
  test.each([
    'AWS API Call via CloudTrail',
    'Amazon API Call via CloudTrail',
    'AWS Console Action via CloudTrail',
    'AWS Service Event via CloudTrail',
  ])('of type %s carries a record', (detailType) => {
    const reading = readCall(envelopeOf(recordOf({}), { 'detail-type': detailType }));
    expect(reading).toMatchObject({ kind: 'call', call: { name: 'AttachUserPolicy', replayed: false } });
  });

  test('out of an archive replay says so', () => {
    const reading = readCall(envelopeOf(recordOf({}), { 'replay-name': 'after-outage' }));
    expect(reading).toMatchObject({ call: { replayed: true } });
  });

  test.each(['GuardDuty Finding', 'Scheduled Event', 'EC2 Instance State-change Notification'])(
    'of type %s is unrelated',
    (detailType) => {
      const reading = readCall(envelopeOf({ severity: 8 }, { 'detail-type': detailType, source: 'aws.other' }));
      expect(reading).toEqual({ kind: 'unrelated', source: 'aws.other', name: detailType });
    },
  );
});

describe('reading never throws', () => {
  test('on any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
        for (const record of recordsIn(fromAnyJson(json))) expect(readCall(record).kind).toMatch(/^(call|un)/);
      }),
    );
  });

  test('on a record of which any part is something else or gone', () => {
    const names = ['PutRolePolicy', 'CreateRole', 'CreateAccessKey', 'TagRole', 'DeleteStack', 'CreatePolicyVersion'];
    const parts = fc.constantFrom(...Object.keys(recordOf({ resources: [], addendum: {}, errorCode: '' })));
    const source = fc.constantFrom('iam.amazonaws.com', 'cloudformation.amazonaws.com');
    fc.assert(
      fc.property(fc.constantFrom(...names), source, parts, fc.jsonValue({ maxDepth: 4 }), (name, from, part, json) => {
        const record = recordOf({ eventName: name, eventSource: from, [part]: fromAnyJson(json) });
        expect(readCall(record).kind).toMatch(/^(call|un)/);
        expect(readCall(envelopeOf(without(record, part))).kind).toMatch(/^(call|un)/);
      }),
      { numRuns: 500 },
    );
  });

  test('on parameters of which any is something else', () => {
    const names = ['roleName', 'policyDocument', 'tags', 'tagKeys', 'path', 'maxSessionDuration', 'setAsDefault'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 })), (parameters) => {
        for (const eventName of ['CreateRole', 'PutRolePolicy', 'TagRole', 'UntagRole', 'CreatePolicyVersion']) {
          const reading = readCall(recordOf({ eventName, requestParameters: fromAnyJson(parameters) }));
          expect(reading.kind).toMatch(/^(call|un)/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** What `JSON.parse` gives for a value, so that names such as `__proto__` are members as in a file. */
function fromAnyJson(value: unknown): JsonValue {
  const parse: (text: string) => JsonValue = JSON.parse;
  return parse(JSON.stringify(value));
}

describe('a call that no row names', () => {
  const read = { eventName: 'DescribeInstances', eventSource: 'ec2.amazonaws.com', requestParameters: null };
  const mcp = { type: 'IAMUser', principalId: 'AIDAEXAMPLE', invokedBy: 'aws-mcp.amazonaws.com' };

  test.each<[string, JsonObject]>([
    ['through the AWS MCP Server', { userIdentity: mcp }],
    ['of the AWS MCP Server itself', { eventType: 'AwsMcpEvent', eventSource: 'aws-mcp.us-east-1.api.aws' }],
    ['that AWS refused', { userIdentity: mcp, errorCode: 'AccessDenied', errorMessage: '' }],
  ])('by an agent %s is read for who acts', (_, members) => {
    expect(readCall(recordOf({ ...read, ...members }))).toMatchObject({
      kind: 'call',
      call: { name: 'DescribeInstances', change: { kind: 'session', resources: [] } },
    });
  });

  test.each<[string, JsonObject]>([
    ['nobody that is an agent', {}],
    ['somebody whose client says that it is an agent', { userAgent: 'claude-code/2.1.202 (cli)' }],
  ])('by %s is unrelated', (_, members) => {
    expect(readCall(recordOf({ ...read, ...members })).kind).toBe('unrelated');
  });
});
