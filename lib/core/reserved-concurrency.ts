/** How many batches of each queue `on-call` works on at once, at most: those of one take nothing from those of the other. */
export const BATCHES_AT_ONCE = {
  // all write to one ledger: more would only take its head from each other (docs/performance.md)
  calls: 8,
  // the least that Lambda takes
  sessions: 2,
} as const;

/** Concurrency that is kept for a function alone, and its most: of those that must not be starved by others, or not be many. */
export const RESERVED_CONCURRENCY = {
  'on-call': BATCHES_AT_ONCE.calls + BATCHES_AT_ONCE.sessions,
  'on-deadline': 5,
  gate: 10,
  restore: 2,
  // two at once would read the same records
  reconcile: 1,
} as const;

/** What Lambda does not let be reserved. Source: Lambda developer guide, "Configuring reserved concurrency". */
export const LEAST_UNRESERVED = 100;
