import { afterEach, describe, expect, test } from '@jest/globals';
import { readCall } from '../../lib/core/activity/read-call.ts';
import { cappedAt } from '../../lib/core/governance/capped.ts';
import { handleCall } from '../../lib/usecases/handle-call.ts';
import { handleReading } from '../../lib/usecases/handle-reading.ts';
import { AGENT, attachAdmin, governance, MINUTE, NOW, record } from './company.ts';
import { openWorld, type World } from './world.ts';

/** Records that leave out what was changed, beside the ones that tell it. */

let world: World | undefined;

afterEach(() => world?.close());

async function open(): Promise<World> {
  world = await openWorld();
  return world;
}

const silent = (time = NOW - MINUTE) => readCall(record('PutRolePolicy', null, { id: 'silent', time }));

async function excessIn({ deps }: World) {
  return (await deps.cases.cases()).filter(({ finding }) => finding.kind === 'excess-access');
}

describe('what a silent record of another call finds first, and may not hold,', () => {
  test('is held by its own event: the silent one is old', async () => {
    const here = await open();
    here.account.play(attachAdmin());
    await handleReading(silent(NOW - 3 * 60 * MINUTE), here.deps);
    expect(await excessIn(here)).toMatchObject([{ finding: { principal: AGENT }, status: 'alerted' }]);
    await handleCall(attachAdmin(), here.deps);
    expect((await excessIn(here)).map(({ status }) => status)).toEqual(['alerted', 'held']);
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
  });

  test('is held by its own event: nothing was held when the silent one was handled', async () => {
    const here = await open();
    here.account.play(attachAdmin());
    await handleReading(silent(), { ...here.deps, governance: cappedAt('warn', governance()) });
    expect(await excessIn(here)).toMatchObject([{ finding: { principal: AGENT }, status: 'alerted' }]);
    await handleCall(attachAdmin(), here.deps);
    expect((await excessIn(here)).map(({ status }) => status)).toEqual(['alerted', 'held']);
  });

  test('is told once, however many silent records there are', async () => {
    const here = await open();
    here.account.play(attachAdmin());
    const old = NOW - 3 * 60 * MINUTE;
    for (const id of ['one', 'two', 'three']) {
      await handleReading(readCall(record('PutRolePolicy', null, { id, time: old })), here.deps);
    }
    expect(await excessIn(here)).toMatchObject([{ status: 'alerted' }]);
  });
});
