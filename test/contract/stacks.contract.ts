import { describe, expect, test } from '@jest/globals';
import type { Stacks } from '../../lib/ports/stacks.ts';

/** The one stack that there is: it has a bucket and is at work. */
export const STACK = {
  account: '111122223333',
  region: 'eu-central-1',
  name: 'cost-logs',
  stack: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/cost/0f5a1b60-0000-4000-8000-000000000001',
  status: 'UPDATE_ROLLBACK_IN_PROGRESS',
} as const;

/** Gives stacks to a test. */
export type WithStacks = (work: (stacks: Stacks) => Promise<void>) => Promise<void>;

/** What everybody does who tells what stacks are doing. */
export function stacksContract(name: string, withStacks: WithStacks): void {
  describe(`${name}, as who tells what stacks are doing`, () => {
    const { account, region, stack, status } = STACK;

    test('tells the stack that has something under one of its names, and what it is doing', () =>
      withStacks(async (stacks) => {
        const names = ['no-such-policy', STACK.name];
        expect(await stacks.stackWith(account, { region, names })).toEqual({ kind: 'found', stack, status });
      }));

    test.each([
      ['another name', account, { region, names: ['others'] }],
      ['no name', account, { region, names: [] }],
      ['another Region', account, { region: 'us-east-1', names: [STACK.name] }],
      ['another account', '444455556666', { region, names: [STACK.name] }],
    ])('knows of no stack by %s', (_, of, part) =>
      withStacks(async (stacks) => {
        expect(await stacks.stackWith(of, part)).toEqual({ kind: 'none' });
      }),
    );
  });
}
