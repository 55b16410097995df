/**
 * `npm run test:week`: a week of a company is played on Ambit as it runs by default, and judged by what is true of it.
 * Prints how long bad grants lasted, and what is wrong; see `--help`.
 */
import { parseArgs } from 'node:util';
import { SEED } from '../core/access/reading-sets.ts';
import { distributions } from './distribution.ts';
import { told } from './told.ts';
import { judge, type Verdict } from './verdict.ts';
import { draw, type Drawn, type Outcome, play } from './week.ts';

const FAULTS = { lost: 0.01, late: 0.02, twice: 0.05 } as const;

const USAGE = `usage: npm run test:week -- [--principals N] [--days N] [--calls N]
2,000 principals, 7 days and 8,000 calls without them, 1 % of which give what nobody may have; takes minutes.
AMBIT_SEED draws another week.`;

const { values } = parseArgs({
  options: {
    principals: { type: 'string', default: '2000' },
    days: { type: 'string', default: '7' },
    calls: { type: 'string', default: '8000' },
    help: { type: 'boolean', default: false },
  },
});
const [principals = 0, days = 0, calls = 0] = [values.principals, values.days, values.calls].map(Number);

if (values.help) process.stdout.write(`${USAGE}\n`);
else if ([principals, days, calls].every((each) => Number.isInteger(each) && each > 0)) {
  process.exitCode = await run({ principals, days, calls });
} else {
  process.stderr.write(`--principals, --days and --calls take whole numbers above 0\n\n${USAGE}\n`);
  process.exitCode = 64;
}

async function run(size: {
  readonly principals: number;
  readonly days: number;
  readonly calls: number;
}): Promise<number> {
  const drawn = draw({ ...size, bad: 0.01, faults: FAULTS, seed: SEED });
  const outcome = await play(drawn);
  const verdict = judge(drawn, outcome);
  const wrongs = wrongsIn(verdict, outcome);
  const lines = [
    ...summaryOf(drawn),
    '',
    distributions(told(drawn.estate, outcome.facts)),
    '',
    ...verdict.doubts.map((each) => `in doubt: ${each}`),
    ...wrongs,
    `${outcome.facts.length} entries in the ledger; ${wrongs.length} wrongs`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return wrongs.length === 0 ? 0 : 1;
}

function summaryOf({ estate, calls, deliveries, outage, sweeps }: Drawn): readonly string[] {
  const { lost, late, twice } = deliveries;
  const during = calls.filter(({ at }) => at >= outage.from && at < outage.until).length;
  const holders = estate.bads.flatMap((bad) => bad.holders).length;
  return [
    `a week of ${estate.principals.length} principals (seed ${SEED}): ${calls.length} calls, ${estate.bads.length} of them bad, for ${holders} principals`,
    `events: ${lost.size} lost, ${late.size} late, ${twice.size} twice; ${during} calls in the outage; ${sweeps.length} sweeps`,
  ];
}

function wrongsIn(verdict: Verdict, outcome: Outcome): readonly string[] {
  const { tooLate, notHeld, wrongHolds, falseAlerts } = verdict;
  const named = (what: string, all: readonly string[]) => all.map((each) => `${what}: ${each}`);
  return [
    ...named('too late', tooLate),
    ...named('can still be used', notHeld),
    ...named('held wrongly', wrongHolds),
    ...named('told of what is good', falseAlerts),
    ...named('failed', outcome.faults),
    ...named('the ledger', outcome.ledgerFault === undefined ? [] : [outcome.ledgerFault]),
  ];
}
