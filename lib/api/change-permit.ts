import type { Context } from 'hono';
import { isDigest } from '../core/digest.ts';
import { operationOf } from '../core/governance/permits/permit.ts';
import { fromIso } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { askPermit, type PermitWish } from '../usecases/permits/ask-permit.ts';
import { decidePermit, type PermitDecision } from '../usecases/permits/decide-permit.ts';
import type { ApiDeps } from './deps.ts';
import { PermitBody, PermitDecisionBody, type PermitRequest } from './permit-bodies.ts';
import { refusalOfPermit } from './permit-refusal.ts';
import { readBody } from './read-body.ts';
import type { Refusal } from './refuse.ts';
import type { SignedIn } from './visit.ts';

/** A request that somebody makes who is signed in. */
export interface PermitVisit extends SignedIn {
  readonly context: Context;
}

/** Asks for the permit that the body describes, and gives its id. */
export async function askInBody(
  { context, personId }: PermitVisit,
  { usecases }: ApiDeps,
): Promise<Result<string, Refusal>> {
  const body = await readBody(context, PermitBody);
  const wish = body.ok ? wishOf(body.value, personId) : body;
  if (!wish.ok) return wish;
  const asked = await askPermit(wish.value, usecases);
  return asked.ok ? asked : err(refusalOfPermit(asked.error));
}

/** Signs or withdraws the permit that the path names, with the digest and the reason of the body, and gives its id. */
export async function decideInBody(
  { context, personId, signedInAt }: PermitVisit,
  kind: PermitDecision['kind'],
  { usecases }: ApiDeps,
): Promise<Result<string, Refusal>> {
  const body = await readBody(context, PermitDecisionBody);
  if (!body.ok) return body;
  const { digest, reason } = body.value;
  if (!isDigest(digest)) return err(badBody('"digest" must be "sha256:" and 64 hex digits, as the permit shows it'));
  const permitId = context.req.param('id') ?? '';
  const taken = await decidePermit({ permitId, personId, signedInAt, kind, digest, reason }, usecases);
  return taken.ok ? ok(permitId) : err(refusalOfPermit(taken.error));
}

function wishOf(body: PermitRequest, requestedBy: string): Result<PermitWish, Refusal> {
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
