import * as z from 'zod';

/** A text of a form; `expected` says which, for people. */
export function text(pattern: RegExp, expected: string) {
  return z.string(expected).regex(pattern, expected);
}

/** A list of texts of a form, or one text with commas, as the command line gives it; each once, without empty ones. */
export function list(pattern: RegExp, expected: string) {
  return z
    .union(
      [z.array(z.string()), z.string().transform((given) => given.split(',').map((item) => item.trim()))],
      expected,
    )
    .transform((items) => [...new Set(items.filter((item) => item !== ''))])
    .refine((items) => items.every((item) => pattern.test(item)), expected);
}
