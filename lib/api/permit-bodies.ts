import * as z from 'zod/mini';

const text = (most: number) =>
  z.string('a text is needed').check(z.trim(), z.minLength(1, 'say what'), z.maxLength(most));
const Moment = z.iso.datetime({ offset: true, error: 'write it as 2026-01-31T12:00:00Z' });

/** The body of `POST /api/permits`. */
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

/** The body of a signature of a permit, or of its withdrawal. */
export const PermitDecisionBody = z.strictObject({ digest: z.string('a text is needed'), reason: text(1000) });

/** A request for a permit that was checked against `PermitBody`. */
export type PermitRequest = z.infer<typeof PermitBody>;
