import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export type Answer = 'sat' | 'unsat' | 'unknown';

const BATCH = 12;
const PROCESSES = 2;
const SCRIPT = join(import.meta.dirname, 'solve-batch.ts');

/** z3's answers: whether one script of each question is satisfiable. `unknown` also for those of a batch that its process did not survive. */
export async function solveAll(questions: readonly (readonly string[])[]): Promise<readonly Answer[]> {
  const batches: (readonly (readonly string[])[])[] = [];
  for (let start = 0; start < questions.length; start += BATCH) batches.push(questions.slice(start, start + BATCH));
  const answers: (readonly Answer[])[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let batch = batches[next]; batch !== undefined; batch = batches[next]) {
      const at = next;
      next += 1;
      const lines = await solveBatch(batch);
      answers[at] = batch.map((_question, index) => readAnswer(lines[index]));
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  return answers.flat();
}

async function solveBatch(questions: readonly (readonly string[])[]): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(JSON.stringify(questions));
  const output = await text(child.stdout);
  return output.split('\n');
}

function readAnswer(line: string | undefined): Answer {
  return line === 'sat' || line === 'unsat' ? line : 'unknown';
}
