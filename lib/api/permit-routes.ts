import { type Context, Hono } from 'hono';
import { permitToJson } from '../core/governance/permits/permit-json.ts';
import type { Result } from '../core/result.ts';
import type { PermitDecision } from '../usecases/permits/decide-permit.ts';
import { listPermits } from '../usecases/permits/list-permits.ts';
import type { PermitVisit } from './change-permit.ts';
import type { ApiDeps } from './deps.ts';
import { permitDetail } from './permit-detail.ts';
import { refusalOfPermit } from './permit-refusal.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { Visits } from './visit.ts';
import type { PermitListWire } from './wire.ts';

/** `/permits`: consent in advance to changes of guarded environments. Who asks, signs or withdraws is who is signed in. */
export function permitRoutes(deps: ApiDeps, visits: Visits): Hono {
  const { ledger, governance, clock } = deps.usecases;
  const answered = async (context: Context, id: string): Promise<Response> => {
    const detail = permitDetail(await ledger.about(id), governance, clock.now());
    return detail === undefined ? refuse(context, refusalOfPermit({ code: 'NO_SUCH_PERMIT' })) : context.json(detail);
  };
  /** Answers with the permit whose id the change gives. */
  const changed = async (context: Context, change: Change): Promise<Response> => {
    const visitor = visits.signedIn(context);
    if (visitor === undefined) return refuse(context, NOT_SIGNED_IN);
    const id = await change({ context, ...visitor });
    return id.ok ? answered(context, id.value) : refuse(context, id.error);
  };
  const decided = (context: Context, kind: PermitDecision['kind']): Promise<Response> =>
    changed(context, async (visit) => (await changing()).decideInBody(visit, kind, deps));
  return new Hono()
    .get('/', async (context) => {
      const permits = await listPermits(ledger);
      const list: PermitListWire = {
        permits: permits.map((permit) => permitToJson(permit, governance, clock.now())),
        environments: governance.environments.map(({ name, accounts }) => ({ name, accounts })),
        longestHours: governance.permit.longestHours,
      };
      return context.json(list);
    })
    .get('/:id', (context) => answered(context, context.req.param('id')))
    .post('/', (context) => changed(context, async (visit) => (await changing()).askInBody(visit, deps)))
    .post('/:id/signatures', (context) => decided(context, 'sign'))
    .post('/:id/withdrawals', (context) => decided(context, 'withdraw'));
}

type Change = (visit: PermitVisit) => Promise<Result<string, Refusal>>;

/** What changes permits reads bodies and compares access: nobody needs it who only reads. */
function changing(): Promise<typeof import('./change-permit.ts')> {
  return import('./change-permit.ts');
}

const NOT_SIGNED_IN: Refusal = { status: 401, code: 'NOT_SIGNED_IN', message: 'nobody is signed in; sign in first' };
