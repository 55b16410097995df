import { expect, test } from '@jest/globals';
import { goRound, type Round } from '../../lib/usecases/go-round.ts';

const PLACES = ['c', 'a', 'd', 'b', 'e'];

/** One time with room for so many; what was done is added to `done`. */
function time(room: number, from: string | undefined, done: string[]): Promise<Round> {
  let left = room;
  const mayGoOn = () => left > 0;
  return goRound({ items: PLACES, nameOf: (name) => name, from, mayGoOn }, async (name) => {
    left -= 1;
    done.push(name);
    if (name === 'b') throw new Error('b cannot be read');
  });
}

test('with time for all it does all, also where one fails', async () => {
  const done: string[] = [];
  const round = await time(5, undefined, done);
  expect(done.join('')).toBe('abcde');
  expect(round).toMatchObject({ next: undefined, isThrough: true, faults: [{ message: 'b cannot be read' }] });
});

test('with time for two each comes to its turn, and it says when all had it', async () => {
  const done: string[] = [];
  const first = await time(2, undefined, done);
  const second = await time(2, first.next, done);
  const third = await time(2, second.next, done);
  expect(done.join('')).toBe('abcdea');
  expect([first, second, third].map(({ next, isThrough }) => [next, isThrough])).toEqual([
    ['c', false],
    ['e', false],
    ['b', true],
  ]);
});

test('without time one is done, and where it stopped may be gone', async () => {
  const done: string[] = [];
  await time(0, 'cc', done);
  expect(done).toEqual(['d']);
});

test('where there is nothing it is through', async () => {
  const round = await goRound({ items: [], nameOf: String, from: 'x', mayGoOn: () => false }, async () => undefined);
  expect(round).toEqual({ next: undefined, isThrough: true, faults: [] });
});
