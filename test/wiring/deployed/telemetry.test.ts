import { expect, test } from '@jest/globals';
import { describeFault } from '../../../lib/wiring/deployed/telemetry.ts';

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
