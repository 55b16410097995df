import { describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { cappedAt } from '../../../lib/core/governance/standards/capped.ts';
import { handleBatch } from '../../../lib/usecases/calls/handle-batch.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { keepBaseline } from '../../../lib/usecases/sweep/keep-baseline.ts';
import type { Snapshots } from '../../../lib/ports/snapshots.ts';
import type { Turns } from '../../../lib/ports/turns.ts';
import { handleReading } from '../../../lib/usecases/calls/handle-reading.ts';
import { inTurnsOfChanged } from '../../../lib/usecases/calls/in-turns-of-changed.ts';
import { ADMIN, AGENT, allow, attachAdmin, governance, MINUTE, NOW, record } from '../company.ts';
import { turnsInMemory } from '../turns-in-memory.ts';
import type { World } from '../world.ts';
import { open } from '../opened.ts';

/** Records that leave out what was changed, beside the ones that tell it. */

const GRANT = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });
const SILENT = record('PutRolePolicy', null, { id: 'silent' });
const silent = (time = NOW - MINUTE) => readCall(record('PutRolePolicy', null, { id: 'silent', time }));

async function excessIn({ deps }: World) {
  return (await deps.cases.cases()).filter(({ finding }) => finding.kind === 'excess-access');
}

/** Deps whose assessments wait, before they are written down, until somebody else has had the time to make the same one. */
function slowToWrite({ deps }: World): HandleDeps {
  const { ledger } = deps;
  return {
    ...deps,
    ledger: {
      append: async (facts, ...expected) => {
        if (facts.some(({ kind }) => kind === 'call-assessed')) await setTimeout(500);
        return await ledger.append(facts, ...expected);
      },
      head: () => ledger.head(),
      about: (subject) => ledger.about(subject),
      findings: () => ledger.findings(),
      entries: (from) => ledger.entries(from),
    },
  };
}

describe('a grant and a silent record of another call that are handled at the same moment', () => {
  test.each([
    ['the grant first', [GRANT, SILENT]],
    ['the silent one first', [SILENT, GRANT]],
    ['two silent ones and the grant', [SILENT, GRANT, record('PutRolePolicy', null, { id: 'silent too' })]],
  ])('lead to one finding, held once: %s', async (_, records) => {
    const here = await open();
    here.account.play(attachAdmin());
    const deps = { ...slowToWrite(here), turns: turnsInMemory() };
    // each in an invocation of its own
    const batches = records.map((each, index) =>
      handleBatch([{ id: String(index), body: JSON.stringify(each) }], {
        turns: deps.turns,
        ready: async () => undefined,
        handle: (reading) => inTurnsOfChanged(reading, () => handleReading(reading, deps), deps),
        handled: () => undefined,
        failed: (_piece, fault) => {
          throw fault;
        },
      }),
    );
    await Promise.all(batches);
    expect(await excessIn(here)).toMatchObject([{ finding: { principal: AGENT }, status: 'held' }]);
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
  });
});

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

describe('what was held comes back', () => {
  test.each([
    ['by a silent record', record('AttachRolePolicy', null, { id: 'again', time: NOW + 29 * MINUTE }), 'PutRolePolicy'],
    [
      'by one that tells',
      { ...GRANT, eventID: 'again', eventTime: new Date(NOW + 29 * MINUTE).toISOString() },
      'DetachRolePolicy',
    ],
  ])('%s, and is held again', async (_, again, holds) => {
    const here = await open();
    here.account.play(attachAdmin());
    await handleCall(attachAdmin(), here.deps);
    here.at(NOW + 30 * MINUTE);
    here.account.play(attachAdmin());
    await handleReading(readCall(again), here.deps);
    expect((await excessIn(here)).map(({ status }) => status)).toEqual(['held', 'held']);
    expect(here.account.effects).toEqual(['DetachRolePolicy', holds]);
  });
});

describe('a silent record in a large account', () => {
  const NAMES = Array.from({ length: 200 }, (_, index) => `role-${index}`);
  const DOCUMENT = { Version: '2012-10-17', Statement: [] };

  async function openLarge(): Promise<World> {
    const here = await open();
    for (const roleName of NAMES) {
      here.account.change({ name: 'CreateRole', roleName, path: '/', assumeRolePolicyDocument: DOCUMENT, tags: [] });
    }
    await keepBaseline(here.account.state, here.deps.snapshots);
    return here;
  }

  test('waits for the turns of a few who changed, and for no long time', async () => {
    const here = await openLarge();
    for (const roleName of NAMES) {
      here.account.change({ name: 'PutRolePolicy', roleName, policyName: 'x', policyDocument: allow('s3:*') });
    }
    const taken: string[] = [];
    const taking = async (milliseconds: number) => {
      taken.length = 0;
      let now = NOW;
      const turns: Turns = {
        inTurn: async (subject, work) => {
          taken.push(subject);
          now += milliseconds;
          await work();
          return 'out-of-turn';
        },
      };
      const deps = { ...here.deps, turns, clock: { now: () => now } };
      return await inTurnsOfChanged(silent(), async () => taken.length, deps);
    };
    expect(await taking(0)).toBe(16);
    expect(taken).toEqual(taken.toSorted());
    expect(await taking(30_000)).toBe(1);
  });

  test('does not wait for the last state of one principal after the other', async () => {
    const here = await openLarge();
    here.account.play(attachAdmin());
    let most = 0;
    let running = 0;
    const { snapshots } = here.deps;
    const counting: Snapshots = {
      last: async (arn) => {
        running += 1;
        most = Math.max(most, running);
        await setTimeout(1);
        running -= 1;
        return await snapshots.last(arn);
      },
      known: (account) => snapshots.known(account),
      keep: (arn, slice) => snapshots.keep(arn, slice),
      change: (arn, next) => snapshots.change(arn, next),
    };
    await handleReading(silent(), { ...here.deps, snapshots: counting });
    expect(await excessIn(here)).toMatchObject([{ finding: { principal: AGENT }, status: 'held' }]);
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThan(100);
  });
});

test('a silent record takes who has a name and no last state for one who came since', async () => {
  const here = await open();
  here.account.play(attachAdmin());
  const { snapshots } = here.deps;
  const nameless: Snapshots = {
    last: async (arn) => (arn === AGENT ? undefined : await snapshots.last(arn)),
    known: (account) => snapshots.known(account),
    keep: (arn, slice) => snapshots.keep(arn, slice),
    change: (arn, next) => snapshots.change(arn, next),
  };
  await handleReading(silent(), { ...here.deps, snapshots: nameless });
  expect(await excessIn(here)).toMatchObject([{ finding: { principal: AGENT }, status: 'held' }]);
});
