/**
 * `npm run test:mutation [-- --files decide,glob]`: changes files of the access engine and of the permits in one place at a time and asks of
 * each change whether the tests notice it. Prints the changes that they did not notice, and the score of each file.
 */
import { parseArgs } from 'node:util';
import { installStryker, mutantsOf } from './stryker.ts';
import { printedScores, printedSurvivors } from './score.ts';
import { TARGETS, nameOf } from './targets.ts';

const { values } = parseArgs({ options: { files: { type: 'string' } } });
const names = TARGETS.map(nameOf);
const wanted = values.files?.split(',') ?? names;
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  process.stderr.write(`--files names ${unknown.join(', ')}; it takes a list of ${names.join(',')}\n`);
  process.exitCode = 64;
} else {
  installStryker();
  const scores = [];
  for (const target of TARGETS.filter((each) => wanted.includes(nameOf(each)))) {
    process.stderr.write(`${target.file}\n`);
    const mutants = mutantsOf(target);
    process.stdout.write(printedSurvivors(target.file, mutants));
    scores.push({ file: target.file, mutants });
  }
  process.stdout.write(printedScores(scores));
}
