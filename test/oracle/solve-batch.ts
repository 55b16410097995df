/**
 * Solves questions with z3: a JSON list of SMT scripts on standard input, one answer a line on standard output, in JSON:
 * `sat` with a model, `unsat` or `unknown`. A process of its own for each batch, because z3 compiled to WebAssembly does
 * not survive many solvers.
 */
import { text } from 'node:stream/consumers';
import { init } from 'z3-solver';
import * as z from 'zod';

const SOLVING_MILLISECONDS = 20_000;

const scripts = z.array(z.string()).parse(JSON.parse(await text(process.stdin)));
const { Context } = await init();
const { Solver } = Context('oracle');
for (const script of scripts) {
  // everything is bits, so that z3 needs no theory but that of finite domains
  const solver = new Solver('QF_FD');
  solver.set('timeout', SOLVING_MILLISECONDS);
  solver.fromString(script);
  const answer = await solver.check();
  const model = answer === 'sat' ? solver.model().sexpr() : '';
  process.stdout.write(`${JSON.stringify({ answer, model })}\n`);
}
// z3's worker threads would keep the process alive
process.exit(0);
