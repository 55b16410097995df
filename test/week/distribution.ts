import type { FoundBy, Told } from './told.ts';

const FOUND_BY: readonly FoundBy[] = ['its event', 'a later event', 'a sweep'];

/** How long it took from a bad grant on until people were told, and until it was held, as tables in Markdown. */
export function distributions(all: readonly Told[]): string {
  const waits = ({ who }: Told) => who.kind === 'engineer';
  const rows: readonly (readonly [string, readonly Told[]])[] = [
    ['all', all],
    ...FOUND_BY.map((by) => [`by ${by}`, all.filter((each) => each.by === by)] as const),
  ];
  const atOnce = rows.map(([name, some]) => [name, some.filter((each) => !waits(each))] as const);
  return [
    ...table('found, until people were told', rows, ({ alertedAt }) => alertedAt),
    '',
    ...table('found, until it was held at once', atOnce, ({ heldAt }) => heldAt),
    '',
    ...table(
      'found, until it was held because nobody approved it',
      [['all', all.filter(waits)]],
      ({ heldAt }) => heldAt,
    ),
  ].join('\n');
}

function table(
  title: string,
  rows: readonly (readonly [string, readonly Told[]])[],
  endOf: (told: Told) => number | undefined,
): readonly string[] {
  return [
    `| ${title} | grants | so many of them | p50 | p95 | p99 | longest |`,
    '|---|---|---|---|---|---|---|',
    ...rows.map(([name, some]) => {
      const times = some.flatMap((each) => timesOf(each, endOf)).toSorted((one, other) => one - other);
      const marks = [0.5, 0.95, 0.99, 1].map((share) => lasting(times[Math.ceil(times.length * share) - 1]));
      return `| ${[name, some.length, times.length, ...marks].join(' | ')} |`;
    }),
  ];
}

function timesOf(told: Told, endOf: (told: Told) => number | undefined): readonly number[] {
  const end = endOf(told);
  return end === undefined ? [] : [end - told.bad.at];
}

function lasting(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '';
  if (milliseconds < 120_000) return `${Math.round(milliseconds / 1000)} s`;
  return milliseconds < 7_200_000
    ? `${Math.round(milliseconds / 60_000)} min`
    : `${(milliseconds / 3_600_000).toFixed(1)} h`;
}
