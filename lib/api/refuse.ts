import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { RefusalWire } from './wire.ts';

/** A refusal and the HTTP status that it is answered with. */
export interface Refusal extends RefusalWire {
  readonly status: ContentfulStatusCode;
}

/** A refusal as an answer. */
export function refuse(context: Context, { status, code, message }: Refusal): Response {
  const wire: RefusalWire = { code, message };
  return context.json(wire, status);
}
