import type { Ledger } from '../ports/ledger.ts';

/** Finds how many entries a ledger has; each question looks only at what was appended since the last one. */
export interface LedgerHead {
  /** Sequence number of the last entry; 0: there is none. */
  sequence(): Promise<number>;
}

/**
 * The head of a ledger. Sequence numbers have no gaps, so it is found by looking whether there is an entry 1, 2, 4, …,
 * and then by halving: a few reads, however long the ledger is.
 */
export function openLedgerHead(ledger: Pick<Ledger, 'entries'>): LedgerHead {
  let known = 0;
  return {
    async sequence() {
      const found = await lastFrom(known, (sequence) => hasEntry(ledger, sequence));
      known = Math.max(known, found);
      return known;
    },
  };
}

async function lastFrom(known: number, has: (sequence: number) => Promise<boolean>): Promise<number> {
  let step = 1;
  while (await has(known + step)) step *= 2;
  // there is an entry `low` (or it is 0), there is none `high`
  let low = step === 1 ? known : known + step / 2;
  let high = known + step;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await has(middle)) low = middle;
    else high = middle;
  }
  return low;
}

async function hasEntry(ledger: Pick<Ledger, 'entries'>, sequence: number): Promise<boolean> {
  for await (const _ of ledger.entries(sequence)) return true;
  return false;
}
