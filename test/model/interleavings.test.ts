import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runs, SEED } from '../core/access/reading-sets.ts';
import { commands } from './commands/commands.ts';
import { DAY } from './company.ts';
import { settle } from './settle.ts';
import { World } from './world.ts';

/** What happens in some run, however few there are. */
const OFTEN = ['hold-confirmed', 'hold-failed', 'restore-confirmed', 'waiver-ended', 'rejected'];
/** In the suite; where AMBIT_RUNS says so, more. */
const IN_SUITE = 40;
/** So long a run of many thousands may take, in milliseconds. */
const AN_HOUR = 3_600_000;

/** How often what happened, and each kind of fact was written. */
async function count(world: World, counted: Map<string, number>): Promise<void> {
  for (const [name, times] of world.tally) counted.set(name, (counted.get(name) ?? 0) + times);
  for await (const { fact } of world.ledger.entries()) {
    const name = fact.kind === 'signature-refused' ? fact.code : fact.kind;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }
}

function textOf(counted: ReadonlyMap<string, number>): string {
  return [...counted]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
}

test(
  `however calls, people, clocks and crashes interleave, what must hold does (seed ${SEED})`,
  async () => {
    const counted = new Map<string, number>();
    const drawn = fc.commands([...commands], { maxCommands: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(drawn, fc.scheduler(), async (happening, order) => {
        const world = await new World(order).open();
        await fc.asyncModelRun(() => ({ model: world.model, real: world }), happening);
        await settle(world);
        await world.passUntil(world.now + 32 * DAY);
        await settle(world);
        await count(world, counted);
      }),
      { numRuns: runs(IN_SUITE), seed: SEED },
    );
    if (runs(1) > 1) process.stdout.write(`${runs(IN_SUITE)} runs of seed ${SEED}: ${textOf(counted)}\n`);
    // that nothing goes wrong says little where nothing happens
    expect(OFTEN.filter((kind) => !counted.has(kind))).toEqual([]);
  },
  AN_HOUR,
);
