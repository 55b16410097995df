import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { isDigest } from '../core/governance/ledger-line.ts';
import { operationOf } from '../core/governance/permit.ts';
import { permitToJson } from '../core/governance/permit-json.ts';
import { type AnyPermitRefusal, permitRefusalText } from '../core/governance/permit-refusal-text.ts';
import { fromIso } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { askPermit, type PermitWish } from '../usecases/ask-permit.ts';
import type { PermitDecision } from '../usecases/decide-permit.ts';
import { listPermits } from '../usecases/list-permits.ts';
import type { ApiDeps } from './deps.ts';
import { permitDetail } from './permit-detail.ts';
import { readBody } from './read-body.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { Visits } from './visit.ts';
import type { PermitListWire } from './wire.ts';

const text = (most: number) =>
  z.string('a text is needed').check(z.trim(), z.minLength(1, 'say what'), z.maxLength(most));
const Moment = z.iso.datetime({ offset: true, error: 'write it as 2026-01-31T12:00:00Z' });

export const PermitBody = z.strictObject({
  environment: text(200),
  account: z.string('a text is needed').check(z.regex(/^[0-9]{12}$/, 'an account id has 12 digits')),
  operation: text(200),
  target: text(2048),
  change: z.optional(z.string('a text is needed')),
  actor: text(2048),
  from: Moment,
  until: Moment,
  reason: text(1000),
});

export const PermitDecisionBody = z.strictObject({ digest: z.string('a text is needed'), reason: text(1000) });

/** `/permits`: consent in advance to changes of guarded environments. Who asks, signs or withdraws is who is signed in. */
export function permitRoutes(deps: ApiDeps, visits: Visits): Hono {
  const { ledger, governance, clock } = deps.usecases;
  const answered = async (context: Context, id: string): Promise<Response> => {
    const detail = permitDetail(await ledger.about(id), governance, clock.now());
    return detail === undefined ? refuse(context, refusalOf({ code: 'NO_SUCH_PERMIT' })) : context.json(detail);
  };
  const decided = async (context: Context, kind: PermitDecision['kind']): Promise<Response> => {
    const personId = visits.personOf(context);
    if (personId === undefined) return refuse(context, NOT_SIGNED_IN);
    const body = await readBody(context, PermitDecisionBody);
    if (!body.ok) return refuse(context, body.error);
    const { digest, reason } = body.value;
    if (!isDigest(digest))
      return refuse(context, badBody('"digest" must be "sha256:" and 64 hex digits, as the permit shows it'));
    const id = context.req.param('id') ?? '';
    // it compares access, which nobody needs who only reads
    const { decidePermit } = await import('../usecases/decide-permit.ts');
    const taken = await decidePermit({ permitId: id, personId, kind, digest, reason }, deps.usecases);
    return taken.ok ? answered(context, id) : refuse(context, refusalOf(taken.error));
  };
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
    .post('/', async (context) => {
      const personId = visits.personOf(context);
      if (personId === undefined) return refuse(context, NOT_SIGNED_IN);
      const body = await readBody(context, PermitBody);
      const wish = body.ok ? wishOf(body.value, personId) : body;
      if (!wish.ok) return refuse(context, wish.error);
      const asked = await askPermit(wish.value, deps.usecases);
      return asked.ok ? answered(context, asked.value) : refuse(context, refusalOf(asked.error));
    })
    .post('/:id/signatures', (context) => decided(context, 'sign'))
    .post('/:id/withdrawals', (context) => decided(context, 'withdraw'));
}

const NOT_SIGNED_IN: Refusal = { status: 401, code: 'NOT_SIGNED_IN', message: 'nobody is signed in; sign in first' };

function wishOf(body: z.infer<typeof PermitBody>, requestedBy: string): Result<PermitWish, Refusal> {
  const { change, ...rest } = body;
  const operation = operationOf(body.operation);
  const [from, until] = [fromIso(body.from), fromIso(body.until)];
  if (operation === undefined) {
    return err(
      badBody('"operation" must be stack-delete, stack-update, iam-resource, or a call such as rds:DeleteDBInstance'),
    );
  }
  if (change !== undefined && !isDigest(change)) return err(badBody('"change" must be "sha256:" and 64 hex digits'));
  if (from === undefined || until === undefined) return err(badBody('"from" and "until" must be moments'));
  return ok({ ...rest, operation, change, from, until, requestedBy });
}

function badBody(message: string): Refusal {
  return { status: 400, code: 'BAD_BODY', message };
}

/** 401 who are you, 403 never by you, 404 no such permit, 409 not as things are, 400 not like this. */
function refusalOf(refusal: AnyPermitRefusal): Refusal {
  return { code: refusal.code, status: STATUS[refusal.code], message: permitRefusalText(refusal) };
}

const STATUS: Readonly<Record<AnyPermitRefusal['code'], Refusal['status']>> = {
  UNKNOWN_PERSON: 401,
  NOT_AN_APPROVER: 403,
  IS_AGENT: 403,
  SIGNED_OWN_REQUEST: 403,
  GAINS_BY_IT: 403,
  NO_SUCH_PERMIT: 404,
  OPEN_ALREADY: 409,
  DIGEST_CHANGED: 409,
  EXPIRED: 409,
  ALREADY_SIGNED: 409,
  WITHDRAWN: 409,
  USED: 409,
  UNKNOWN_ENVIRONMENT: 400,
  BAD_TARGET: 400,
  BAD_ACTOR: 400,
  BAD_CHANGE: 400,
  WINDOW_OVER: 400,
  WINDOW_EMPTY: 400,
  WINDOW_TOO_LONG: 400,
};
