import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { closedHeaders } from './closed-headers.ts';
import { consoleRoutes } from './console-routes.ts';
import type { ApiDeps, LocalApiDeps, TokenApiDeps } from './deps.ts';
import { eventRoutes } from './event-stream.ts';
import { findingRoutes } from './finding-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { LocalSessions } from './local-sessions.ts';
import { permitRoutes } from './permit-routes.ts';
import { refuse } from './refuse.ts';
import { sameOrigin } from './same-origin.ts';
import { sessionRoutes, tokenSessionRoutes } from './session-routes.ts';
import { onlyTokens, tokenVisits } from './token-visits.ts';
import { onlyIntended, onlyJson, visitsOf } from './visit.ts';

const LARGEST_BODY = 16 * 1024;

/**
 * The HTTP app of the embedded default: the API under `/api` and the console. It uses nothing of Node, so that it runs behind
 * any server. Reading takes no sign-in: whoever can reach it can read, so its server must listen where only those come
 * who may.
 */
export function localApp(deps: LocalApiDeps): Hono {
  const { governance, clock } = deps.usecases;
  const sessions = new LocalSessions(clock);
  const visits = visitsOf(sessions, deps.origins);
  const app = new Hono();
  app.use(closedHeaders(), sameOrigin(deps.origins), limited(), onlyJson(), onlyIntended(visits));
  app.route('/api/session', sessionRoutes({ governance, sessions, visits }));
  app.route('/api/findings', findingRoutes(deps, visits));
  app.route('/api/permits', permitRoutes(deps, visits));
  app.route('/api/ledger', ledgerRoutes(deps));
  app.route('/api/events', eventRoutes(deps));
  app.route('/', consoleRoutes(deps.console));
  return closed(app, deps);
}

/**
 * The HTTP app behind a gateway that verifies the tokens of an identity provider: the API under `/api`, for people whom a
 * token names, and the console, which anybody may load and which says nothing by itself. There is no stream of events: a
 * function answers once.
 */
export function tokenApp(deps: TokenApiDeps): Hono {
  const { governance } = deps.usecases;
  const app = new Hono();
  app.use(closedHeaders(), limited());
  app.route('/', consoleRoutes(deps.console, deps.signIn));
  app.use(onlyTokens(), onlyJson());
  app.route('/api/session', tokenSessionRoutes(governance));
  app.route('/api/findings', findingRoutes(deps, tokenVisits));
  app.route('/api/permits', permitRoutes(deps, tokenVisits));
  app.route('/api/ledger', ledgerRoutes(deps));
  return closed(app, deps);
}

/** What is not there, and what fails, is answered as JSON too. */
function closed(app: Hono, { reportFault }: ApiDeps): Hono {
  app.notFound((context) => {
    const message = `there is nothing at ${context.req.method} ${context.req.path}`;
    return refuse(context, { status: 404, code: 'NOT_FOUND', message });
  });
  app.onError((fault, context) => {
    reportFault(fault);
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
