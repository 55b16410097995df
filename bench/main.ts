/**
 * `npm run bench`: Ambit and z3 on the same inputs in the same run. Prints one table; see `--help`.
 * Aims are met or missed, which says something about speed; a wrong answer fails the run.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { compare } from '../lib/core/access/compare.ts';
import { compareSmallSets, containPatterns } from './against-z3.ts';
import { decideRequests } from './deciding.ts';
import { growQuestions } from './growth.ts';
import { answerHardCases } from './hard-cases.ts';
import { compareRandomPairs, compareVersions, randomPairs } from './managed-pairs.ts';
import { findPolicy, freshSet, type ManagedPolicies, readManagedPolicies } from './managed-policies.ts';
import { timed } from './measure.ts';
import { type Options, type SectionId, USAGE, readOptions } from './options.ts';
import { digits, printed } from './print.ts';
import { replayLogs } from './replay/replay-logs.ts';
import { metAims, type SectionReport } from './report.ts';
import { medianOf } from './statistics.ts';

type Section = (policies: ManagedPolicies, options: Options) => SectionReport | Promise<SectionReport>;

const SECTION: Readonly<Record<SectionId, Section>> = {
  a: compareVersions,
  b: compareRandomPairs,
  c: answerHardCases,
  d: containPatterns,
  e: decideRequests,
  f: compareSmallSets,
  g: growQuestions,
  h: replayLogs,
};

const WARM_UP_PAIRS = 300;
/** Another seed than that of the questions: the code is to be warm, not the policies. */
const WARM_UP_SEED = 7;
const REFERENCE_RUNS = 200;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`${USAGE}\n`);
} else {
  const read = readOptions(args);
  if (read.ok) process.exitCode = await bench(read.options);
  else {
    process.stderr.write(`${read.problem}\n\n${USAGE}\n`);
    process.exitCode = 64;
  }
}

async function bench(options: Options): Promise<number> {
  const { only, oneOf, seed, json } = options;
  const policies = readManagedPolicies();
  const cold = warmUp(policies);
  const reference = referenceOf(policies);
  const parts: SectionReport[] = [];
  for (const id of only) {
    process.stderr.write(`part ${id}\n`);
    parts.push(await SECTION[id](policies, options));
  }
  const machine = `Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`;
  const wrong = parts.flatMap((part) => part.wrong);
  const aims = metAims(parts);
  const lines = [
    `Ambit bench: ${machine}; seed ${seed}${oneOf > 1 ? `; one question of ${oneOf}` : ''}`,
    'milliseconds; median and the like are of single questions; parsing is not timed',
    `x ref: the median as a multiple of ${digits(reference)} ms, which JSON.parse takes for ReadOnlyAccess in this run`,
    `the first comparison of the process, before all warming up: ${digits(cold)} ms`,
    '',
    printed(parts, reference),
    `${aims.filter(Boolean).length} of ${aims.length} aims met, ${wrong.length} wrong answers`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify({ machine, seed, oneOf, reference, cold, parts }, undefined, 1)}\n`);
  }
  return wrong.length === 0 ? 0 : 1;
}

/** Compares until the code is compiled; gives the time of the very first comparison. */
function warmUp(policies: ManagedPolicies): number {
  const times = randomPairs(policies, WARM_UP_PAIRS, WARM_UP_SEED).map(({ granted, limit }) => {
    const [own, other] = [freshSet(granted), freshSet(limit)];
    return timed(() => compare(own, [other]))[1];
  });
  return times[0] ?? 0;
}

/** Something that takes its time in proportion to the machine, and has nothing to do with Ambit. */
function referenceOf(policies: ManagedPolicies): number {
  const { text } = findPolicy(policies, 'ReadOnlyAccess');
  const parse = (): unknown => JSON.parse(text);
  return medianOf(Array.from({ length: REFERENCE_RUNS }, () => timed(parse)[1]));
}
