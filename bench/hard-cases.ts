import { parsePolicySet } from '../lib/core/access/parse-policy-set.ts';
import { randomFrom } from '../test/core/access/random-requests.ts';
import { askCold } from './ask-cold.ts';
import { faultOf } from './check-answer.ts';
import { CONDITION_CASES } from './condition-cases.ts';
import type { HardCase } from './hard-case.ts';
import { DEEP_TEXTS, HOSTILE_CASES } from './hostile-cases.ts';
import { managedCases } from './managed-cases.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import { timed } from './measure.ts';
import type { Options } from './options.ts';
import { PATTERN_CASES } from './pattern-cases.ts';
import type { Aim, OtherAim, Row, SectionReport } from './report.ts';
import { medianOf, summaryOf } from './statistics.ts';

const AIMS: readonly Aim[] = [{ of: 'max', most: 1000 }];
const RUNS = 5;
const QUICK_RUNS = 2;
const REQUESTS = 40;

/** Each hard case some times, with documents of its own every time. */
export function answerHardCases(policies: ManagedPolicies, { oneOf, seed }: Options): SectionReport {
  const cases = [...PATTERN_CASES, ...managedCases(policies), ...CONDITION_CASES, ...HOSTILE_CASES];
  const answered = cases.map((each, index) => {
    process.stderr.write(`\r  ${index + 1} of ${cases.length} `);
    return answer(each, oneOf > 1 ? QUICK_RUNS : RUNS, seed);
  });
  process.stderr.write('\r');
  const deep = DEEP_TEXTS.map(([name, text]) => refuse(name, text));
  const open = answered.filter(({ isOpen }) => isOpen);
  const missed = open.filter(({ undetermined }) => undetermined === 'missed').map(({ row }) => row.question);
  return {
    id: 'c',
    title: `hard cases: ${cases.length} comparisons, documents just parsed, and ${deep.length} texts that are no policies`,
    rows: [...answered, ...deep].map(({ row }) => row),
    aims: [decidedAim(missed)],
    notes: [`${open.length} undetermined`],
    wrong: [...answered, ...deep].flatMap(({ wrong }) => wrong),
  };
}

interface Answered {
  readonly row: Row;
  readonly isOpen: boolean;
  readonly undetermined: HardCase['undetermined'];
  readonly wrong: readonly string[];
}

function answer({ name, granted, limit, expected, undetermined }: HardCase, runs: number, seed: number): Answered {
  const answers = askCold(granted, limit, runs);
  const verdicts = [...new Set(answers.map(({ comparison }) => comparison.verdict))];
  const contrary = verdicts.filter((verdict) => verdict !== expected && verdict !== 'undetermined');
  const faults = answers.flatMap(
    (each) => faultOf(each.comparison, each, { random: randomFrom(seed), requests: REQUESTS }) ?? [],
  );
  const isOpen = verdicts.includes('undetermined');
  return {
    row: {
      question: name,
      timing: summaryOf(answers.map(({ time }) => time)),
      bytes: medianOf(answers.map(({ bytes }) => bytes)),
      answer: isOpen ? `undetermined (it is ${expected})` : verdicts.join(', '),
      aims: AIMS,
    },
    isOpen,
    undetermined,
    wrong: [
      ...contrary.map((verdict) => `${name}: ${verdict}, and it is ${expected}`),
      ...faults.slice(0, 1).map((fault) => `${name}: ${fault}`),
    ],
  };
}

/** A text that must be refused; the time is that of reading it. */
function refuse(name: string, text: string): { readonly row: Row; readonly wrong: readonly string[] } {
  const [read, time] = timed(() => parsePolicySet(text));
  return {
    row: { question: name, timing: summaryOf([time]), answer: read.ok ? 'read' : 'refused', aims: AIMS },
    wrong: read.ok ? [`${name}: read as a policy`] : [],
  };
}

function decidedAim(missed: readonly string[]): OtherAim {
  return {
    what: 'undetermined among *a?^n and the managed policies',
    aim: 'none',
    measured: missed.length === 0 ? 'none' : missed.join('; '),
    met: missed.length === 0,
  };
}
