import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import type { Canary } from '../../../lib/ports/canary.ts';
import { type DrillDeps, runDrill } from '../../../lib/usecases/drill/run-drill.ts';
import { FACTS, findingWith } from '../../core/governance/approval-fixtures.ts';
import { MINUTE } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

const ARN = 'arn:aws:iam::111122223333:role/ambit-drill/AmbitDrill-0123456789ab';

/** A canary that is there or not, and fails where it is told to. */
class PaperCanary implements Canary {
  readonly arn = ARN;
  there = false;
  fails: 'make' | 'remove' | undefined;

  async make(): Promise<void> {
    this.there = true;
    if (this.fails === 'make') throw new Error('made by half');
  }

  async remove(): Promise<void> {
    if (this.fails === 'remove') throw new Error('it is held');
    this.there = false;
  }
}

/** A drill in which time passes with each look, and the ledger gets these facts while it waits. */
async function drilled(
  facts: readonly Fact[],
  parts: Partial<Pick<DrillDeps, 'interrupted'>> = {},
  fails?: 'make' | 'remove',
) {
  const here = await openWorld();
  world = here;
  const { deps } = here;
  const canary = new PaperCanary();
  canary.fails = fails;
  const waits: number[] = [];
  const result = await runDrill({
    ...deps,
    canary,
    patience: MINUTE,
    interrupted: new AbortController().signal,
    waiting: (milliseconds) => {
      waits.push(milliseconds);
    },
    pause: async (milliseconds) => {
      here.at(deps.clock.now() + milliseconds);
      if (waits.length === 2) await deps.ledger.append(facts);
    },
    ...parts,
  });
  return { ...result, canary, waits };
}

const ANOTHER = { ...FACTS.drillPassed(), principal: ARN.replace('ab', 'cd') } as const;

describe('a drill', () => {
  test('passes when the ledger says that its canary was found, and the canary is gone', async () => {
    const { result, left, canary, waits } = await drilled([FACTS.drillPassed()]);
    expect(result).toMatchObject({ kind: 'passed', drill: { principal: ARN, findingId: 'F-0123456789ab' } });
    expect([left, canary.there]).toEqual([undefined, false]);
    expect(waits).toEqual([0, 2000]);
  });

  test('is missed when its time is over, whatever other drill has passed', async () => {
    const { result, canary, waits } = await drilled([ANOTHER]);
    expect(result).toEqual({ kind: 'missed', otherwise: undefined });
    expect(waits.at(-1)).toBeLessThan(MINUTE);
    expect(canary.there).toBe(false);
  });

  test('is missed with the finding that came another way', async () => {
    const finding = findingWith({ principal: ARN, call: null });
    const { result } = await drilled([FACTS.raised(finding)]);
    expect(result).toMatchObject({ kind: 'missed', otherwise: { id: finding.id } });
  });

  test('that is interrupted removes its canary', async () => {
    const { result, canary } = await drilled([], { interrupted: AbortSignal.abort() });
    expect(result).toEqual({ kind: 'interrupted' });
    expect(canary.there).toBe(false);
  });

  test('whose canary is made by half removes that half', async () => {
    const { result, left, canary } = await drilled([], {}, 'make');
    expect(result).toMatchObject({ kind: 'failed', fault: { message: 'made by half' } });
    expect([left, canary.there]).toEqual([undefined, false]);
  });

  test('whose canary stays says so, beside what it came to', async () => {
    const { result, left } = await drilled([FACTS.drillPassed()], {}, 'remove');
    expect(result).toMatchObject({ kind: 'passed' });
    expect(left).toMatchObject({ fault: { message: 'it is held' } });
  });
});
