import { type Context, Hono } from 'hono';
import type { Result } from '../core/result.ts';
import type { RulesVisit } from './change-rules.ts';
import type { ApiDeps } from './deps.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { Visits } from './visit.ts';

/** `/rules`: Ambit's own rules. Who asks for weaker ones or signs them is who is signed in. */
export function rulesRoutes(deps: ApiDeps, visits: Visits): Hono {
  const answered = async (context: Context): Promise<Response> => {
    const { rulesDetail } = await import('./rules-detail.ts');
    return context.json(await rulesDetail(deps.usecases));
  };
  const changed = async (context: Context, change: Change): Promise<Response> => {
    const signedIn = visits.signedIn(context);
    if (signedIn === undefined) return refuse(context, NOT_SIGNED_IN);
    const done = await change({ context, ...signedIn });
    return done.ok ? answered(context) : refuse(context, done.error);
  };
  return new Hono()
    .get('/', answered)
    .post('/proposals', (context) => changed(context, async (visit) => (await changing()).proposeInBody(visit, deps)))
    .post('/signatures', (context) => changed(context, async (visit) => (await changing()).signInBody(visit, deps)));
}

type Change = (visit: RulesVisit) => Promise<Result<unknown, Refusal>>;

/** What changes rules compares access, and few who ask for anything ask for the rules. */
function changing(): Promise<typeof import('./change-rules.ts')> {
  return import('./change-rules.ts');
}

const NOT_SIGNED_IN: Refusal = { status: 401, code: 'NOT_SIGNED_IN', message: 'nobody is signed in; sign in first' };
