import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CallsByTime } from '../../../lib/usecases/replay/calls-by-time.ts';
import { callOf, NOW, record } from '../company.ts';

const call = callOf(record('CreateUser', { userName: 'ann' }, { id: 'a', time: NOW }));

describe('calls that wait for their turn', () => {
  test('come out by time, those of one moment in the order in which they came, however they are taken', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean())), (steps) => {
        const waiting = new CallsByTime();
        const taken: (string | undefined)[] = [];
        const wanted: (string | undefined)[] = [];
        let model: { time: number; id: string }[] = [];
        for (const [index, [time, takes]] of steps.entries()) {
          waiting.add({ ...call, time, id: `${index}` });
          model = [...model, { time, id: `${index}` }].sort((one, other) => one.time - other.time);
          if (!takes) continue;
          taken.push(waiting.take()?.id);
          wanted.push(model.shift()?.id);
        }
        while (waiting.size > 0) taken.push(waiting.take()?.id);
        expect([...taken, waiting.take()]).toEqual([...wanted, ...model.map(({ id }) => id), undefined]);
      }),
    );
  });
});
