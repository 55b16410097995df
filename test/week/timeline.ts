/** One thing that happens at a time; what is of one time happens in the order of `rank`. */
export interface Happening {
  readonly at: number;
  readonly rank: number;
  readonly work: () => Promise<unknown>;
}

/** The clock of a run. Time passes only by what happens and by waiting, and never goes back. */
export class RunClock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  readonly pause = async (milliseconds: number): Promise<void> => {
    this.#now += milliseconds;
  };

  reach(at: number): void {
    this.#now = Math.max(this.#now, at);
  }
}

/** Lets all of it happen, one after the other, each at its time. What failed, with its time. */
export async function happenInTurn(happenings: readonly Happening[], clock: RunClock): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { at, work } of happenings.toSorted((one, other) => one.at - other.at || one.rank - other.rank)) {
    clock.reach(at);
    try {
      await work();
    } catch (fault) {
      faults.push(`${new Date(at).toISOString()}: ${fault instanceof Error ? fault.stack : String(fault)}`);
    }
  }
  return faults;
}

/** Every so many milliseconds after a start, up to an end. */
export function everySoOften(
  every: number,
  { from, until }: { readonly from: number; readonly until: number },
): readonly number[] {
  return Array.from({ length: Math.floor((until - from) / every) }, (_, index) => from + (index + 1) * every);
}
