import * as z from 'zod/mini';

/** Text that is not empty. */
export const text = z.string().check(z.minLength(1));

/** What an entry means, for editors and for the description of the format. */
export const about = (meaning: string) => z.describe(meaning);

/** A list that may be left out. */
export const list = <T extends z.ZodMiniType>(entry: T) => z._default(z.array(entry), []);

/** A list of patterns over names or ARNs. */
export const patterns = (meaning: string) => list(text).check(about(meaning));

/** A whole number within limits, both included. */
export const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));

/** A list of patterns over account ids. */
export const accountPatterns = (meaning: string) =>
  list(
    z.string().check(z.regex(/^[0-9*?]{1,12}$/, { error: 'an account id, in quotes; `*` and `?` are patterns' })),
  ).check(about(meaning));
