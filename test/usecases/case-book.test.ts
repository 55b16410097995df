import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { Cursors } from '../../lib/ports/cursors.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { type BookLedger, openCaseBook } from '../../lib/usecases/case-book.ts';
import { FACTS, FINDING, findingWith, SASHA } from '../core/governance/approval-fixtures.ts';
import { openWorld, type World } from './world.ts';

let world: World | undefined;

afterEach(() => world?.close());

const NO_MARKS: Cursors = { place: async () => undefined, keep: async () => undefined };
const SECOND = findingWith({ id: 'F-000000000002' });

/** A ledger with these facts, and what a book asks it. */
async function ledgerOf(facts: readonly Fact[]) {
  world = await openWorld();
  const { ledger } = world.deps;
  await ledger.append(facts);
  const asked: string[] = [];
  const told = <A extends readonly unknown[], R>(name: string, ask: (...args: A) => R) => {
    return (...args: A): R => {
      asked.push([name, ...args].join(' '));
      return ask(...args);
    };
  };
  const watched: BookLedger = {
    head: told('head', () => ledger.head()),
    findings: told('findings', () => ledger.findings()),
    about: told('about', (subject: string) => ledger.about(subject)),
    entries: told('entries', (from?: number) => ledger.entries(from)),
  };
  return { ledger, watched, asked, marks: NO_MARKS };
}

const statuses = async (book: ReturnType<typeof openCaseBook>) =>
  (await book.cases()).map(({ finding, status, entries }) => `${finding.id} ${status} ${entries}`);

describe('a book of cases', () => {
  test('has every case in the order in which they were raised, and reads on from where it stopped', async () => {
    const { ledger, watched, asked, marks } = await ledgerOf([
      FACTS.raised(),
      FACTS.assessed('call-1'),
      FACTS.raised(SECOND),
    ]);
    const book = openCaseBook(watched, marks);
    expect(await statuses(book)).toEqual([`${FINDING.id} open 1`, `${SECOND.id} open 1`]);
    await ledger.append([FACTS.holdIntended(), FACTS.assessed('call-2'), FACTS.holdConfirmed()]);
    await ledger.append([FACTS.raised(findingWith({ id: 'F-000000000003' }))]);
    expect(await statuses(book)).toEqual([`${FINDING.id} held 3`, `${SECOND.id} open 1`, 'F-000000000003 open 1']);
    expect(asked).toContain('entries 4');
  });

  test('is opened by what there is about findings, however many calls led to none', async () => {
    const calls = Array.from({ length: 300 }, (_, index) => FACTS.assessed(`call-${index}`));
    const { watched, asked, marks } = await ledgerOf([...calls, FACTS.raised(), FACTS.signed(SASHA), ...calls]);
    expect(await statuses(openCaseBook(watched, marks))).toEqual([`${FINDING.id} open 2`]);
    expect(asked).toEqual(['head', 'findings', `about ${FINDING.id}`]);
  });

  test('counts nothing twice that is appended while it is opened', async () => {
    const { ledger, watched, marks } = await ledgerOf([FACTS.raised()]);
    const findings: Ledger['findings'] = async () => {
      await ledger.append([FACTS.holdIntended(), FACTS.raised(SECOND)]);
      return ledger.findings();
    };
    const book = openCaseBook({ ...watched, findings }, marks);
    expect(await statuses(book)).toEqual([`${FINDING.id} open 1`]);
    expect(await statuses(book)).toEqual([`${FINDING.id} hold-pending 2`, `${SECOND.id} open 1`]);
  });

  test('that fails goes on where it was when it is asked again', async () => {
    const { ledger, watched, marks } = await ledgerOf([FACTS.raised(), FACTS.raised(SECOND)]);
    let fails = 1;
    const about: Ledger['about'] = (subject) => {
      fails -= 1;
      return fails < 0 ? ledger.about(subject) : Promise.reject(new Error('the table is throttled'));
    };
    const book = openCaseBook({ ...watched, about }, marks);
    await expect(book.cases()).rejects.toThrow('throttled');
    expect(await statuses(book)).toEqual([`${FINDING.id} open 1`, `${SECOND.id} open 1`]);
  });

  test('asked many times at once reads each entry once', async () => {
    const { watched, asked, marks } = await ledgerOf([FACTS.raised()]);
    const book = openCaseBook(watched, marks);
    const answers = await Promise.all(Array.from({ length: 5 }, () => statuses(book)));
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(asked.filter((each) => each.startsWith('about'))).toHaveLength(1);
  });

  test('answers with what was there when it was asked, and does not read for each who asks before it begins', async () => {
    const { ledger, watched, asked, marks } = await ledgerOf([FACTS.raised()]);
    const book = openCaseBook(watched, marks);
    const first = statuses(book);
    await first;
    const begun = statuses(book);
    await ledger.append([FACTS.raised(SECOND)]);
    const later = await Promise.all(Array.from({ length: 9 }, () => statuses(book)));
    await begun;
    for (const each of later) expect(each).toEqual([`${FINDING.id} open 1`, `${SECOND.id} open 1`]);
    expect(asked.filter((each) => each.startsWith('entries')).length).toBeLessThanOrEqual(2);
  });
});
