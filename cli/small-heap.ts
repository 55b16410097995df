/**
 * How Node is started for a replay, which runs for minutes and is to leave the memory of the machine to others: little is set
 * aside for what is short-lived, and glibc keeps one heap for all threads, not one for each.
 */
export const SMALL_HEAP = {
  flag: '--max-semi-space-size=8',
  environment: { MALLOC_ARENA_MAX: '1' },
} as const;
