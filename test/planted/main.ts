/**
 * `npm run test:planted [-- --bugs 3,7]`: plants one bug after the other in a copy of the code and asks of each whether the
 * runs of test/model notice it. Without a bug they must notice nothing. Ends with 1 where a bug is not caught.
 */
import { parseArgs } from 'node:util';
import { PLANTED } from './bugs.ts';
import { verdictOn, withCopy } from './planted.ts';

const { values } = parseArgs({ options: { bugs: { type: 'string' } } });
const numbers = values.bugs?.split(',').map(Number) ?? PLANTED.map((_, index) => index + 1);

withCopy((folder) => {
  const sane = verdictOn(undefined, folder);
  if (sane.kind !== 'not-caught') throw new Error(`the runs fail without a bug: ${JSON.stringify(sane)}`);
  for (const number of numbers) {
    const bug = PLANTED[number - 1];
    if (bug === undefined) throw new Error(`--bugs names ${number}; there are ${PLANTED.length}`);
    const verdict = verdictOn(bug, folder);
    const told =
      verdict.kind === 'caught'
        ? `caught after ${verdict.runs} runs: ${verdict.by}`
        : verdict.kind.replace('-', ' ').toUpperCase();
    process.stdout.write(`${number}. ${bug.name}\n   ${told}\n`);
    if (verdict.kind === 'broken') process.stderr.write(`${verdict.message}\n`);
    if (verdict.kind !== 'caught') process.exitCode = 1;
  }
});
