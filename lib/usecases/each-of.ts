/**
 * Does the work for each item, one after the other, also when one of them fails: a broken channel of one finding must not
 * leave the next one unheld. What failed is thrown in the end.
 */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} of ${items.length} could not be finished`);
}
