import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { sendRecords } from '../../../lib/wiring/deployed/send-records.ts';
import { record } from '../../usecases/company.ts';

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/111122223333/Ambit-calls';
const sqs = mockClient(SQSClient);

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
});

const put = (id: string, padding = '') =>
  record('PutRolePolicy', { roleName: 'deployer', policyName: id, policyDocument: `{}${padding}` }, { id });

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function batches(): readonly (readonly string[])[] {
  return sqs.calls().map(({ args }) => {
    const [command] = args;
    const entries = command instanceof SendMessageBatchCommand ? command.input.Entries : undefined;
    return (entries ?? []).map(({ MessageBody }) => MessageBody ?? '');
  });
}

test('records are sent as they are, ten at a time, none left out', async () => {
  const records = Array.from({ length: 23 }, (_, index) => put(`call-${index}`));
  await sendRecords(records, new SQSClient({}), QUEUE);
  expect(batches().map((each) => each.length)).toEqual([10, 10, 3]);
  expect(batches().flat().map(parseJson)).toEqual(records);
});

test('together no larger than a batch may be', async () => {
  const records = ['a', 'b', 'c'].map((id) => put(id, ' '.repeat(100_000)));
  await sendRecords(records, new SQSClient({}), QUEUE);
  expect(batches().map((each) => each.length)).toEqual([2, 1]);
});

test('one that is too large goes without what the call was given, and is read as a call whose change is not known', async () => {
  await sendRecords([put('large', ' '.repeat(300_000))], new SQSClient({}), QUEUE);
  const [body = ''] = batches().flat();
  expect(Buffer.byteLength(body)).toBeLessThan(250_000);
  const reading = readCall(parseJson(body));
  const call =
    reading.kind === 'unreadable' ? reading.problem.call : reading.kind === 'call' ? reading.call : undefined;
  expect(call).toMatchObject({ id: 'large', change: { kind: 'access', iam: undefined } });
});

test('what the queue does not take is a fault, and nothing of it is lost', async () => {
  sqs.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] });
  await expect(sendRecords([put('a')], new SQSClient({}), QUEUE)).rejects.toThrow('1 of 1 messages were not taken');
});
