import type { Context } from 'hono';
import * as z from 'zod/mini';
import { isDigest } from '../core/digest.ts';
import { type AnyRulesRefusal, rulesRefusalText } from '../core/governance/rules/rules-refusal-text.ts';
import { err, ok, type Result } from '../core/result.ts';
import { decideRules } from '../usecases/rules/decide-rules.ts';
import { proposeRules } from '../usecases/rules/propose-rules.ts';
import type { ApiDeps } from './deps.ts';
import { readBody } from './read-body.ts';
import type { Refusal } from './refuse.ts';
import type { SignedIn } from './visit.ts';

const Reason = z.string('a text is needed').check(z.trim(), z.minLength(1, 'say what'), z.maxLength(1000));
const ProposalBody = z.strictObject({ reason: Reason, standards: z.optional(z.string('a text is needed')) });
const SignatureBody = z.strictObject({ digest: z.string('a text is needed'), reason: Reason });

/** A request that somebody makes who is signed in. */
export interface RulesVisit extends SignedIn {
  readonly context: Context;
}

/**
 * Asks for the rules of the file that was found, so that people can sign them. Where the body names the digest of the file that was
 * shown, no other one is asked for.
 */
export async function proposeInBody(
  { context, personId }: RulesVisit,
  { usecases, foundRules }: ApiDeps,
): Promise<Result<unknown, Refusal>> {
  const body = await readBody(context, ProposalBody);
  if (!body.ok) return body;
  const { reason, standards } = body.value;
  if (standards !== undefined && !isDigest(standards)) return err(noDigest('standards'));
  const asked = await proposeRules(foundRules(), { personId, reason, standards }, usecases);
  return asked.ok ? ok(undefined) : err(refusalOfRules(asked.error));
}

/** Signs the rules that are proposed, with the digest and the reason of the body. */
export async function signInBody(
  { context, personId, signedInAt }: RulesVisit,
  { usecases }: ApiDeps,
): Promise<Result<unknown, Refusal>> {
  const body = await readBody(context, SignatureBody);
  if (!body.ok) return body;
  const { digest, reason } = body.value;
  if (!isDigest(digest)) return err(noDigest('digest'));
  const signed = await decideRules({ personId, signedInAt, digest, reason }, usecases);
  return signed.ok ? ok(undefined) : err(refusalOfRules(signed.error));
}

function noDigest(member: string): Refusal {
  const message = `"${member}" must be "sha256:" and 64 hex digits, as the rules show it`;
  return { status: 400, code: 'BAD_BODY', message };
}

/** 401 who are you, 403 never by you, 409 not as things are. */
function refusalOfRules(refusal: AnyRulesRefusal): Refusal {
  return { code: refusal.code, status: STATUS[refusal.code], message: rulesRefusalText(refusal) };
}

const STATUS: Readonly<Record<AnyRulesRefusal['code'], Refusal['status']>> = {
  UNKNOWN_PERSON: 401,
  SESSION_TOO_OLD: 403,
  SESSION_UNKNOWN: 403,
  NOT_AN_APPROVER: 403,
  IS_AGENT: 403,
  SIGNED_OWN_REQUEST: 403,
  GAINS_BY_IT: 403,
  NOTHING_PROPOSED: 409,
  IN_FORCE_ALREADY: 409,
  UNREADABLE_RULES: 409,
  DIGEST_CHANGED: 409,
  EXPIRED: 409,
  ALREADY_SIGNED: 409,
  OTHERS_ARE_SIGNED: 409,
};
