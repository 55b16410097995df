import { expect, test } from '@jest/globals';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { reportRecord } from '../../../lib/wiring/deployed/report.ts';
import { describeFault, type Telemetry } from '../../../lib/wiring/deployed/telemetry.ts';
import { NOW, record } from '../../usecases/company.ts';

test('a fault is told with what caused it, and without what it was given', () => {
  const cause = Object.assign(new Error('no answer'), { name: 'TimeoutError', token: 'secret' });
  const fault = new Error('the ledger could not be read', { cause });
  expect(describeFault(fault)).toEqual(['Error: the ledger could not be read', 'TimeoutError: no answer']);
});

test('all of several faults are told, up to a bound', () => {
  const many = new AggregateError([new Error('one'), 'two', { secret: 'three' }], 'several');
  expect(describeFault(many)).toEqual([
    'AggregateError: several',
    'Error: one',
    'two',
    'something was thrown that is no error: object',
  ]);
  const endless: Error = new Error('loop');
  endless.cause = endless;
  expect(describeFault(endless).length).toBeLessThanOrEqual(10);
});

test('a session of which nothing is said is neither counted nor logged, so that nobody takes it for calls that come', () => {
  const told: string[] = [];
  const telemetry: Telemetry = {
    info: (message) => told.push(message),
    fault: (message) => told.push(message),
    count: (name) => told.push(name),
    flush: () => told.push('flushed'),
  };
  const report = (name: string, source: string, findings: readonly string[]) => {
    const parameters = { roleName: 'deployer', roleArn: 'arn:aws:iam::111122223333:role/deployer' };
    const reading = readCall(record(name, parameters, { source }));
    reportRecord(reading, { kind: 'handled', findings }, { telemetry, clock: { now: () => NOW } });
    return told.splice(0);
  };
  expect(report('AssumeRole', 'sts.amazonaws.com', [])).toEqual([]);
  const counted = ['CallsReceived', 'DeliveryDelay', 'a call was handled'];
  expect(report('AssumeRole', 'sts.amazonaws.com', ['F-1'])).toEqual(counted);
  expect(report('DeleteRole', 'iam.amazonaws.com', [])).toEqual(counted);
});
