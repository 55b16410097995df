import type { Context } from 'hono';
import * as z from 'zod/mini';
import { isDigest } from '../core/digest.ts';
import { fromIso, type Instant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Decision } from '../usecases/approval/decide-approval.ts';
import { readBody } from './read-body.ts';
import type { Refusal } from './refuse.ts';

const DAY = 86_400_000;

const DIGEST_EXPECTED = '"digest" must be "sha256:" and 64 hex digits, as the finding shows them';

const Reason = z
  .string('a text is needed')
  .check(z.trim(), z.minLength(1, 'say why'), z.maxLength(1000, 'at most 1000 characters'));
const Days = z.number('a number of days is needed').check(z.positive('it must be more than 0'), z.maximum(3660));
const Moment = z.iso.datetime({ offset: true, error: 'write it as 2026-01-31T12:00:00Z' });

/** A signature; the end of the waiver is either a length in days from now or a moment. */
const SignBody = z.strictObject({
  digest: z.string('a text is needed'),
  reason: Reason,
  untilDays: z.optional(Days),
  until: z.optional(Moment),
});

const ReasonBody = z.strictObject({ reason: Reason });

/** What one person takes alone, for so many minutes from now. */
const GlassBody = z.strictObject({
  digest: z.string('a text is needed'),
  reason: Reason,
  untilMinutes: z.number('a number of minutes is needed').check(z.positive('it must be more than 0'), z.maximum(1440)),
});

/** What the body of a request asks for; days are counted from `now`. */
export async function readDecision(
  context: Context,
  kind: Decision['kind'],
  now: Instant,
): Promise<Result<Decision, Refusal>> {
  switch (kind) {
    case 'sign': {
      const body = await readBody(context, SignBody);
      return body.ok ? signatureIn(body.value, now) : body;
    }
    case 'reject':
    case 'revoke':
    case 'ask': {
      const body = await readBody(context, ReasonBody);
      return body.ok ? ok({ kind, reason: body.value.reason }) : body;
    }
    case 'break-glass': {
      const body = await readBody(context, GlassBody);
      return body.ok ? glassIn(body.value, now) : body;
    }
  }
}

function signatureIn(body: z.infer<typeof SignBody>, now: Instant): Result<Decision, Refusal> {
  const { digest, reason, untilDays, until } = body;
  if (!isDigest(digest)) return badBody(DIGEST_EXPECTED);
  if ((untilDays === undefined) === (until === undefined)) return badBody('it must have either "untilDays" or "until"');
  const end = until === undefined ? now + Math.round((untilDays ?? 0) * DAY) : fromIso(until);
  if (end === undefined) return badBody('"until" is no moment; write it as 2026-01-31T12:00:00Z');
  return ok({ kind: 'sign', digest, reason, until: end });
}

function glassIn({ digest, reason, untilMinutes }: z.infer<typeof GlassBody>, now: Instant): Result<Decision, Refusal> {
  if (!isDigest(digest)) return badBody(DIGEST_EXPECTED);
  return ok({ kind: 'break-glass', digest, reason, until: now + Math.round(untilMinutes * 60_000) });
}

function badBody(message: string): Result<never, Refusal> {
  return err({ status: 400, code: 'BAD_BODY', message });
}
