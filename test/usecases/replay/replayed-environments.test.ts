import { describe, expect, test } from '@jest/globals';
import { ReplayedEnvironments } from '../../../lib/usecases/replay/replayed-environments.ts';
import { callOf, MINUTE, NOW, record } from '../company.ts';

const stack = (name: 'CreateStack' | 'DeleteStack', stackName: string, minutes: number) =>
  callOf(
    record(
      name,
      { stackName },
      { id: `${name} ${minutes}`, time: NOW + minutes * MINUTE, source: 'cloudformation.amazonaws.com' },
    ),
  );
const HOURS = 60;

describe('calls on environments in a replay', () => {
  test('are answered with the other halves of a second life, whichever comes first', () => {
    const seen = new ReplayedEnvironments();
    expect(seen.with(stack('CreateStack', 'shop', 30))).toEqual([]);
    expect(seen.with(stack('DeleteStack', 'shop', 0)).map(({ id }) => id)).toEqual(['CreateStack 30']);
    expect(seen.with(stack('CreateStack', 'shop', 40)).map(({ id }) => id)).toEqual(['DeleteStack 0']);
  });

  test('are not answered with calls on other names, nor with those of another day', () => {
    const seen = new ReplayedEnvironments();
    seen.with(stack('DeleteStack', 'shop', 0));
    expect(seen.with(stack('CreateStack', 'shop-2', 5))).toEqual([]);
    expect(seen.with(stack('CreateStack', 'shop', 25 * HOURS))).toEqual([]);
  });

  test('are remembered by name, so that many others do not push one out', () => {
    const seen = new ReplayedEnvironments();
    seen.with(stack('DeleteStack', 'shop', 0));
    for (let index = 0; index < 10_000; index += 1) seen.with(stack('DeleteStack', `other-${index}`, 1));
    expect(seen.with(stack('CreateStack', 'shop', 2))).toHaveLength(1);
  });
});
