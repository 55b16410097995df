import type { Mutant } from './stryker.ts';
import type { Target } from './target.ts';

/** What became of the changes to a file. */
export interface Score extends Pick<Target, 'file' | 'group'> {
  readonly mutants: readonly Mutant[];
}

/** The changes that the tests did not notice, a line for each; nothing where there are none. */
export function printedSurvivors(file: string, mutants: readonly Mutant[]): string {
  return mutants
    .filter(({ fate }) => fate === 'not noticed' || fate === 'not reached')
    .toSorted((a, b) => a.line - b.line)
    .map(({ fate, line, from, to }) => `${file}:${line}: ${fate}: ${oneLine(from)} => ${oneLine(to)}\n`)
    .join('');
}

/** A table: of each file, of each group and of all, how many changes were made, what became of them, and the share of those noticed. */
export function printedScores(scores: readonly Score[]): string {
  const groups = [...Map.groupBy(scores, ({ group }) => group)];
  const rows = [
    ...scores.map(({ file, mutants }) => scoreRow(file, mutants)),
    ...groups.map(([group, parts]) => scoreRow(group, mutantsIn(parts))),
    scoreRow('all', mutantsIn(scores)),
  ];
  return ['', row('', ['changes', ...TOLD, 'share']), ...rows, ''].join('\n');
}

/** Fates that the table has a column for. */
const TOLD = ['noticed', 'too slow', 'not noticed', 'not reached'] as const;

function mutantsIn(scores: readonly Score[]): readonly Mutant[] {
  return scores.flatMap(({ mutants }) => mutants);
}

function scoreRow(name: string, mutants: readonly Mutant[]): string {
  const counts = TOLD.map((told) => mutants.filter(({ fate }) => fate === told).length);
  const [noticed = 0, slow = 0] = counts;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const share = all === 0 ? '' : `${((100 * (noticed + slow)) / all).toFixed(1)} %`;
  return row(name, [all, ...counts, share].map(String));
}

function row(name: string, columns: readonly string[]): string {
  return [name.padEnd(48), ...columns.map((column) => column.padStart(12))].join('');
}

/** Source text in one line of a length that can be read. */
function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > 100 ? `${flat.slice(0, 99)}…` : flat;
}
