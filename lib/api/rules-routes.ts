import { type Context, Hono } from 'hono';
import { foldRules } from '../core/governance/rules/fold-rules.ts';
import { RULES } from '../core/governance/rules/rules-fact.ts';
import { rulesToJson } from '../core/governance/rules/rules-json.ts';
import type { Result } from '../core/result.ts';
import type { RulesVisit } from './change-rules.ts';
import type { TokenApiDeps } from './deps.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { Visits } from './visit.ts';

/** `/rules`: Ambit's own rules. Who asks for weaker ones or signs them is who is signed in. */
export function rulesRoutes(deps: TokenApiDeps, visits: Visits): Hono {
  const { ledger, governance } = deps.usecases;
  const answered = async (context: Context): Promise<Response> =>
    context.json(rulesToJson(foldRules(await ledger.about(RULES)), governance));
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

/** What changes rules compares access: nobody needs it who only reads. */
function changing(): Promise<typeof import('./change-rules.ts')> {
  return import('./change-rules.ts');
}

const NOT_SIGNED_IN: Refusal = { status: 401, code: 'NOT_SIGNED_IN', message: 'nobody is signed in; sign in first' };
