import type { Comparison } from '../lib/core/access/excess.ts';
import { nameOf, type PairQuestion } from './pair-question.ts';
import type { Table } from './report.ts';

const SLOWEST = 8;
const MOST_LISTED = 40;

/** What is kept of an answered question. */
export interface Asked {
  readonly question: PairQuestion;
  readonly verdict: Comparison['verdict'];
  /** Why it is undetermined. */
  readonly rules: readonly string[];
  readonly time: number;
}

/** A table of the questions that took longest when they were first asked. */
export function slowestOf(asked: readonly Asked[]): Table {
  const slowest = asked.toSorted((a, b) => b.time - a.time).slice(0, SLOWEST);
  return {
    title: 'the slowest, first time',
    columns: ['question', 'verdict', 'ms', 'KB of both'],
    rows: slowest.map(({ question, verdict, time }) => [
      nameOf(question),
      verdict,
      time,
      (question.granted.text.length + question.limit.text.length) / 1024,
    ]),
  };
}

/** A table of the questions that stayed undetermined, with the rules that kept them so. */
export function undeterminedOf(asked: readonly Asked[]): Table {
  const open = asked.filter(({ verdict }) => verdict === 'undetermined');
  return {
    title: `undetermined questions${open.length > MOST_LISTED ? ` (${MOST_LISTED} of ${open.length})` : ''}`,
    columns: ['question', 'rules', 'ms'],
    rows: open.slice(0, MOST_LISTED).map(({ question, rules, time }) => [nameOf(question), rules.join(', '), time]),
  };
}
