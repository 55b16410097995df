import { describe, expect, test } from '@jest/globals';
import { sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import { foldCase } from '../../lib/core/governance/case.ts';
import { decideApproval } from '../../lib/usecases/decide-approval.ts';
import { expireWaivers } from '../../lib/usecases/expire-waivers.ts';
import { handleCall, type HandleDeps } from '../../lib/usecases/handle-call.ts';
import { resume } from '../../lib/usecases/resume.ts';
import { AGENT, attachAdmin, callOf, DAY, NOW, record } from './company.ts';
import { crashing } from './crashing.ts';
import { openWorld, type World } from './world.ts';

const UNTIL = NOW + DAY;
const CALL = attachAdmin();
const REMOVAL = callOf(record('DeleteRolePermissionsBoundary', { roleName: 'deployer' }));

interface Step {
  readonly at: number;
  readonly run: (deps: HandleDeps) => Promise<unknown>;
}

const PLAYED = [CALL, REMOVAL];

const steps: readonly Step[] = [
  { at: NOW, run: (deps) => handleCall(CALL, deps) },
  { at: NOW, run: (deps) => handleCall(REMOVAL, deps) },
  { at: NOW, run: (deps) => sign('sam', deps) },
  { at: NOW, run: (deps) => sign('pat', deps) },
  { at: UNTIL, run: (deps) => expireWaivers(deps) },
];

async function sign(personId: string, deps: HandleDeps): Promise<unknown> {
  const findingId = (await deps.ledger.findings()).at(-1) ?? '';
  const digest = foldCase(await deps.ledger.about(findingId))?.finding.digest ?? 'sha256:';
  const decision = { kind: 'sign', digest, reason: 'release', until: UNTIL } as const;
  return decideApproval({ findingId, personId, decision }, deps);
}

/** Plays the steps; where the process dies, it starts again: it resumes, and the step is delivered again. */
async function play(steps: readonly Step[], deaths: readonly number[]): Promise<{ outcome: unknown; effects: number }> {
  const left = [...deaths];
  let world = await openWorld();
  const { account } = world;
  for (const call of PLAYED) account.play(call);
  let ports = crashing(world.deps, left.shift());
  for (const { at, run } of steps) {
    world.at(at);
    for (let isNew = true; ; isNew = false) {
      try {
        if (!isNew) await resume(ports.deps);
        await run(ports.deps);
        break;
      } catch (fault) {
        expect(String(fault)).toMatch(/crash|deadlines|announced/);
        world.close();
        world = await openWorld({ folder: world.folder, account });
        world.at(at);
        ports = crashing(world.deps, left.shift());
      }
    }
  }
  const outcome = await outcomeOf(world);
  world.close();
  return { outcome, effects: ports.count() };
}

/** What must be the same however often the process died. */
async function outcomeOf({ deps, account }: World): Promise<unknown> {
  const cases = await deps.cases.cases();
  const facts = [];
  for await (const { fact } of deps.ledger.entries()) facts.push(fact.kind);
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

describe('two calls, their holds, a countersigned restore and its end', () => {
  test('end the same wherever the process dies, and dies again', async () => {
    const undisturbed = await play(steps, []);
    expect(undisturbed.effects).toBeGreaterThan(30);
    for (let at = 1; at <= undisturbed.effects; at += 1) {
      const { outcome } = await play(steps, [at, 1 + (at % 4)]);
      expect({ at, outcome }).toEqual({ at, outcome: undisturbed.outcome });
    }
  });
});
