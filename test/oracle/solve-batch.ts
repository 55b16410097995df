/**
 * Solves questions with z3: a JSON list of lists of SMT scripts on standard input, one answer a line on standard output:
 * `sat` if one script of a list is. A process of
 * its own for each batch, because z3 compiled to WebAssembly does not survive many solvers.
 */
import { text } from 'node:stream/consumers';
import { init } from 'z3-solver';
import * as z from 'zod';

const SOLVING_MILLISECONDS = 1000;

const questions = z.array(z.array(z.string())).parse(JSON.parse(await text(process.stdin)));
const { Context } = await init();
const { Solver } = Context('oracle');
for (const scripts of questions) {
  const answers = new Set<string>();
  for (const script of scripts) {
    const solver = new Solver();
    solver.set('timeout', SOLVING_MILLISECONDS);
    solver.fromString(script);
    answers.add(await solver.check());
    if (answers.has('sat')) break;
  }
  const answer = ['sat', 'unknown'].find((each) => answers.has(each)) ?? 'unsat';
  process.stdout.write(`${answer}\n`);
}
// z3's worker threads would keep the process alive
process.exit(0);
