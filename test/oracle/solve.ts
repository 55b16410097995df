import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

const answer = z.object({ answer: z.enum(['sat', 'unsat', 'unknown']), model: z.string() });
/** What z3 says of a script; of `sat` with the values of its constants, as SMT-LIB text. */
export type Answer = z.infer<typeof answer>;

const BATCH = 60;
const PROCESSES = 2;
const SCRIPT = join(import.meta.dirname, 'solve-batch.ts');

/** z3's answers, in the order of the scripts. `unknown` also for those of a batch that its process did not survive. */
export async function solveAll(scripts: readonly string[]): Promise<readonly Answer[]> {
  const batches: (readonly string[])[] = [];
  for (let start = 0; start < scripts.length; start += BATCH) batches.push(scripts.slice(start, start + BATCH));
  const answers: (readonly Answer[])[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let batch = batches[next]; batch !== undefined; batch = batches[next]) {
      const at = next;
      next += 1;
      const lines = await solveBatch(batch);
      answers[at] = batch.map((_script, index) => readAnswer(lines[index]));
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  return answers.flat();
}

async function solveBatch(scripts: readonly string[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // a process that dies early closes its input: what it did not answer is unknown
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(scripts));
  const output = await text(child.stdout);
  return output.split('\n').slice(0, -1);
}

function readAnswer(line: string | undefined): Answer {
  return line === undefined ? { answer: 'unknown', model: '' } : answer.parse(JSON.parse(line));
}
