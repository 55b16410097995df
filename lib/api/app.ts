import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { closedHeaders } from './closed-headers.ts';
import { consoleRoutes } from './console-routes.ts';
import type { ApiDeps } from './deps.ts';
import { eventRoutes } from './event-stream.ts';
import { findingRoutes } from './finding-routes.ts';
import { openLedgerHead } from './ledger-head.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { LocalSessions } from './local-sessions.ts';
import { refuse } from './refuse.ts';
import { sameOrigin } from './same-origin.ts';
import { sessionRoutes } from './session-routes.ts';
import { onlyIntended, visitsOf } from './visit.ts';

const LARGEST_BODY = 16 * 1024;

/**
 * The HTTP app: the API under `/api` and the console. It uses nothing of Node, so that it runs behind any server.
 * Reading takes no sign-in: whoever can reach it can read, so its server must listen where only those come who may.
 */
export function apiApp(deps: ApiDeps): Hono {
  const { governance, clock, ledger } = deps.usecases;
  const sessions = new LocalSessions(clock);
  const visits = visitsOf(sessions, deps.origins);
  const head = openLedgerHead(ledger);
  const app = new Hono();
  app.use(closedHeaders(), sameOrigin(deps.origins), limited(), onlyIntended(visits));
  app.route('/api/session', sessionRoutes({ governance, sessions, visits }));
  app.route('/api/findings', findingRoutes(deps, visits));
  app.route('/api/ledger', ledgerRoutes(deps, head));
  app.route('/api/events', eventRoutes(deps, head));
  app.route('/', consoleRoutes(deps.console));
  app.notFound((context) => {
    const message = `there is nothing at ${context.req.method} ${context.req.path}`;
    return refuse(context, { status: 404, code: 'NOT_FOUND', message });
  });
  app.onError((fault, context) => {
    deps.reportFault(fault);
    const message = 'ambit failed at this; where it runs it says why';
    return refuse(context, { status: 500, code: 'FAULT', message });
  });
  return app;
}

function limited(): ReturnType<typeof bodyLimit> {
  return bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (context) => {
      const message = `the body must not be larger than ${LARGEST_BODY} bytes`;
      return refuse(context, { status: 413, code: 'BODY_TOO_LARGE', message });
    },
  });
}
