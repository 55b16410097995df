import { describe, expect, test } from '@jest/globals';
import { recordsIn } from '../../../lib/core/activity/containers.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { envelopeOf, recordOf } from './records.ts';

const ONE = recordOf({ eventID: 'one' });
const TWO = recordOf({ eventID: 'two', eventName: 'DetachUserPolicy' });
const ENVELOPE = envelopeOf(ONE);
const json = JSON.stringify;

const CONTAINERS: readonly (readonly [string, JsonValue, readonly JsonValue[]])[] = [
  ['one record', ONE, [ONE]],
  ['one envelope', ENVELOPE, [ENVELOPE]],
  ['a list', [ONE, ENVELOPE], [ONE, ENVELOPE]],
  ['a log file', { Records: [ONE, TWO] }, [ONE, TWO]],
  ['an empty log file', { Records: [] }, []],
  ['a list of log files', [{ Records: [ONE] }, { Records: [TWO] }], [ONE, TWO]],
  ['the answer of LookupEvents', { Events: [{ EventId: 'one', CloudTrailEvent: json(ONE) }] }, [ONE]],
  [
    'the Lambda event of SQS',
    { Records: [{ messageId: 'm', eventSource: 'aws:sqs', body: json(ENVELOPE) }] },
    [ENVELOPE],
  ],
  ['messages as ReceiveMessage gives them', { Messages: [{ Body: json(ENVELOPE) }] }, [ENVELOPE]],
  ['the Lambda event of SNS', { Records: [{ EventSource: 'aws:sns', Sns: { Message: json(ENVELOPE) } }] }, [ENVELOPE]],
  ['SNS in SQS', { Records: [{ body: json({ Type: 'Notification', Message: json({ Records: [ONE] }) }) }] }, [ONE]],
  [
    'a subscription of CloudWatch Logs',
    { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', message: json(ONE) }] },
    [ONE],
  ],
  ['records wrapped by a log pipeline', [{ data: { Records: [ONE] }, log: 'x' }, { data: ENVELOPE }], [ONE, ENVELOPE]],
];

const NO_RECORDS: readonly JsonValue[] = [
  null,
  7,
  'text',
  {},
  { body: 'not JSON' },
  { Records: 'none' },
  { Message: json('text') },
  { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} },
  { eventName: 'X', data: { Records: [ONE] } },
];

describe('a container', () => {
  test.each(CONTAINERS)('can be %s', (_, container, records) => {
    expect(recordsIn(container)).toEqual(records);
  });

  test.each(NO_RECORDS)('is what %j is not: it is handed on as it is', (value) => {
    expect(recordsIn(value)).toEqual([value]);
    expect(recordsIn({ Records: [ONE, value] })).toEqual([ONE, value]);
  });

  test('nested a hundred thousand levels deep ends without a fault and is counted', () => {
    let nested: JsonValue = [ONE];
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    expect(recordsIn(nested)).toHaveLength(1);
  });
});
