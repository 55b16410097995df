import { describe, expect, jest, test } from '@jest/globals';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { ADMIN, allow, callOf, DAY, ENGINEER, MINUTE, NOW, record } from '../usecases/company.ts';
import type { Attacked } from './attacked.ts';
import { begin } from './begin.ts';
import { mayDo, waived } from './waived.ts';

describe('what people sign under one finding while the same excess is to be held under another', () => {
  const attach = (nth: number) => ({ roleName: 'engineer', policyArn: ADMIN, id: `attach-${nth}`, time: NOW + nth });

  /** For an engineer there is time to sign: the same grant is made, taken back by hand, and made again. */
  async function grantedTwice(here: Attacked): Promise<readonly [string, string]> {
    const ids: string[] = [];
    for (const nth of [1, 2]) {
      const { id, time, ...parameters } = attach(nth);
      await here.happens(callOf(record('DetachRolePolicy', parameters, { id: `detach-${nth}`, time: time - 1 })));
      ids.push(...(await here.happens(callOf(record('AttachRolePolicy', parameters, { id, time })))));
    }
    const [first, second] = ids;
    if (first === undefined || second === undefined) throw new Error('no two findings');
    return [first, second];
  }

  const engineer = async (here: Attacked) => (await here.account.stateOf(ENGINEER))?.roles.get('engineer');

  test('is left by the hold of the other until the waiver ends; then both are held', async () => {
    const here = await begin();
    const [first, second] = await grantedTwice(here);
    await waived(here, first, NOW + DAY);
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    await resume(here.deps);
    expect((await engineer(here))?.attached).toEqual([ADMIN]);
    expect([(await here.caseOf(first)).status, (await here.caseOf(second)).status]).toEqual(['restored', 'open']);
    expect(await here.deps.cases.cards()).toHaveLength(2);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect((await engineer(here))?.attached).toEqual([]);
    for (const findingId of [first, second]) expect((await here.caseOf(findingId)).status).toBe('held');
  });

  test('is asked about by one read each time until the waiver ends, and nobody is told again', async () => {
    const here = await begin();
    const [first, second] = await grantedTwice(here);
    await waived(here, first, NOW + DAY);
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    const reads = jest.spyOn(here.deps.accounts, 'stateOf');
    const set = jest.spyOn(here.deps.scheduler, 'set');
    const told = here.told.length;
    for (const minute of [121, 126, 131, 136]) {
      here.at(NOW + minute * MINUTE);
      await resume(here.deps);
    }
    expect((await here.caseOf(second)).status).toBe('open');
    expect(here.told.slice(told)).toEqual([]);
    expect(reads).toHaveBeenCalledTimes(4);
    expect(set.mock.calls.filter(([{ kind }]) => !kind.startsWith('waiver-'))).toEqual([]);
  });

  test('is left, and what the other gives beyond it is denied', async () => {
    const here = await begin();
    const more = { roleName: 'engineer', policyName: 'more' };
    const grant = (id: string, actions: readonly string[], time: number) => {
      const policyDocument = JSON.stringify(allow([...actions]));
      return here.happens(callOf(record('PutRolePolicy', { ...more, policyDocument }, { id, time })));
    };
    const [first = ''] = await grant('less', ['sqs:SendMessage'], NOW);
    await here.happens(callOf(record('DeleteRolePolicy', more, { id: 'gone', time: NOW + 1 })));
    const [second = ''] = await grant('more', ['sqs:SendMessage', 'sns:Publish'], NOW + 2);
    await waived(here, first, NOW + DAY);
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    const actions = ['sqs:SendMessage', 'sns:Publish', 's3:GetObject'];
    const may = () => Promise.all(actions.map((action) => mayDo(here, action, ENGINEER)));
    expect(await may()).toEqual([true, false, true]);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect(await may()).toEqual([false, false, true]);
    expect((await here.caseOf(second)).status).toBe('held');
  });

  test('is left by a hold that somebody asks for by rejecting the other', async () => {
    const here = await begin();
    const [first, second] = await grantedTwice(here);
    await waived(here, first, NOW + DAY);
    await here.decides('pat', second, { kind: 'reject', reason: 'once is enough' });
    expect((await engineer(here))?.attached).toEqual([ADMIN]);
    here.at(NOW + DAY);
    await meetDueDeadlines(here.deps);
    expect((await engineer(here))?.attached).toEqual([]);
    expect((await here.caseOf(second)).hold.kind).toBe('confirmed');
  });
});

describe('what comes while a finding is left open for people', () => {
  test('and is no gain beside it, is held with it at the deadline; what was there before stays', async () => {
    const here = await begin();
    const roleName = 'engineer';
    const grant = (policyName: string, action: string, time: number) => {
      const policyDocument = JSON.stringify(allow(action));
      return here.happens(
        callOf(record('PutRolePolicy', { roleName, policyName, policyDocument }, { id: policyName, time })),
      );
    };
    const [findingId = ''] = await grant('open', 'sqs:*', NOW);
    expect(await grant('beside', 'sqs:SendMessage', NOW + 1)).toEqual([]);
    here.at(NOW + 61 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect((await here.caseOf(findingId)).status).toBe('held');
    expect(await mayDo(here, 'sqs:SendMessage', ENGINEER)).toBe(false);
    expect(await mayDo(here, 's3:GetObject', ENGINEER)).toBe(true);
    await meetDueDeadlines(here.deps);
    await resume(here.deps);
    expect(await here.deps.cases.cards()).toHaveLength(2);
  });
});
