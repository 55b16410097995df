import type { Mutant } from './stryker.ts';

/** The changes that the tests did not notice, a line for each; nothing where there are none. */
export function printedSurvivors(file: string, mutants: readonly Mutant[]): string {
  return mutants
    .filter(({ fate }) => fate === 'not noticed' || fate === 'not reached')
    .toSorted((a, b) => a.line - b.line)
    .map(({ fate, line, from, to }) => `${file}:${line}: ${fate}: ${oneLine(from)} => ${oneLine(to)}\n`)
    .join('');
}

/** A table: of each file and of all how many changes were made, how many were noticed, and the share. */
export function printedScores(
  files: readonly { readonly file: string; readonly mutants: readonly Mutant[] }[],
): string {
  const all = { file: 'all', mutants: files.flatMap(({ mutants }) => mutants) };
  return ['', row('', 'changes', 'noticed', ''), ...[...files, all].map(scoreRow), ''].join('\n');
}

function scoreRow({ file, mutants }: { readonly file: string; readonly mutants: readonly Mutant[] }): string {
  const possible = mutants.filter(({ fate }) => fate !== 'impossible').length;
  const noticed = mutants.filter(({ fate }) => fate === 'noticed').length;
  const share = possible === 0 ? '' : `${((100 * noticed) / possible).toFixed(1)} %`;
  return row(file, String(possible), String(noticed), share);
}

function row(file: string, changes: string, noticed: string, share: string): string {
  return `${file.padEnd(40)}${changes.padStart(8)}${noticed.padStart(8)}${share.padStart(9)}`;
}

/** Source text in one line of a length that can be read. */
function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > 100 ? `${flat.slice(0, 99)}…` : flat;
}
