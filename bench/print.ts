import { type Aim, isMet, type Row, type SectionReport, type Table } from './report.ts';

const COLUMNS = ['', 'n', 'median', 'p90', 'p99', 'max', 'total', 'x ref', 'KB heap', 'answer'] as const;

/** All parts as text: one table of timings in milliseconds, and below each part what else it found. */
export function printed(sections: readonly SectionReport[], reference: number): string {
  const lines = sections.map((section) => linesOf(section, reference));
  const widths = COLUMNS.map((column, at) =>
    Math.max(column.length, ...lines.flat().map((line) => (line[at] ?? '').length)),
  );
  const lineOf = (cells: readonly string[]): string => {
    const isText = (at: number): boolean => at === 0 || at === COLUMNS.length - 1;
    const padded = cells.map((cell, at) =>
      isText(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    );
    return padded.join('  ').trimEnd();
  };
  return sections
    .flatMap((section, at) => [
      `${section.id}. ${section.title}`,
      ...(section.rows.length > 0 ? [lineOf(COLUMNS)] : []),
      ...(lines[at] ?? []).map(lineOf),
      ...belowRows(section),
      '',
    ])
    .join('\n');
}

function linesOf({ rows }: SectionReport, reference: number): readonly (readonly string[])[] {
  return rows.flatMap((row) => [lineOfRow(row, reference), ...linesOfAims(row)]);
}

function lineOfRow(row: Row, reference: number): readonly string[] {
  const { question, timing, bytes, answer, aims = [] } = row;
  return [
    question,
    `${timing.count}`,
    ...[timing.median, timing.p90, timing.p99, timing.max, timing.total].map(digits),
    digits(timing.median / reference),
    bytes === undefined ? '' : digits(bytes / 1024),
    [answer ?? '', ...(aims.length === 1 ? aims.map((aim) => `(${aim.of} ${aimed(row, aim)})`) : [])].join(' ').trim(),
  ];
}

/** Under each figure that has an aim: the aim, and whether it is met. A single aim stands beside the answer. */
function linesOfAims(row: Row): readonly (readonly string[])[] {
  const { aims = [] } = row;
  if (aims.length < 2) return [];
  const under = (column: string): string => {
    const aim = aims.find(({ of }) => of === column);
    return aim === undefined ? '' : aimed(row, aim);
  };
  return [['  aim', ...COLUMNS.slice(1).map(under)]];
}

function aimed(row: Row, aim: Aim): string {
  return `<=${digits(aim.most)} ${isMet(row, aim) ? 'met' : 'MISSED'}`;
}

function belowRows({ aims = [], notes = [], tables = [], wrong }: SectionReport): readonly string[] {
  return [
    ...notes.map((note) => `  ${note}`),
    ...aims.map(({ what, aim, measured, met }) => `  ${what}: ${measured}, aim ${aim}: ${met ? 'met' : 'MISSED'}`),
    ...tables.filter(({ rows }) => rows.length > 0).flatMap(linesOfTable),
    ...wrong.map((each) => `  WRONG: ${each}`),
  ];
}

function linesOfTable({ title, columns, rows }: Table): readonly string[] {
  const cells = [columns, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? digits(cell) : cell)))];
  const widths = columns.map((_column, at) => Math.max(...cells.map((line) => (line[at] ?? '').length)));
  const isText = columns.map((_column, at) => rows.every((row) => typeof row[at] !== 'number'));
  return [
    `  ${title}`,
    ...cells.map((line) => {
      const padded = line.map((cell, at) =>
        isText[at] === true ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
      );
      return `    ${padded.join('  ')}`.trimEnd();
    }),
  ];
}

/** Three digits are what timings are good for; whole numbers keep theirs. */
export function digits(value: number): string {
  if (Number.isInteger(value)) return `${value}`;
  if (Math.abs(value) >= 100) return `${Math.round(value)}`;
  return `${Number(value.toPrecision(3))}`;
}
