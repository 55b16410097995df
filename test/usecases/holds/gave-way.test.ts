import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import type { Notifier } from '../../../lib/ports/notifier.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { giveWay } from '../../../lib/usecases/holds/gave-way.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import {
  caseOf as folded,
  FACTS,
  FINDING,
  findingWith,
  NOW as THEN,
  SASHA,
} from '../../core/governance/approval-fixtures.ts';
import { ADMIN, allow, attachAdmin, callOf, DAY, MINUTE, NOW, record } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { answers, foundBy, policy, put, sign } from './held-world.ts';

const HOUR = 60 * MINUTE;

/** The call by which the inline policy of an engineer comes to allow these actions: it is held an hour later. */
const written = (id: string, ...actions: readonly string[]) => {
  const asked = { roleName: 'engineer', policyName: 'more', policyDocument: JSON.stringify(allow(actions)) };
  return callOf(record('PutRolePolicy', asked, { id }));
};
const [USERS, ROLES, QUEUES] = ['iam:CreateUser', 'iam:CreateRole', 'sqs:SendMessage'] as const;

/** What the ledger says that a hold gave way to. */
async function waysGiven({ deps }: World, findingId: string): Promise<readonly Fact[]> {
  return (await deps.ledger.about(findingId)).map(({ fact }) => fact).filter(({ kind }) => kind === 'hold-gave-way');
}

const told = ({ announced }: World) => announced.filter((each) => each.includes('nothing is held yet'));

async function meetAt(here: World, now: number): Promise<void> {
  here.at(now);
  await meetDueDeadlines(here.deps);
}

describe('a hold that is due and gives way to the waiver of another finding', () => {
  async function due() {
    const here = await open();
    const first = await foundBy(here, written('one', USERS));
    const second = await foundBy(here, written('two', USERS, ROLES));
    await sign(here, second);
    await meetAt(here, NOW + HOUR);
    return { here, first, second };
  }

  test('says so in the ledger, and to people', async () => {
    const { here, first, second } = await due();
    const gaveWay = { kind: 'hold-gave-way', findingId: first, by: second, until: NOW + DAY, at: NOW + HOUR };
    expect(await waysGiven(here, first)).toEqual([gaveWay]);
    expect(told(here)).toEqual([
      `excess-access: nothing is held yet: that would take what was given back under ${second}, and waits for that waiver to end, now 2026-01-06T12:00:00.000Z`,
    ]);
    expect(await caseOf(here, first)).toMatchObject({ status: 'open', hold: { kind: 'none' }, irregularities: [] });
  });

  test('says it once, however often it is tried', async () => {
    const { here, first } = await due();
    for (const minute of [61, 65, 70, 125, 180]) {
      await meetAt(here, NOW + minute * MINUTE);
      await resume(here.deps);
      expect(await holdAccess(first, here.deps)).toEqual({ kind: 'not-held', code: 'KEPT_BY_OTHERS' });
    }
    expect([await waysGiven(here, first), told(here)]).toEqual([[expect.anything()], [expect.anything()]]);
  });

  test('is made when that has ended', async () => {
    const { here, first, second } = await due();
    await meetAt(here, NOW + DAY);
    expect([(await caseOf(here, first)).status, (await caseOf(here, second)).status]).toEqual(['held', 'held']);
    expect(answers(here, 'engineer', [USERS, ROLES])).toEqual(['deny', 'deny']);
  });

  test('says it again where that has ended, and another one goes on', async () => {
    const here = await open();
    const [first, second, third] = [
      await foundBy(here, written('one', USERS)),
      await foundBy(here, written('two', USERS, ROLES)),
      await foundBy(here, written('three', USERS, ROLES, QUEUES)),
    ];
    await sign(here, second, NOW + 2 * HOUR);
    await sign(here, third);
    for (const hour of [1, 2, 3]) await meetAt(here, NOW + hour * HOUR);
    const by = (await waysGiven(here, first)).map((fact) => ('by' in fact ? fact.by : ''));
    expect([by, told(here).length]).toEqual([[second, third], 3]);
    // the second one, whose own waiver has ended
    expect(await waysGiven(here, second)).toMatchObject([{ by: third, at: NOW + 2 * HOUR }]);
  });
});

test('a hold whose waiver has ended says that it gives way to another one, and stays one whose waiver has ended', async () => {
  const here = await open();
  const first = await foundBy(here, attachAdmin({ id: 'one' }));
  const second = await foundBy(here, attachAdmin({ id: 'two' }));
  await sign(here, first, NOW + HOUR);
  await sign(here, second);
  for (const minute of [60, 61, 65, 70]) await meetAt(here, NOW + minute * MINUTE);
  expect(await waysGiven(here, first)).toMatchObject([{ by: second, until: NOW + DAY }]);
  expect([(await caseOf(here, first)).status, told(here).length]).toEqual(['waiver-ended', 1]);
  expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
});

