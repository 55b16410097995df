import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { agentMarkersOf } from '../../../../lib/core/activity/agent-markers.ts';
import { recordsIn } from '../../../../lib/core/activity/containers.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { RecordScan } from '../../../../lib/core/activity/scan/interest.ts';
import { WATCHED_INTEREST } from '../../../../lib/core/activity/scan/watched-interest.ts';
import { saysSomething } from '../../../adapters/local/seen-records.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';

const scan = new RecordScan(WATCHED_INTEREST);
const parse: (text: string) => JsonValue = JSON.parse;

function isOfInterest(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  expect(scan.scan(bytes, 0, bytes.length)).toBe(bytes.length);
  return scan.verdict(bytes) === 'parse';
}

/** Whether the whole parser, too, would make nothing of it. */
function isDull(text: string): boolean {
  const value = parse(text);
  const records = recordsIn(value);
  const isSigned = agentMarkersOf(value).some(({ strength }) => strength === 'strong');
  return records.length === 1 && !isSigned && records.every((record) => !saysSomething(readCall(record)));
}

const plain =
  '{"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","userIdentity":{"arn":"arn:aws:sts::1:assumed-role/app/i-1"}}';

describe('passed over is', () => {
  test.each([
    ['a call that no row of the table names', plain],
    ['the same with white space', JSON.stringify(parse(plain), undefined, 2)],
    ['a read of IAM', '{"eventName":"GetRole","eventSource":"iam.amazonaws.com"}'],
    [
      'a call whose parameters speak of another',
      '{"requestParameters":{"eventName":"CreateUser","eventSource":"iam.amazonaws.com"},"eventSource":"logs.amazonaws.com","eventName":"PutLogEvents"}',
    ],
    [
      'a call under the name of a watched one of another service',
      '{"eventSource":"workmail.amazonaws.com","eventName":"CreateUser"}',
    ],
    ['an operation that ends in a date', '{"eventSource":"lambda.amazonaws.com","eventName":"ListFunctions20150331"}'],
  ])('%s', (_what, text) => {
    expect(isDull(text)).toBe(true);
    expect(isOfInterest(text)).toBe(false);
  });
});

