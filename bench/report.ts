import type { SectionId } from './options.ts';
import type { Summary } from './statistics.ts';

/** A most that is aimed at for one figure of a row. */
export interface Aim {
  readonly of: 'median' | 'p90' | 'p99' | 'max' | 'total';
  /** Milliseconds. */
  readonly most: number;
}

/** One line of the table: many timings of one kind. */
export interface Row {
  readonly question: string;
  readonly timing: Summary;
  /** Allocated on the heap for one question; undefined: not measured (another process). */
  readonly bytes?: number;
  /** What came out, in few words. */
  readonly answer?: string;
  readonly aims?: readonly Aim[];
}

/** An aim for something that is no timing. */
export interface OtherAim {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** A small table below the rows of a part. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What one part of the bench has found. */
export interface SectionReport {
  readonly id: SectionId;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly aims?: readonly OtherAim[];
  readonly tables?: readonly Table[];
  readonly notes?: readonly string[];
  /** Wrong answers, with all that is needed to see them again; any of them fails the bench. */
  readonly wrong: readonly string[];
}

/** Whether a measured timing, in milliseconds, stays within its aim. */
export function isMet({ timing }: Row, { of, most }: Aim): boolean {
  return timing[of] <= most;
}

/** Whether each aim of these parts is met. */
export function metAims(sections: readonly SectionReport[]): readonly boolean[] {
  return sections.flatMap(({ rows, aims = [] }) => [
    ...rows.flatMap((row) => (row.aims ?? []).map((aim) => isMet(row, aim))),
    ...aims.map(({ met }) => met),
  ]);
}
