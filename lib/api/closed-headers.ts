import type { MiddlewareHandler } from 'hono';

/** What every answer says: keep nothing, guess no type, show it in no frame, run nothing that it does not name. */
const HEADERS: ReadonlyMap<string, string> = new Map([
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cache-control', 'no-store'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
]);

/** Sets the headers that close an answer; a content security policy that the answer has already stays. */
export function closedHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of HEADERS) {
      if (name === 'content-security-policy' && context.res.headers.has(name)) continue;
      context.res.headers.set(name, value);
    }
  };
}
