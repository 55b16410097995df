/**
 * What is opened when it is first used, and kept: clients of AWS that most invocations never need are not loaded by them.
 * Opening that failed is tried again the next time.
 */
export function whenFirstUsed<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    opened ??= open().catch((fault: unknown) => {
      opened = undefined;
      throw fault;
    });
    return opened;
  };
}
