import type { HonoRequest, MiddlewareHandler } from 'hono';
import { refuse } from './refuse.ts';

/**
 * Refuses requests for another host (DNS rebinding) and from another origin. `origins`: where the app is reached.
 * Source: Fetch standard, "Origin header"; Fetch Metadata Request Headers, `Sec-Fetch-Site`.
 */
export function sameOrigin(origins: readonly string[]): MiddlewareHandler {
  const byHost = new Map(origins.map((origin) => [new URL(origin).host, origin]));
  return async (context, next) => {
    const own = byHost.get(context.req.header('host')?.toLowerCase() ?? '');
    if (own === undefined) {
      const message = `this is not the host that was asked for; open ${origins.join(' or ')}`;
      return refuse(context, { status: 421, code: 'WRONG_HOST', message });
    }
    const origin = context.req.header('origin');
    const isForeign = (origin !== undefined && origin !== own) || isForeignFetch(context.req);
    if (isForeign) {
      const message = `requests from other origins are refused; open ${own} itself`;
      return refuse(context, { status: 403, code: 'CROSS_ORIGIN', message });
    }
    return next();
  };
}

/** Links from elsewhere to the page are allowed; everything else that another site starts is not. */
function isForeignFetch(request: HonoRequest): boolean {
  const site = request.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  const [mode, destination] = [request.header('sec-fetch-mode'), request.header('sec-fetch-dest')];
  return !(request.path === '/' && mode === 'navigate' && destination === 'document');
}