describe('a session that begins', () => {
  const session = {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventID: 'a',
    eventTime: '2025-12-01T00:00:00Z',
    recipientAccountId: '111122223333',
    awsRegion: 'us-east-1',
    errorCode: null,
    userIdentity: { type: 'AWSService', invokedBy: 'ecs-tasks.amazonaws.com' },
  };

  test('is counted and not parsed', () => {
    const bytes = new TextEncoder().encode(JSON.stringify(session));
    scan.scan(bytes, 0, bytes.length);
    expect(scan.verdict(bytes)).toBe('counted');
    expect(isDull(JSON.stringify(session))).toBe(true);
  });

  test.each<[string, object]>([
    ['AWS refused', { ...session, errorCode: 'AccessDenied' }],
    ['has an error that is no text', { ...session, errorCode: 7 }],
    ['has no id', { ...session, eventID: undefined }],
    ['has no time', { ...session, eventTime: undefined }],
    ['has a time that is none', { ...session, eventTime: '2025-13-45T00:00:00Z' }],
    ['has a time without a zone', { ...session, eventTime: '2025-12-01T00:00:00' }],
    ['has no account', { ...session, recipientAccountId: undefined }],
    ['has an account that is a number', { ...session, recipientAccountId: 111122223333 }],
    ['has no Region', { ...session, awsRegion: undefined }],
    ['corrects an earlier record', { ...session, addendum: { originalEventID: 'b' } }],
    ['an agent begins', { ...session, userIdentity: { type: 'AssumedRole', invokedBy: 'aws-mcp.amazonaws.com' } }],
    [
      'is opened from another',
      { ...session, userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/one/x' } },
    ],
    ['is one of root', { ...session, eventName: 'AssumeRoot' }],
  ])('is parsed where it %s', (_what, record) => {
    expect(isOfInterest(JSON.stringify(record))).toBe(true);
  });
});

describe('never passed over is', () => {
  test.each([
    ['a watched call', '{"eventSource":"iam.amazonaws.com","eventName":"CreateUser"}'],
    ['one that AWS refused', '{"eventSource":"iam.amazonaws.com","eventName":"CreateUser","errorCode":"AccessDenied"}'],
    ['one with a date behind its name', '{"eventSource":"lambda.amazonaws.com","eventName":"CreateFunction20150331"}'],
    ['an operation of IAM that nobody knows', '{"eventSource":"iam.amazonaws.com","eventName":"AcquireRole"}'],
    ['a source in capitals', '{"eventSource":"IAM.amazonaws.com","eventName":"CreateUser"}'],
    ['a name that is escaped', '{"eventSource":"iam.amazonaws.com","event\\u004eame":"CreateUser"}'],
    ['an operation that is escaped', '{"eventSource":"iam.amazonaws.com","eventName":"Cr\\u0065ateUser"}'],
    ['a name that comes twice', '{"eventName":"ListUsers","eventSource":"iam.amazonaws.com","eventName":"CreateUser"}'],
    [
      'a name that comes twice, escaped',
      '{"eventName":"ListUsers","eventSource":"iam.amazonaws.com","event\\u004eame":"CreateUser"}',
    ],
    ['a name in other letters', '{"eventSource":"iam.amazonaws.com","EventName":"CreateUser"}'],
    ['a record without a name', '{"eventSource":"iam.amazonaws.com"}'],
    ['a record without a source', '{"eventName":"DescribeInstances"}'],
    ['a name that is no text', '{"eventSource":"ec2.amazonaws.com","eventName":7}'],
    ['an empty name', '{"eventSource":"ec2.amazonaws.com","eventName":""}'],
    ['a source that is not of AWS', '{"eventSource":"aws:sqs","eventName":"x","body":"{}"}'],
    [
      'a message that is dressed up as a record',
      '{"eventSource":"aws:x.amazonaws.com","eventName":"x","body":"{\\"eventName\\":\\"CreateUser\\",\\"eventSource\\":\\"iam.amazonaws.com\\"}"}',
    ],
    [
      'a source with a letter that is small in ASCII only',
      '{"eventSource":"\u212Ams.amazonaws.com","eventName":"PutKeyPolicy"}',
    ],
    [
      'an envelope',
      '{"detail-type":"AWS API Call via CloudTrail","detail":{"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances"}}',
    ],
    ['what is no object', '"eventName"'],
    ['an empty object', '{}'],
    [
      'what the AWS MCP server did',
      '{"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","userIdentity":{"invokedBy":"aws-mcp.amazonaws.com"}}',
    ],
    [
      'the same, the sign escaped',
      '{"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","userIdentity":{"invokedBy":"\\u0061ws-mcp.amazonaws.com"}}',
    ],
    [
      'an event of the AWS MCP server',
      '{"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","eventType":"AwsMcpEvent"}',
    ],
    [
      'what a session of AgentCore did',
      '{"eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","userIdentity":{"arn":"arn:aws:sts::111122223333:assumed-role/r/BedrockAgentCore-0f0f0f0f-1111-2222-3333-444444444444"}}',
    ],
  ])('%s', (_what, text) => {
    expect(isOfInterest(text)).toBe(true);
  });

  test('anything that the whole parser would make something of, however it is written', () => {
    fc.assert(
      fc.property(hostileRecord, (text) => {
        expect(isOfInterest(text) || isDull(text)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

const names = [
  'eventName',
  'eventSource',
  'eventType',
  'userIdentity',
  'EventName',
  'EVENTSOURCE',
  'event\\u004eame',
  '\\u0065ventSource',
  'invo\u212aedBy',
  'Records',
  'body',
  'detail',
  'requestParameters',
  'é',
  '',
];
const texts = [
  'CreateUser',
  'AttachRolePolicy',
  'DescribeInstances',
  'GetRole',
  'AcquireRole',
  'CreateFunction20150331v2',
  'Cre\\u0061teUser',
  'iam.amazonaws.com',
  'ec2.amazonaws.com',
  'EC2.amazonaws.com',
  'IAM.AMAZONAWS.COM',
  'aws:sqs',
  'aws:x.amazonaws.com',
  '\u212Ams.amazonaws.com',
  'AwsMcpEvent',
  'aws-mcp.amazonaws.com',
  'PutKeyPolicy',
  'kms.amazonaws.com',
  '',
  'é',
  '\\"eventName\\":\\"CreateUser\\"',
  '{\\"eventName\\":\\"CreateUser\\",\\"eventSource\\":\\"iam.amazonaws.com\\"}',
];
const quoted = (list: readonly string[]) => fc.constantFrom(...list).map((text) => `"${text}"`);
const { value: hostileValue } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    quoted(texts),
    fc.constantFrom('null', 'true', '7'),
    tie('object'),
    tie('list'),
  ),
  object: objectOf(tie('value'), quoted(['arn', 'invokedBy', 'ARN', 'invo\u212aedBy', ...names])),
  list: fc.array(tie('value'), { maxLength: 3 }).map((values) => `[${values.join(' , ')}]`),
}));

function objectOf(value: fc.Arbitrary<string>, name: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc.tuple(name, value).map(([own, its]) => `${own} :${its}`);
  return fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(',')}}`);
}

/** What every call has, and texts that only look like it. */
const HEADING = [
  '"eventID":"a"',
  '"eventTime":"2025-12-01T00:00:00Z"',
  '"recipientAccountId":"111122223333"',
  '"awsRegion":"us-east-1"',
  '"userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/a/b"}',
];

/** Mostly a record, its members in any order, with others between them that look alike. */
const hostileRecord = fc
  .tuple(
    quoted(['iam.amazonaws.com', 'ec2.amazonaws.com', 'kms.amazonaws.com', 'aws:x.amazonaws.com', 'sts.amazonaws.com']),
    quoted([
      'CreateUser',
      'DescribeInstances',
      'ListKeys',
      'GetUser',
      'RunInstances',
      'PutKeyPolicy',
      'AssumeRole',
      'AssumeRoot',
    ]),
    fc.array(fc.tuple(quoted(names), hostileValue), { maxLength: 4 }),
    fc.infiniteStream(fc.nat()),
    fc.oneof(fc.constant(HEADING), fc.subarray(HEADING)),
    fc.constantFrom('"errorCode":null', '"errorCode":""', '"errorCode":"AccessDenied"', '"errorCode":[]', '"x":1'),
  )
  .map(([source, name, others, order, heading, error]) => {
    const members = [
      `"eventSource":${source}`,
      `"eventName": ${name}`,
      error,
      ...heading,
      ...others.map((each) => each.join(':')),
    ];
    const shuffled = members
      .map((text) => ({ text, at: Number(order.next().value) }))
      .sort((one, other) => one.at - other.at);
    return `{${shuffled.map(({ text }) => text).join(',\n')}}`;
  });
