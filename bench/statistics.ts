/** What became of many timings. All in milliseconds. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly total: number;
}

/** The smallest value that at least this share of all values does not exceed (nearest rank). Values are ascending. */
export function percentile(ascending: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(ascending.length * share));
  return ascending[rank - 1] ?? 0;
}

/** The median of values in any order. */
export function medianOf(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Count, median and percentiles of times in any order. */
export function summaryOf(times: readonly number[]): Summary {
  const ascending = times.toSorted((a, b) => a - b);
  return {
    count: times.length,
    median: percentile(ascending, 0.5),
    p90: percentile(ascending, 0.9),
    p99: percentile(ascending, 0.99),
    max: percentile(ascending, 1),
    total: times.reduce((sum, time) => sum + time, 0),
  };
}

/**
 * How a cost grows: 1 where it doubles with the size, 2 where it grows fourfold. By the last point and the one in the
 * middle: what is small is mostly fixed cost.
 */
export function exponentOf(points: readonly (readonly [size: number, cost: number])[]): number {
  const [middle, last] = [points[Math.floor((points.length - 1) / 2)], points.at(-1)];
  if (middle === undefined || last === undefined || middle[0] === last[0]) return 0;
  return Math.log(last[1] / middle[1]) / Math.log(last[0] / middle[0]);
}
