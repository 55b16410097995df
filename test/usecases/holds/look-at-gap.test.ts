import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { calledIn, gapIn, gapToJson } from '../../../lib/core/governance/holds/gap.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { ACCOUNT, AGENT, attachAdmin, callOf, NOW, record } from '../company.ts';
import { entriesOf, FACTS, FINDING, NOW as HELD_AT, ROLE } from '../../core/governance/approval-fixtures.ts';
import { caseOf, handled } from '../handled.ts';
import type { World } from '../world.ts';
import { open } from '../opened.ts';

describe('what the principal did before its hold took effect', () => {
  const byAgent = (name: string, id: string, time: number) => {
    const told = record(
      name,
      { topicArn: 'arn:aws:sns:us-east-1:111122223333:alarms' },
      { id, time, source: 'sns.amazonaws.com' },
    );
    const role = { type: 'Role', principalId: 'AROAAGENT', arn: AGENT, accountId: ACCOUNT, userName: 'deployer' };
    const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/run-1`;
    const userIdentity = { type: 'AssumedRole', principalId: 'AROAAGENT:run-1', arn, accountId: ACCOUNT };
    return callOf({ ...told, userIdentity: { ...userIdentity, sessionContext: { sessionIssuer: role } } });
  };
  const looks = async (here: World, id: string) =>
    (await here.deps.ledger.about(id)).flatMap(({ fact }) => (fact.kind === 'gap-looked' ? [fact] : []));

  test('is not looked for a minute later, none seen so far after five, and is told once it is known', async () => {
    const here = await open();
    here.at(NOW + 4000);
    const [id = ''] = await handled(here, attachAdmin({ time: NOW }));
    here.at(NOW + 65_000);
    await meetDueDeadlines(here.deps);
    expect(await looks(here, id)).toEqual([]);
    here.at(NOW + 305_000);
    await meetDueDeadlines(here.deps);
    expect(await looks(here, id)).toMatchObject([
      { from: NOW, until: NOW + 4000, seen: NOW + 305_000, count: 0, calls: [] },
    ]);
    // of what comes late one was made within the gap
    await handled(here, byAgent('DeleteTopic', 'within', NOW + 2000));
    await handled(here, byAgent('DeleteTopic', 'after', NOW + 60_000));
    await handled(here, { ...byAgent('DeleteTopic', 'by-rita', NOW + 2000), actor: attachAdmin().actor });
    here.at(NOW + 3_905_000);
    await meetDueDeadlines(here.deps);
    const call = { id: 'within', source: 'sns.amazonaws.com', name: 'DeleteTopic', time: NOW + 2000 };
    expect((await looks(here, id)).at(-1)).toMatchObject({ count: 1, calls: [call], seen: NOW + 3_905_000 });
    expect(here.announced.at(-1)).toContain(
      'changes by the principal before the hold took effect: DeleteTopic; what Ambit does not watch, and reads, are in CloudTrail alone',
    );
    expect((await looks(here, id)).map(({ seen }) => seen)).toEqual([NOW + 305_000, NOW + 3_905_000]);
    expect((await caseOf(here, id)).status).toBe('held');
  });

  test('is listed up to fifty calls, and counted to the last', async () => {
    const here = await open();
    here.at(NOW + 4000);
    const [id = ''] = await handled(here, attachAdmin({ time: NOW }));
    const at = NOW + 1000;
    const calls = Array.from({ length: 60 }, (_, index) => ({
      kind: 'call-assessed' as const,
      callId: `c-${index}`,
      name: 'DeleteTopic',
      by: AGENT,
      made: at,
      findings: [],
      at,
    }));
    await here.deps.ledger.append(calls);
    here.at(NOW + 305_000);
    await meetDueDeadlines(here.deps);
    const [look] = await looks(here, id);
    expect([look?.calls.length, look?.count]).toEqual([50, 60]);
  });
});

describe('the gap of a finding', () => {
  const from = HELD_AT - 1000;
  const held = [FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()];
  const again = FACTS.holdConfirmed(HELD_AT + 5000);

  const none = [undefined, undefined, undefined];
  test.each<[string, readonly Fact[], readonly (number | undefined)[]]>([
    ['is from its call to its hold', held, [from, HELD_AT, 1]],
    ['is told by its first hold', [...held, FACTS.holdIntended(), again], [from, HELD_AT, 1]],
    ['is behind what came before', [FACTS.assessed('c'), ...held], [from, HELD_AT, 2]],
    ['is none without a hold', held.slice(0, 2), none],
    ['is none without a finding', held.slice(1), none],
    ['is none of what no call gave', [FACTS.raised({ ...FINDING, call: null }), ...held.slice(1)], none],
  ])('%s', (_, facts, expected) => {
    const gap = gapIn(entriesOf(facts));
    expect([gap?.from, gap?.until, gap?.raised]).toEqual(expected);
  });

  const unsourced = (callId: string, made: number | undefined, by = ROLE) => ({
    ...({ kind: 'call-assessed', callId, name: 'DeleteTopic', by, findings: [], at: HELD_AT } as const),
    ...(made === undefined ? {} : { made }),
  });
  const made = (...asked: Parameters<typeof unsourced>): Fact => ({
    ...unsourced(...asked),
    source: 'sns.amazonaws.com',
  });
  const told = (id: string, time: number) => ({ id, source: 'sns.amazonaws.com', name: 'DeleteTopic', time });
  const seen = (...calls: readonly Fact[]) => {
    const gap = gapIn(entriesOf(held));
    if (gap === undefined) throw new Error('it was held');
    return calledIn(gap, entriesOf([...held, ...calls]));
  };

  test('has the calls of the principal, in their order, to the end of the second of its hold', () => {
    const within = [
      made('last', HELD_AT + 1000),
      made('first', from),
      made('late', HELD_AT + 1001),
      made('early', from - 1),
    ];
    const others = [made('call-1', HELD_AT), made('by-rita', HELD_AT, 'rita'), made('some-time', undefined)];
    const calls = [told('first', from), told('last', HELD_AT + 1000)];
    expect(seen(...within, ...others)).toEqual({ calls, count: 2 });
    expect(seen(unsourced('old', HELD_AT)).calls).toEqual([{ ...told('old', HELD_AT), source: '' }]);
  });

  test('is told as the last look saw it, and not at all before one', () => {
    const looked = (count: number): Fact => {
      const calls = [told('c', HELD_AT)];
      return {
        kind: 'gap-looked',
        findingId: FINDING.id,
        from,
        until: HELD_AT,
        calls,
        count,
        seen: HELD_AT,
        at: HELD_AT,
      };
    };
    expect(gapToJson(entriesOf(held))).toBeNull();
    expect(gapToJson(entriesOf([...held, looked(1), looked(2), FACTS.announced('sns')]))).toEqual({
      from: '2026-03-01T11:59:59.000Z',
      until: '2026-03-01T12:00:00.000Z',
      lookedAt: '2026-03-01T12:00:00.000Z',
      count: 2,
      calls: [{ ...told('c', 0), time: '2026-03-01T12:00:00.000Z' }],
    });
  });
});
