import type { Context } from 'hono';
import { err, ok, type Result } from '../core/result.ts';
import type { Refusal } from './refuse.ts';

/** A whole number of the query string, `least` or more and at most `most`; undefined where it is not given. */
export function readNumber(
  context: Context,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): Result<number | undefined, Refusal> {
  const text = context.req.query(name);
  if (text === undefined) return ok(undefined);
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least && value <= most) return ok(value);
  const message = `"${name}" must be a whole number from ${least} to ${most}, got "${text.slice(0, 40)}"`;
  return err({ status: 400, code: 'BAD_QUERY', message });
}
