import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { type LookDeps, lookAtOverdue } from '../../../lib/wiring/deployed/look-at-overdue.ts';
import { ADMIN, callOf, DAY, NOW, record } from '../../usecases/company.ts';
import { openWorld, type World } from '../../usecases/world.ts';

let world: World;
let findingId: string;
const counted: string[] = [];
const faults: unknown[] = [];

/** An engineer's excess, which is held unless it is approved in time, and the time is over. */
beforeEach(async () => {
  counted.length = 0;
  faults.length = 0;
  world = await openWorld();
  const call = callOf(record('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN }));
  world.account.play(call);
  const handled = await handleCall(call, world.deps);
  findingId = handled.kind === 'denied' ? '' : (handled.findings[0] ?? '');
  world.at(NOW + 30 * DAY);
});
afterEach(() => world.close());

function look(changed: Partial<LookDeps> = {}): Promise<void> {
  return lookAtOverdue({
    ledger: world.deps.ledger,
    telemetry: {
      info: () => undefined,
      fault: (_, fault) => faults.push(fault),
      count: (name) => counted.push(name),
      flush: () => undefined,
    },
    deps: async () => world.deps,
    seal: async () => undefined,
    rules: async () => undefined,
    ...changed,
  });
}

const statusNow = async () => foldCase(await world.deps.ledger.about(findingId))?.status;

describe('a look at what is overdue', () => {
  test('meets a deadline whose schedule was lost, and is counted', async () => {
    await look();
    expect(await statusNow()).toBe('held');
    expect(counted).toEqual(expect.arrayContaining(['SealsDone', 'LooksDone', 'HoldsConfirmed']));
    expect(faults).toEqual([]);
  });

  test('that fails again and again ends well each time, is not counted, and keeps what is due', async () => {
    const stateOf = world.account.stateOf.bind(world.account);
    world.account.stateOf = () => Promise.reject(new Error('the role cannot be assumed'));
    for (let turn = 0; turn < 3; turn += 1) await look();
    expect(counted).not.toContain('LooksDone');
    expect(counted.filter((name) => name === 'SealsDone')).toHaveLength(3);
    expect(faults).toHaveLength(3);
    expect(await world.deps.scheduler.due(NOW + 30 * DAY)).not.toEqual([]);
    world.account.stateOf = stateOf;
    await look();
    expect(await statusNow()).toBe('held');
    expect(counted).toContain('LooksDone');
  });

  test('meets what is due also where the ledger cannot be sealed, or the governance cannot be read', async () => {
    await look({ deps: () => Promise.reject(new Error('the table is throttled')) });
    expect(counted).toEqual(['SealsDone']);
    await look({ seal: () => Promise.reject(new Error('the key is disabled')) });
    expect(await statusNow()).toBe('held');
    expect(counted.filter((name) => name === 'SealsDone')).toHaveLength(1);
    expect(counted).toContain('LooksDone');
    expect(faults).toHaveLength(2);
  });
});
