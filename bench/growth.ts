import type { Comparison } from '../lib/core/access/excess.ts';
import type { JsonValue } from '../lib/core/json.ts';
import { askCold } from './ask-cold.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { Options } from './options.ts';
import { allow, policy, S3, several, when } from './policies.ts';
import type { SectionReport, Table } from './report.ts';
import { exponentOf, medianOf } from './statistics.ts';

const RUNS = 15;
const QUICK_RUNS = 5;

/** Pairs of growing size: `granted` is within `limit`, and exceeds `less`, which lacks one thing. */
interface Growing {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly at: (size: number) => { readonly granted: JsonValue; readonly limit: JsonValue; readonly less: JsonValue };
}

const GROWING: readonly Growing[] = [
  {
    // each statement is within the one of the same bucket, and there is no other for that bucket
    title: 'statements',
    sizes: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    at: (size) => {
      const wide = several(size, (index) => allow(`${S3}bucket${index}/*`)).toReversed();
      return {
        granted: policy(...several(size, (index) => allow(`${S3}bucket${index}/x*`))),
        limit: policy(...wide),
        less: policy(...wide.slice(0, -1)),
      };
    },
  },
  {
    // every key may have one value of two; where the last key may have the other one only, nothing is shared
    title: 'condition keys',
    sizes: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    at: (size) => {
      const keys = several(size, (index) => `example:key${index}`);
      const each = (names: readonly string[], values: readonly string[]): Record<string, readonly string[]> =>
        Object.fromEntries(names.map((key) => [key, values]));
      return {
        granted: when({ StringEquals: each(keys, ['v']) }),
        limit: when({ StringEquals: each(keys.toReversed(), ['v', 'w']) }),
        less: when({ StringEquals: { ...each(keys, ['v', 'w']), ...each(keys.slice(-1), ['w']) } }),
      };
    },
  },
  {
    // about 64 letters a pattern, 16 in a KB; each is within the one of the same folder
    title: 'KB of each policy',
    sizes: [1, 2, 4, 8, 16, 32, 64, 128],
    at: (size) => {
      const folders = several(size * 16, (index) => `${S3}bucket/${'folder/'.repeat(4)}${index}`);
      const wide = folders.map((folder) => `${folder}/*`).toReversed();
      return {
        granted: policy(allow(folders.map((folder) => `${folder}/reports/*`))),
        limit: policy(allow(wide)),
        less: policy(allow(wide.slice(0, -1))),
      };
    },
  },
];

/** How the cost of a comparison grows when one thing doubles. */
export function growQuestions(_policies: ManagedPolicies, { oneOf }: Options): SectionReport {
  const wrong: string[] = [];
  const tables = GROWING.map((growing) => tableOf(growing, oneOf > 1 ? QUICK_RUNS : RUNS, wrong));
  return { id: 'g', title: 'growth: one thing doubles; documents just parsed', rows: [], tables, wrong };
}

function tableOf({ title, sizes, at }: Growing, runs: number, wrong: string[]): Table {
  const points = sizes.map((size) => {
    const { granted, limit, less } = at(size);
    const within = measured(granted, limit, runs);
    const exceeds = measured(granted, less, runs);
    if (within.verdict === 'exceeds') wrong.push(`${title} ${size}: exceeds, and it is within`);
    if (exceeds.verdict === 'within') wrong.push(`${title} ${size}: within, and it exceeds`);
    return { size, within, exceeds };
  });
  const power = (of: 'within' | 'exceeds'): string =>
    exponentOf(points.map((point) => [point.size, point[of].time])).toFixed(2);
  return {
    title: `${title}: the time grows with the power ${power('within')} (within), ${power('exceeds')} (exceeds) of the size`,
    columns: [title, 'verdict', 'ms', 'x before', 'KB heap', 'verdict', 'ms', 'x before', 'KB heap'],
    rows: points.map(({ size, within, exceeds }, index) => [
      size,
      ...cellsOf(within, points[index - 1]?.within),
      ...cellsOf(exceeds, points[index - 1]?.exceeds),
    ]),
  };
}

interface Measured {
  readonly verdict: Comparison['verdict'];
  readonly time: number;
  readonly bytes: number;
}

function cellsOf({ verdict, time, bytes }: Measured, before: Measured | undefined): readonly (string | number)[] {
  return [verdict, time, before === undefined ? '' : time / before.time, bytes / 1024];
}

/** The medians of several runs. */
function measured(granted: JsonValue, limit: JsonValue, runs: number): Measured {
  const answers = askCold(granted, limit, runs);
  return {
    verdict: answers[0]?.comparison.verdict ?? 'undetermined',
    time: medianOf(answers.map(({ time }) => time)),
    bytes: medianOf(answers.map(({ bytes }) => bytes)),
  };
}
