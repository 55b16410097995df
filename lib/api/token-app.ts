import { Hono } from 'hono';
import { closed, limited } from './closed.ts';
import { closedHeaders } from './closed-headers.ts';
import { consoleRoutes } from './console-routes.ts';
import type { TokenApiDeps } from './deps.ts';
import { findingRoutes } from './finding-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { permitRoutes } from './permit-routes.ts';
import { rulesRoutes } from './rules-routes.ts';
import { tokenSessionRoutes } from './token-session-routes.ts';
import { onlyTokens, tokenVisits } from './token-visits.ts';
import { onlyJson } from './visit.ts';

/**
 * The HTTP app behind a gateway that verifies the tokens of an identity provider: the API under `/api`, for people whom a
 * token names, and the console, which anybody may load and which says nothing by itself. There is no stream of events: a
 * function answers once.
 */
export function tokenApp(deps: TokenApiDeps): Hono {
  const { governance } = deps.usecases;
  const app = new Hono();
  app.use(closedHeaders(), limited());
  const maxAge = governance.approval.longestSessionMinutes * 60;
  app.route('/', consoleRoutes(deps.console, deps.signIn && { ...deps.signIn, maxAge }));
  app.use(onlyTokens(), onlyJson());
  app.route('/api/session', tokenSessionRoutes(governance));
  app.route('/api/findings', findingRoutes(deps, tokenVisits));
  app.route('/api/permits', permitRoutes(deps, tokenVisits));
  app.route('/api/rules', rulesRoutes(deps, tokenVisits));
  app.route('/api/ledger', ledgerRoutes(deps));
  return closed(app, deps);
}
