import { describe, expect, test } from '@jest/globals';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { ACCOUNT, AGENT, attachAdmin, callOf, NOW, record } from '../company.ts';
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
