import { compare } from '../lib/core/access/compare.ts';
import type { Comparison } from '../lib/core/access/excess.ts';
import type { JsonValue } from '../lib/core/json.ts';
import { setOf } from '../test/core/access/reading-sets.ts';
import { allocated, timed } from './measure.ts';
import type { SectionReport } from './report.ts';
import { medianOf, summaryOf } from './statistics.ts';
import { NO_ANSWER, solveWithZ3, type Z3Answer, type Z3Theory } from './z3.ts';

/** A question for both, in the form of each: a script is satisfiable where `granted` is not within `limit`. */
export interface SharedQuestion {
  readonly question: string;
  readonly granted: JsonValue;
  readonly limit: JsonValue;
  readonly scripts: readonly string[];
}

interface AskedBoth {
  readonly question: string;
  readonly verdict: Comparison['verdict'];
  readonly time: number;
  readonly z3: Z3Answer;
}

/** Asks Ambit, then z3; answers that differ are wrong, whoever is. */
export async function askBoth(
  shared: readonly SharedQuestion[],
  theory: Z3Theory,
): Promise<Pick<SectionReport, 'rows' | 'notes' | 'wrong'>> {
  const pairs = shared.map(({ question, granted, limit }) => ({
    question,
    granted: setOf(granted),
    limit: setOf(limit),
  }));
  const [asked, bytes] = allocated(() =>
    pairs.map(({ question, granted, limit }) => {
      const [{ verdict }, time] = timed(() => compare(granted, [limit]));
      return { question, verdict, time };
    }),
  );
  const answers = await solveWithZ3(
    shared.map(({ scripts }) => scripts),
    theory,
  );
  return sideBySide(
    asked.map((each, index) => ({ ...each, z3: answers[index] ?? NO_ANSWER })),
    bytes / shared.length,
  );
}

/** Timings of the questions that z3 has a time for. */
function sideBySide(asked: readonly AskedBoth[], bytes: number): Pick<SectionReport, 'rows' | 'notes' | 'wrong'> {
  const both = asked.flatMap(({ time, z3 }) => (z3.time === undefined ? [] : { ambit: time, z3: z3.time }));
  const [ambit, z3] = [summaryOf(both.map((each) => each.ambit)), summaryOf(both.map((each) => each.z3))];
  const ratio = medianOf(both.map((each) => each.z3 / each.ambit));
  const count = (is: (each: AskedBoth) => boolean): number => asked.filter(is).length;
  const [undetermined, unsolved] = [
    count(({ verdict }) => verdict === 'undetermined'),
    count(({ z3 }) => z3.answer === 'unknown'),
  ];
  const wrong = asked
    .filter(({ verdict, z3: { answer } }) => contradicts(verdict, answer))
    .map(({ question, verdict, z3: { answer } }) => `Ambit says ${verdict}, z3 ${answer}: ${question}`);
  return {
    rows: [
      { question: 'Ambit, first time', timing: ambit, bytes, answer: `${undetermined} undetermined` },
      { question: 'z3', timing: z3, answer: `${unsolved} unsolved` },
    ],
    notes: [
      `z3 takes ${Math.round(ratio)} times as long as Ambit (the median of the ratios), ${Math.round(z3.total / ambit.total)} times in total`,
      `${count(({ verdict }) => verdict === 'within')} within, ${count(({ verdict }) => verdict === 'exceeds')} exceeds; ${wrong.length} answers differ`,
    ],
    wrong,
  };
}

function contradicts(verdict: Comparison['verdict'], answer: Z3Answer['answer']): boolean {
  return (verdict === 'within' && answer === 'sat') || (verdict === 'exceeds' && answer === 'unsat');
}
