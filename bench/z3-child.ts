/**
 * Solves questions with z3: a JSON list of lists of SMT scripts on standard input; on standard output one line a question,
 * `sat 12.3`: whether one script of its list is satisfiable, and the milliseconds for that. Its argument is what the scripts speak of, `strings` or `bits`. z3's own start is not counted.
 * A process of its own for each batch, because z3 compiled to WebAssembly does not survive many solvers.
 */
import { text } from 'node:stream/consumers';
import { init } from 'z3-solver';
import * as z from 'zod';

/** For one script; with more time z3 solves little more. */
const MOST_MILLISECONDS = 1000;

const questions = z.array(z.array(z.string())).parse(JSON.parse(await text(process.stdin)));
const { Context } = await init();
const { Solver } = Context('bench');
const newSolver = (): InstanceType<typeof Solver> => (process.argv[2] === 'bits' ? new Solver('QF_FD') : new Solver());
// the first solver of a process is slower than the others
await newSolver().check();
for (const scripts of questions) {
  const answers = new Set<string>();
  const start = performance.now();
  for (const script of scripts) {
    const solver = newSolver();
    solver.set('timeout', MOST_MILLISECONDS);
    solver.fromString(script);
    answers.add(await solver.check());
    if (answers.has('sat')) break;
  }
  const time = performance.now() - start;
  const answer = ['sat', 'unknown'].find((each) => answers.has(each)) ?? 'unsat';
  process.stdout.write(`${answer} ${time}\n`);
}
// z3's worker threads would keep the process alive
process.exit(0);
