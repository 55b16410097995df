import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Call } from '../../../lib/core/activity/call.ts';
import { type OrderedCall, orderCalls } from '../../../lib/usecases/replay/order-calls.ts';
import { callOf, NOW, record } from '../company.ts';

/** A user that is created at 10, and calls on it. */
const create = (time: number, user: string): Call =>
  callOf(record('CreateUser', { userName: user }, { id: `create-${user}`, time: NOW + time * 1000 }));
const key = (time: number, user: string, id: string): Call =>
  callOf(record('TagUser', { userName: user, tags: [{ key: 'a', value: 'b' }] }, { id, time: NOW + time * 1000 }));

async function ordered(calls: readonly Call[], window: number): Promise<readonly string[]> {
  const users = new Set<string>();
  const lacks = ({ change }: Call) =>
    change.kind === 'access' && change.iam?.name === 'TagUser' && !users.has(change.iam.userName);
  const given: string[] = [];
  for await (const { call, standing } of orderCalls(stream(calls), { window, lacks })) {
    if (call.change.kind === 'access' && call.change.iam?.name === 'CreateUser') users.add(call.change.iam.userName);
    given.push(label({ call, standing }));
  }
  return given;
}

async function* stream(calls: readonly Call[]): AsyncIterable<Call> {
  yield* calls;
}

function label({ call, standing }: OrderedCall): string {
  return standing === 'ready' ? call.id : `${call.id} without`;
}

describe('calls are put in order', () => {
  test.each([
    {
      name: 'by time',
      calls: [key(3, 'ann', 'late'), create(1, 'ann'), key(2, 'ann', 'early')],
      given: ['create-ann', 'early', 'late'],
    },
    {
      name: 'a call of the same second as the creation waits for it',
      calls: [key(1, 'ann', 'first'), create(1, 'ann')],
      given: ['create-ann', 'first'],
    },
    {
      name: 'what never comes is given out without it, at the end',
      calls: [key(1, 'bob', 'stray'), create(2, 'ann'), key(3, 'ann', 'tag')],
      given: ['create-ann', 'tag', 'stray without'],
    },
  ])('$name', async ({ calls, given }) => {
    expect(await ordered(calls, 10)).toEqual(given);
  });

  test('of many that wait only those are asked again that a call may have helped', async () => {
    const asked = new Map<string, number>();
    const made = new Set<string>();
    const lacks = ({ id, change }: Call) => {
      asked.set(id, (asked.get(id) ?? 0) + 1);
      return change.kind === 'access' && change.iam?.name === 'TagUser' && !made.has(change.iam.userName);
    };
    const stray = Array.from({ length: 20 }, (_, n) => key(n, `stray-${n}`, `s${n}`));
    const created = Array.from({ length: 20 }, (_, n) => create(30 + n, `u${n}`));
    const given: string[] = [];
    for await (const each of orderCalls(stream([...stray, key(25, 'u7', 'early'), ...created]), {
      window: 100,
      lacks,
    })) {
      const { change } = each.call;
      if (change.kind === 'access' && change.iam?.name === 'CreateUser') made.add(change.iam.userName);
      given.push(label(each));
    }
    expect(given.slice(7, 9)).toEqual(['create-u7', 'early']);
    expect(given.slice(-20)).toEqual(stray.map(({ id }) => `${id} without`));
    // when it came, and when it was given out
    expect(Math.max(...stray.map(({ id }) => asked.get(id) ?? 0))).toBe(2);
  });

  test('no call is dropped, whatever the order and the window', async () => {
    const calls = [
      create(1, 'ann'),
      create(2, 'bob'),
      ...[1, 2, 3].map((n) => key(n, 'ann', `a${n}`)),
      key(4, 'eve', 'e'),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(calls, { minLength: calls.length }),
        fc.integer({ min: 0, max: 8 }),
        async (mixed, window) => {
          const given = await ordered(mixed, window);
          expect(new Set(given.map((each) => each.replace(' without', '')))).toEqual(
            new Set(calls.map(({ id }) => id)),
          );
          expect(given).toHaveLength(calls.length);
        },
      ),
    );
  });
});

describe('calls of one moment come in an order of their own, whatever the order of the records', () => {
  const at = { time: NOW };
  const calls = [
    callOf(record('CreateUser', { userName: 'ann' }, { ...at, id: 'create' })),
    callOf(record('PutUserPolicy', { userName: 'ann', policyName: 'p', policyDocument: '{}' }, { ...at, id: 'put' })),
    callOf(record('DeleteUserPolicy', { userName: 'ann', policyName: 'p' }, { ...at, id: 'delete' })),
    callOf(
      record(
        'DetachUserPolicy',
        { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/Old' },
        { ...at, id: 'detach' },
      ),
    ),
    callOf(
      record(
        'AttachUserPolicy',
        { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/New' },
        { ...at, id: 'attach' },
      ),
    ),
  ];

  test('what is there is taken away first, what comes in it at its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(calls, { minLength: calls.length }), async (mixed) => {
        const given: string[] = [];
        const made = new Set(['bob']);
        const ordering = {
          window: 10,
          lacks: ({ change }: Call) =>
            change.kind === 'access' &&
            change.iam !== undefined &&
            change.iam.name !== 'CreateUser' &&
            'userName' in change.iam &&
            !made.has(change.iam.userName),
          fits: ({ id }: Call) => id === 'detach',
        };
        for await (const { call } of orderCalls(stream(mixed), ordering)) {
          if (call.id === 'create') made.add('ann');
          given.push(call.id);
        }
        expect(given[0]).toBe('detach');
        expect(given[1]).toBe('create');
        expect(given.slice(2, 4).toSorted()).toEqual(['attach', 'put']);
        expect(given[4]).toBe('delete');
      }),
    );
  });
});
