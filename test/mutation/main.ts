/**
 * `npm run test:mutation [-- --files decide,glob] [-- --groups quorum,signing]`: changes files in one place at a time and asks of each change
 * whether the tests notice it. Prints the changes that they did not notice, and the score of each file and of each group.
 */
import { parseArgs } from 'node:util';
import { installStryker, mutantsOf } from './stryker.ts';
import { printedScores, printedSurvivors, type Score } from './score.ts';
import { GROUPS, nameOf, type Target } from './target.ts';
import { TARGETS } from './targets.ts';

const LISTS = { files: TARGETS.map(nameOf), groups: GROUPS } as const;

const { values } = parseArgs({ options: { files: { type: 'string' }, groups: { type: 'string' } } });
const files = values.files?.split(',') ?? LISTS.files;
const groups = values.groups?.split(',') ?? LISTS.groups;
const problems = [...unknownOf('files', files), ...unknownOf('groups', groups)];

if (problems.length > 0) {
  process.stderr.write(problems.join(''));
  process.exitCode = 64;
} else {
  installStryker();
  const chosen = TARGETS.filter((each) => files.includes(nameOf(each)) && groups.includes(each.group));
  process.stdout.write(printedScores(chosen.map(scoreOf)));
}

function unknownOf(option: keyof typeof LISTS, wanted: readonly string[]): readonly string[] {
  const known: readonly string[] = LISTS[option];
  const unknown = wanted.filter((name) => !known.includes(name));
  return unknown.length === 0
    ? []
    : [`--${option} names ${unknown.join(', ')}; it takes a list of ${known.join(',')}\n`];
}

function scoreOf(target: Target): Score {
  process.stderr.write(`${target.file}\n`);
  const mutants = mutantsOf(target);
  process.stdout.write(printedSurvivors(target.file, mutants));
  return { ...target, mutants };
}
