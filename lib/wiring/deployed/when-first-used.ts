/**
 * What is opened when it is first used, and kept: what most invocations never need is not loaded by them. Opening that
 * failed is tried again the next time.
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

/** The same, but opening begins at once, while Lambda still starts the function and gives it more than its share of CPU. */
function fromTheStart<T>(open: () => Promise<T>): () => Promise<T> {
  const opened = whenFirstUsed(open);
  // a fault comes again with the first invocation, which can tell of it
  opened().catch(() => undefined);
  return opened;
}

/** A handler whose code is loaded from the start, beside the runtime's own. */
export function handlerFromTheStart<Event, Context, Answer>(
  open: () => Promise<(event: Event, context: Context) => Promise<Answer>>,
): (event: Event, context: Context) => Promise<Answer> {
  const handler = fromTheStart(open);
  return async (event, context) => (await handler())(event, context);
}
