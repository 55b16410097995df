import { GCProfiler, getHeapStatistics } from 'node:v8';

/** What a function gives, and how many milliseconds it took. */
export function timed<T>(work: () => T): readonly [result: T, milliseconds: number] {
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

/**
 * What a function gives, and how many bytes it allocates on the heap, of whatever became garbage as well: what the heap has
 * grown by, and what every collection meanwhile took away.
 */
export function allocated<T>(work: () => T): readonly [result: T, bytes: number] {
  const profiler = new GCProfiler();
  profiler.start();
  const before = getHeapStatistics().used_heap_size;
  const result = work();
  const grown = getHeapStatistics().used_heap_size - before;
  const collected = profiler
    .stop()
    .statistics.map(
      ({ beforeGC, afterGC }) => beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    )
    .reduce((sum, bytes) => sum + bytes, 0);
  return [result, Math.max(0, grown + collected)];
}
