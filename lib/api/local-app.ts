import { Hono } from 'hono';
import { closed, limited } from './closed.ts';
import { closedHeaders } from './closed-headers.ts';
import { consoleRoutes } from './console-routes.ts';
import type { LocalApiDeps } from './deps.ts';
import { eventRoutes } from './event-stream.ts';
import { findingRoutes } from './finding-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { LocalSessions } from './local-sessions.ts';
import { permitRoutes } from './permit-routes.ts';
import { rulesRoutes } from './rules-routes.ts';
import { sameOrigin } from './same-origin.ts';
import { sessionRoutes } from './session-routes.ts';
import { onlyIntended, onlyJson, visitsOf } from './visit.ts';

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
  app.route('/api/rules', rulesRoutes(deps, visits));
  app.route('/api/ledger', ledgerRoutes(deps));
  app.route('/api/events', eventRoutes(deps));
  app.route('/', consoleRoutes(deps.console));
  return closed(app, deps);
}
