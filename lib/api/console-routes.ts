import { Hono } from 'hono';
import type { ConsoleFile } from './deps.ts';
import { randomHex } from './local-sessions.ts';
import type { SignIn } from './sign-in.ts';

/** What the page has to know to sign people in. */
export interface PageSignIn extends SignIn {
  /** So many seconds after they proved who they are, people must do so again. */
  readonly maxAge: number;
}

/**
 * The console's files. Only scripts and styles that the page names with the nonce of this one answer are run. `signIn`
 * undefined: people choose who they are, as the embedded default has it.
 */
export function consoleRoutes(files: ReadonlyMap<string, ConsoleFile>, signIn?: PageSignIn): Hono {
  const routes = new Hono();
  for (const [path, { type, body }] of files) {
    routes.get(path, (context) => {
      if (path !== '/') return context.body(body, 200, { 'content-type': type });
      const nonce = randomHex();
      const { issuer = '', clientId: client = '', maxAge = '' } = signIn ?? {};
      return context.body(filled(body, { nonce, issuer, client, maxAge: String(maxAge) }), 200, {
        'content-type': type,
        'content-security-policy': pagePolicy(nonce, signIn?.origins ?? []),
      });
    });
  }
  return routes;
}

/** The page with its values in place of their names in double braces; none of them can end an attribute. */
function filled(page: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, value.replaceAll(/[^\w.~:/-]/g, '')),
    page,
  );
}

/** Trusted types are required and none can be made: the page cannot turn any text into markup. */
function pagePolicy(nonce: string, asked: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    ["connect-src 'self'", ...asked].join(' '),
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