test.each([
  ['was begun and gave way', false],
  ['was begun and gave way, and was not given back since, for AWS refused that', true],
])(
  'a hold whose waiver has ended, and that %s, is no first hold: it waits for what another waiver covers',
  async (_, isRefused) => {
    const here = await open();
    const first = await foundBy(here, attachAdmin({ id: 'one' }));
    const second = await foundBy(here, attachAdmin({ id: 'two' }));
    const { hold } = await caseOf(here, first);
    await sign(here, first, NOW + HOUR);
    await sign(here, second);
    await meetAt(here, NOW + HOUR);
    const about = { findingId: first, at: NOW + HOUR };
    const calls = hold.kind === 'none' ? [] : hold.calls;
    await here.deps.ledger.append([
      { kind: 'hold-intended', calls, ...about },
      { kind: 'hold-failed', detail: 'it would take what was given back', ...about },
    ]);
    here.account.refuses.add('AttachRolePolicy');
    if (isRefused) await sign(here, first);
    expect((await caseOf(here, first)).status).not.toBe('restored');
    here.account.refuses.clear();
    // a part of what the other covers has gone: a first hold would take the rest
    here.account.change({ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    expect(await holdAccess(first, here.deps)).toMatchObject({ code: 'KEPT_BY_OTHERS' });
  },
);

test('a hold that was begun and gave way says it again after a restore that failed', async () => {
  const here = await open();
  const first = await foundBy(here, attachAdmin({ id: 'one' }));
  const second = await foundBy(here, attachAdmin({ id: 'two' }));
  await sign(here, second);
  const { hold } = await caseOf(here, first);
  const detail = 'it would take what was given back under another finding meanwhile, and waits for that waiver to end';
  await here.deps.ledger.append([
    { kind: 'hold-intended', findingId: first, calls: hold.kind === 'none' ? [] : hold.calls, at: NOW + 1 },
    { kind: 'hold-failed', findingId: first, detail, at: NOW + 1 },
  ]);
  expect(await holdAccess(first, here.deps)).toMatchObject({ code: 'KEPT_BY_OTHERS' });
  expect(await waysGiven(here, first)).toEqual([]);
  here.account.refuses.add('AttachRolePolicy');
  expect(await sign(here, first)).toMatchObject({ value: { restore: { kind: 'failed' } } });
  expect((await caseOf(here, first)).status).toBe('restore-failed');
  expect([await waysGiven(here, first), told(here)]).toEqual([[expect.anything()], [expect.anything()]]);
});

describe('what no waiver covers of a hold that gives way', () => {
  const actions = ['sqs:DeleteQueue', 'sqs:SendMessage'];

  /** All of SQS was given and is not held yet; people signed for a part of it under another finding. */
  async function givenBeside() {
    const here = await open();
    const first = await foundBy(here, put('engineer', 'sqs:*', 'one'));
    await handled(
      here,
      callOf(record('DeleteRolePolicy', { roleName: 'engineer', policyName: 'more' }, { id: 'gone' })),
    );
    await sign(here, await foundBy(here, put('engineer', 'sqs:SendMessage', 'signed')));
    here.account.change(policy('engineer', 'sqs:*'));
    here.at(NOW + HOUR);
    return { here, first };
  }

  test('is denied by itself, and people are told of both', async () => {
    const { here, first } = await givenBeside();
    await meetDueDeadlines(here.deps);
    expect(answers(here, 'engineer', actions)).toEqual(['deny', 'allow']);
    expect([await waysGiven(here, first), told(here)]).toEqual([[expect.anything()], [expect.anything()]]);
  });

  test('is denied also where the channel is broken that is to tell of the other', async () => {
    const { here } = await givenBeside();
    const broken: Notifier = {
      channel: 'test',
      announce: async (_, message) => {
        if (message.includes('nothing is held yet')) throw new Error('the channel is broken');
      },
    };
    await expect(meetDueDeadlines({ ...here.deps, notifiers: [broken] })).rejects.toThrow('could not be met');
    expect(answers(here, 'engineer', actions)).toEqual(['deny', 'allow']);
    await resume(here.deps);
    expect(told(here)).toHaveLength(1);
  });
});

describe('a hold that gives way', () => {
  const until = THEN + DAY;
  const { account, principal, digest, frozen } = FINDING;
  const waiver = { findingId: 'F-2', account, principal, digest, frozen, from: THEN, until };
  const [raised, intended] = [FACTS.raised(), FACTS.holdIntended()];
  const gave: Fact = { kind: 'hold-gave-way', findingId: FINDING.id, by: 'F-2', until, at: THEN };
  const detail = 'it would take what was given back under another finding meanwhile, and waits for that waiver to end';
  const failed = { kind: 'hold-failed', findingId: FINDING.id, detail, at: THEN } as const;

  /** What it writes down, and says, beside the other finding, whose waiver runs. */
  const gives = (facts: readonly Fact[], now: number) => {
    const found = folded(facts);
    const other = { ...found, finding: findingWith({ id: 'F-2' }), waiver };
    return giveWay(found, waiver, { ofPrincipal: [found, other], now });
  };

  test('after it was begun has failed', () => {
    const at = THEN + MINUTE;
    expect(gives([raised, intended], at)).toEqual({
      facts: [{ ...failed, at }],
      answer: { kind: 'failed', detail },
    });
  });

  test.each<[string, readonly Fact[], number, number]>([
    ['says so', [raised], until - 1, 1],
    ['does not say it again while that waiver runs', [raised, gave], until - 1, 0],
    ['says it again when that has ended', [raised, gave], until, 1],
    ['has said so where it was begun, and failed by it', [raised, intended, failed], until - 1, 0],
    [
      'has said so also where people rejected it since',
      [raised, intended, failed, FACTS.rejected(SASHA)],
      until - 1,
      0,
    ],
    ['says so where it failed by something else', [raised, intended, FACTS.holdFailed()], until - 1, 1],
  ])('%s', (_, facts, now, count) => {
    const said = gives(facts, now);
    expect(said.answer).toEqual({ kind: 'not-held', code: 'KEPT_BY_OTHERS' });
    expect(said.facts).toEqual(Array.from({ length: count }, () => ({ ...gave, at: now })));
  });
});
