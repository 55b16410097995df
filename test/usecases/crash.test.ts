import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall, type HandleDeps } from '../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { AGENT, attachAdmin, callOf, DAY, NOW, record } from './company.ts';
import { crashing } from './crashing.ts';
import { MemoryAccount } from './memory-account.ts';
import { openWorld, type World } from './world.ts';

const UNTIL = NOW + DAY;
const CALL = attachAdmin();
const REMOVAL = callOf(record('DeleteRolePermissionsBoundary', { roleName: 'deployer' }));

interface Step {
  readonly at: number;
  /** What someone does in the account before it. */
  readonly happens?: Call;
  readonly run: (deps: HandleDeps) => Promise<unknown>;
}

const steps: readonly Step[] = [
  { at: NOW, happens: CALL, run: (deps) => handleCall(CALL, deps) },
  { at: NOW, happens: REMOVAL, run: (deps) => handleCall(REMOVAL, deps) },
  { at: NOW, run: (deps) => sign('sam', deps) },
  { at: NOW, run: (deps) => sign('pat', deps) },
  { at: UNTIL, run: (deps) => meetDueDeadlines(deps) },
];

async function sign(personId: string, deps: HandleDeps): Promise<unknown> {
  const findingId = (await deps.ledger.findings()).at(-1) ?? '';
  const digest = foldCase(await deps.ledger.about(findingId))?.finding.digest ?? 'sha256:';
  const decision = { kind: 'sign', digest, reason: 'release', until: UNTIL } as const;
  return decideApproval({ findingId, personId, signedInAt: NOW, decision }, deps);
}

/** The world as it was left on disk, and the account that outlives the process. */
interface Stand {
  readonly folder: string;
  readonly state: AccountState;
  readonly effects: readonly string[];
}

/** Runs one step on a copy; where the process dies, it starts again: it resumes, and the step is delivered again. */
async function take({ at, happens, run }: Step, from: Stand, deaths: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-crash-'));
  cpSync(from.folder, folder, { recursive: true });
  const account = new MemoryAccount(from.state);
  account.effects.push(...from.effects);
  if (happens !== undefined) account.play(happens);
  const left = [...deaths];
  for (let isNew = true; ; isNew = false) {
    const world = await openWorld({ folder, account });
    world.at(at);
    const ports = crashing(world.deps, left.shift());
    try {
      if (!isNew) await resume(ports.deps);
      await run(ports.deps);
      const outcome = await outcomeOf(world);
      const stand: Stand = { folder, state: account.state, effects: account.effects };
      return { outcome, stand, effects: ports.count() };
    } catch (fault) {
      if (!/crash|deadlines|announced|finished/.test(String(fault))) throw fault;
    } finally {
      world.close();
    }
  }
}

async function begin(): Promise<Stand> {
  const world = await openWorld();
  world.close();
  return { folder: world.folder, state: world.account.state, effects: [] };
}

/** What must be the same however often the process died. */
async function outcomeOf({ deps, account }: World): Promise<unknown> {
  const cases = await deps.cases.cases();
  const facts = [];
  for await (const { fact } of deps.ledger.entries()) {
    // that its calls are made again is said of a hold whose outcome nobody knows
    if (!('again' in fact)) facts.push(fact.kind);
  }
  const repeatable = new Set(['announced', 'signature-refused']);
  const last = await deps.snapshots.last(AGENT);
  return {
    cases: cases.map(({ finding, status, irregularities, announced }) => ({
      id: finding.id,
      digest: finding.digest,
      status,
      irregularities,
      announced,
    })),
    effects: account.effects,
    facts: facts.filter((kind) => !repeatable.has(kind)),
    slice: stateToJson(sliceOf(account.state, AGENT) ?? account.state),
    snapshot: last === undefined ? null : stateToJson(last),
    left: await deps.scheduler.due(UNTIL + DAY),
  };
}

test('two calls, their holds, a countersigned restore and its end: each ends the same wherever the process dies, and dies again', async () => {
  let stand = await begin();
  let all = 0;
  for (const step of steps) {
    const undisturbed = await take(step, stand, []);
    for (let at = 1; at <= undisturbed.effects; at += 1) {
      const { outcome } = await take(step, stand, [at, 1 + (at % 4)]);
      expect({ at, outcome }).toEqual({ at, outcome: undisturbed.outcome });
    }
    all += undisturbed.effects;
    stand = undisturbed.stand;
  }
  expect(all).toBeGreaterThan(30);
  expect(stand.effects).toEqual([
    'DetachRolePolicy',
    'PutRolePermissionsBoundary',
    'AttachRolePolicy',
    'DetachRolePolicy',
  ]);
});
