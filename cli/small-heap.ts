/**
 * How Node is started for a replay, which runs for minutes and is to leave the memory of the machine to others: little is set
 * aside for what is short-lived, and for what lives long a fifth more than there is of it before it is collected; glibc keeps one
 * heap for all threads, not one for each.
 */
export const SMALL_HEAP = {
  flags: ['--max-semi-space-size=8', '--heap-growing-percent=20'],
  environment: { MALLOC_ARENA_MAX: '1' },
} as const;
