import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { err, ok, type Result } from '../core/result.ts';
import type { Refusal } from './refuse.ts';

/** The request's body as a schema reads it, or a refusal that names the first thing wrong with it. */
export async function readBody<Schema extends z.ZodMiniType>(
  context: Context,
  schema: Schema,
): Promise<Result<z.infer<Schema>, Refusal>> {
  const value = parsed(await context.req.text());
  if (!value.ok) return value;
  const read = schema.safeParse(value.value);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const place = issue?.path.join('.') ?? '';
  const what = `${place === '' ? 'the body' : `"${place}"`} is not as expected: ${issue?.message ?? 'unknown'}`;
  return err({ status: 400, code: 'BAD_BODY', message: what });
}

function parsed(text: string): Result<unknown, Refusal> {
  try {
    return ok(JSON.parse(text));
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
    return err({ status: 400, code: 'BAD_JSON', message: 'the body is not JSON; send one JSON object' });
  }
}
