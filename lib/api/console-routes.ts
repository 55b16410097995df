import { Hono } from 'hono';
import type { ConsoleFile } from './deps.ts';
import { randomHex } from './local-sessions.ts';

/** The console's files. Only scripts and styles that the page names with the nonce of this one answer are run. */
export function consoleRoutes(files: ReadonlyMap<string, ConsoleFile>): Hono {
  const routes = new Hono();
  for (const [path, { type, body }] of files) {
    routes.get(path, (context) => {
      if (path !== '/') return context.body(body, 200, { 'content-type': type });
      const nonce = randomHex();
      return context.body(body.replaceAll('{{nonce}}', nonce), 200, {
        'content-type': type,
        'content-security-policy': pagePolicy(nonce),
      });
    });
  }
  return routes;
}

/** Trusted types are required and none can be made: the page cannot turn any text into markup. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
