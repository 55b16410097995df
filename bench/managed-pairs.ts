import { randomFrom } from '../test/core/access/random-requests.ts';
import { askPairs, type PairAnswers } from './ask-pairs.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { Options } from './options.ts';
import type { PairQuestion } from './pair-question.ts';
import type { Aim, OtherAim, SectionReport } from './report.ts';
import type { Tally } from './tally.ts';

const RANDOM_PAIRS = 20_000;
/** Requests tried against each `within`. */
const REQUESTS = 20;

const VERSION_AIMS: readonly Aim[] = [
  { of: 'total', most: 30_000 },
  { of: 'median', most: 0.1 },
  { of: 'p99', most: 10 },
  { of: 'max', most: 500 },
];
const RANDOM_AIMS: readonly Aim[] = [
  { of: 'median', most: 0.05 },
  { of: 'p99', most: 2 },
];

/** Every stored version against the next one, and the next one against it. */
export function compareVersions(policies: ManagedPolicies, { oneOf, seed }: Options): SectionReport {
  const pairs = policies.versions.flatMap((versions) =>
    versions.slice(1).flatMap((later, index) => {
      const earlier = versions[index];
      return earlier === undefined ? [] : [{ earlier, later }];
    }),
  );
  const questions = pairs
    .filter((_pair, index) => index % oneOf === 0)
    .flatMap(({ earlier, later }) => [
      { granted: later, limit: earlier },
      { granted: earlier, limit: later },
    ]);
  const answers = askPairs(questions, seed, REQUESTS);
  // the total is of all pairs, so a sample has its share of the aim
  const aims = VERSION_AIMS.map((aim) => (aim.of === 'total' ? { ...aim, most: aim.most / oneOf } : aim));
  return {
    ...reportOf(answers, aims),
    id: 'a',
    title: `stored versions of AWS managed policies, both directions: ${questions.length} questions`,
    aims: undeterminedAims(answers.tally),
    notes: [
      verdictsOf(answers.tally),
      ...(policies.refused.length > 0 ? [`not readable, left out: ${policies.refused.join(', ')}`] : []),
    ],
  };
}

/** Two current policies drawn at random. */
export function compareRandomPairs(policies: ManagedPolicies, { oneOf, seed }: Options): SectionReport {
  const questions = randomPairs(policies, RANDOM_PAIRS / oneOf, seed);
  const answers = askPairs(questions, seed, REQUESTS);
  return {
    ...reportOf(answers, RANDOM_AIMS),
    id: 'b',
    title: `random pairs of current AWS managed policies: ${questions.length} questions`,
    notes: [verdictsOf(answers.tally)],
  };
}

/** Pairs of current policies, the same ones for the same seed. */
export function randomPairs({ current }: ManagedPolicies, count: number, seed: number): readonly PairQuestion[] {
  const random = randomFrom(seed);
  const questions: PairQuestion[] = [];
  while (questions.length < count) {
    const granted = current[Math.floor(random() * current.length)];
    const limit = current[Math.floor(random() * current.length)];
    if (granted === undefined || limit === undefined) throw new Error('there are no policies to draw from');
    if (granted !== limit) questions.push({ granted, limit });
  }
  return questions;
}

function reportOf(
  { first, again, cold, tables, wrong }: PairAnswers,
  aims: readonly Aim[],
): Pick<SectionReport, 'rows' | 'tables' | 'wrong'> {
  return { rows: [{ ...first, aims }, again, cold], tables, wrong };
}

function verdictsOf({ verdicts: { within, exceeds, undetermined } }: Tally): string {
  return `verdicts: ${within} within, ${exceeds} exceeds, ${undetermined} undetermined`;
}

function undeterminedAims(tally: Tally): readonly OtherAim[] {
  const { feature, percent } = tally.worstFeature;
  const all = tally.undeterminedPercent;
  return [
    { what: 'undetermined', aim: '< 0.5 %', measured: `${all.toFixed(2)} %`, met: all < 0.5 },
    {
      what: 'undetermined among the questions with one feature, at worst',
      aim: '<= 2 %',
      measured: `${percent.toFixed(2)} % (${feature})`,
      met: percent <= 2,
    },
  ];
}
