import { describe, expect, test } from '@jest/globals';
import { changeOfCall } from '../../../lib/core/governance/permits/permit.ts';
import type { RecentCalls } from '../../../lib/ports/recent-calls.ts';
import { handleCall, type HandleDeps } from '../../../lib/usecases/calls/handle-call.ts';
import { ACCOUNT, callOf, ENGINEER, governance, MINUTE, NOW, record } from '../company.ts';
import { HOUR, openGate, permit } from '../gate-world.ts';

const GOVERNANCE = { ...governance(), environments: [{ name: 'cost', accounts: [], resources: ['cost-*'] }] };
const SOURCE = 'rds.amazonaws.com';

function made(name: 'DeleteDBInstance' | 'CreateDBInstance', database: string, time: number) {
  const id = `${name} ${database} ${time}`;
  return callOf(record(name, { dBInstanceIdentifier: database }, { source: SOURCE, id, time }));
}

async function findingsOf(deps: HandleDeps) {
  return (await deps.cases.cases()).map(({ finding }) => finding);
}

/** The kept calls of others, with how many of them were asked for. */
function counted(calls: RecentCalls): RecentCalls & { readonly kept: number; readonly read: number } {
  let kept = 0;
  let read = 0;
  return {
    get kept() {
      return kept;
    },
    get read() {
      return read;
    },
    keep: (call) => {
      kept += 1;
      return calls.keep(call);
    },
    async *naming(wanted) {
      for await (const call of calls.naming(wanted)) {
        read += 1;
        yield call;
      }
    },
  };
}

describe('what is built anew after a destruction', () => {
  test('is a finding each time, and costs each time the same, however often it was destroyed before', async () => {
    const { world } = await openGate({ governance: GOVERNANCE });
    const recentCalls = counted(world.deps.recentCalls);
    const rounds = 12;
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['DeleteDBInstance', 'CreateDBInstance'] as const) {
        const time = NOW - HOUR + (2 * round + (name === 'CreateDBInstance' ? 1 : 0)) * MINUTE;
        await handleCall(made(name, 'scratch', time), { ...world.deps, recentCalls });
      }
    }
    const recreated = (await findingsOf(world.deps)).filter(({ kind }) => kind === 'environment-recreated');
    expect(recreated).toHaveLength(rounds);
    expect(recentCalls.read).toBe(rounds);
  });

  test('is a finding each time where its destruction comes to be known last', async () => {
    const { world } = await openGate({ governance: GOVERNANCE });
    for (const minutes of [10, 20, 30]) {
      await handleCall(made('CreateDBInstance', 'cost-db', NOW - HOUR + minutes * MINUTE), world.deps);
    }
    await handleCall(made('DeleteDBInstance', 'cost-db', NOW - HOUR), world.deps);
    const recreated = (await findingsOf(world.deps)).filter(({ kind }) => kind === 'environment-recreated');
    expect(recreated).toHaveLength(3);
  });

  test('is critical where an earlier destruction had no permit, though the last one had', async () => {
    const gate = await openGate({ governance: GOVERNANCE });
    const { deps } = gate.world;
    await handleCall(made('DeleteDBInstance', 'cost-db', NOW - 40 * MINUTE), deps);
    const operation = { kind: 'destroying-call', source: SOURCE, name: 'DeleteDBInstance' } as const;
    const last = made('DeleteDBInstance', 'cost-db', NOW - 10 * MINUTE);
    const target = last.change.kind === 'environment' ? (last.change.resources[0] ?? '') : '';
    const subject = { account: ACCOUNT, operation, target };
    await permit({ ...subject, change: changeOfCall(subject) }, gate, { actor: ENGINEER });
    expect(await handleCall(last, deps)).toMatchObject({ findings: [] });
    await handleCall(made('CreateDBInstance', 'cost-db', NOW), deps);
    const recreated = (await findingsOf(deps)).filter(({ kind }) => kind === 'environment-recreated');
    expect(recreated).toEqual([expect.objectContaining({ severity: 'critical' })]);
  });

  test('is found by one name among many', async () => {
    const { world } = await openGate({ governance: GOVERNANCE });
    const call = made('DeleteDBInstance', 'cost-db', NOW - MINUTE);
    const resources = [...Array.from({ length: 300 }, (_, index) => `other-${index}`), 'cost-db'];
    await handleCall({ ...call, change: { kind: 'environment', effect: 'destroy', resources } }, world.deps);
    await handleCall(made('CreateDBInstance', 'cost-db', NOW), world.deps);
    expect((await findingsOf(world.deps)).map(({ kind }) => kind)).toContain('environment-recreated');
  });
});

test('a call that takes a guard away reads no other call, and is kept for none', async () => {
  const { world } = await openGate({ governance: GOVERNANCE });
  const recentCalls = counted(world.deps.recentCalls);
  const parameters = { dBInstanceIdentifier: 'cost-db', deletionProtection: false };
  const call = callOf(record('ModifyDBInstance', parameters, { source: SOURCE }));
  expect(await handleCall(call, { ...world.deps, recentCalls })).toMatchObject({ findings: [expect.any(String)] });
  expect(recentCalls).toMatchObject({ kept: 0, read: 0 });
});
