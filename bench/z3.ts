import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Questions that one process takes: after some hundred solvers it crashes. */
const BATCH = 12;
const CHILD = join(import.meta.dirname, 'z3-child.ts');

/** z3's answer: whether one script of a question is satisfiable. */
export interface Z3Answer {
  readonly answer: 'sat' | 'unsat' | 'unknown';
  /** Undefined where its process crashed. */
  readonly time: number | undefined;
}

/** What counts as z3's answer when its process fails or runs out of time. */
export const NO_ANSWER: Z3Answer = { answer: 'unknown', time: undefined };

/** What the scripts speak of: z3's own strings, or nothing but bits, for which it has a solver of finite domains. */
export type Z3Theory = 'strings' | 'bits';

/** One process after the other, so that nothing runs beside what is timed. */
export async function solveWithZ3(
  questions: readonly (readonly string[])[],
  theory: Z3Theory,
): Promise<readonly Z3Answer[]> {
  const answers: Z3Answer[] = [];
  for (let start = 0; start < questions.length; start += BATCH) {
    const batch = questions.slice(start, start + BATCH);
    const lines = await outputFor(batch, theory);
    answers.push(...batch.map((_question, index) => answerOf(lines[index] ?? '')));
    process.stderr.write(`\r  z3: ${answers.length} of ${questions.length} `);
  }
  process.stderr.write('\r');
  return answers;
}

async function outputFor(questions: readonly (readonly string[])[], theory: Z3Theory): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, theory], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // a process that crashes takes no more input; its missing lines say so
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(questions));
  return (await text(child.stdout)).split('\n');
}

function answerOf(line: string): Z3Answer {
  const [answer, time] = line.split(' ');
  if (time === undefined) return NO_ANSWER;
  return { answer: answer === 'sat' || answer === 'unsat' ? answer : 'unknown', time: Number(time) };
}
