import * as z from 'zod';
import type { Json } from './digest.ts';

/** The lines of the ledger as docs/json.md tells them: the members that the model looks at. */
const json: z.ZodType<Json> = z.json();
const at = z.number();
const findingId = z.string();
const calls = z.array(json);
const response = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.enum(['observe', 'alert']) }),
  z.looseObject({ kind: z.literal('hold'), plan: z.looseObject({ calls, restore: calls }) }),
  z.looseObject({
    kind: z.literal('hold-unless-approved'),
    plan: z.looseObject({ calls, restore: calls }),
    deadline: at,
  }),
]);
const finding = z.looseObject({
  id: z.string(),
  kind: z.string(),
  principal: z.string(),
  account: z.string(),
  verdict: z.string(),
  excess: json,
  resources: json,
  frozen: json.optional(),
  digest: z.string(),
  call: z.looseObject({ id: z.string() }).nullable(),
  response,
});

const factForms = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call-assessed'), callId: z.string(), findings: z.array(z.string()), at }),
  z.object({ kind: z.literal('finding-raised'), finding, at }),
  z.object({
    kind: z.literal('hold-intended'),
    findingId,
    calls,
    why: z.string().optional(),
    again: z.string().optional(),
    at,
  }),
  z.object({ kind: z.literal('hold-gave-way'), findingId, by: z.string(), until: at, at }),
  z.object({ kind: z.literal('hold-confirmed'), findingId, at }),
  z.object({ kind: z.literal('hold-failed'), findingId, detail: z.string(), at }),
  z.object({ kind: z.literal('gap-looked'), findingId, at }),
  z.object({ kind: z.literal('announced'), findingId, channel: z.string(), at }),
  z.object({
    kind: z.literal('signed'),
    findingId,
    digest: z.string(),
    personId: z.string(),
    signedInAt: at,
    until: at,
    at,
  }),
  z.object({ kind: z.literal('signature-refused'), findingId, personId: z.string(), code: z.string(), at }),
  z.object({ kind: z.literal('rejected'), findingId, personId: z.string(), at }),
  z.object({ kind: z.literal('restore-intended'), findingId, digest: z.string(), calls, waiverUntil: at, at }),
  z.object({ kind: z.literal('restore-confirmed'), findingId, at }),
  z.object({ kind: z.literal('restore-failed'), findingId, detail: z.string(), at }),
  z.object({ kind: z.literal('waiver-ended'), findingId, at }),
  z.object({ kind: z.literal('waiver-due'), findingId, until: at, at }),
  z.object({ kind: z.literal('waiver-kept'), findingId, digest: z.string(), waiverUntil: at, at }),
  z.object({ kind: z.literal('waiver-revoked'), findingId, personId: z.string(), at }),
  z.object({ kind: z.literal('glass-broken'), findingId, personId: z.string(), until: at, at }),
  z.object({ kind: z.literal('approval-requested'), findingId, personId: z.string(), at }),
]);

/** A fact as the ledger has it, read without `lib`. */
export type WrittenFact = z.infer<typeof factForms>;
/** A finding as the ledger has it. */
export type WrittenFinding = z.infer<typeof finding>;

/** A line of the ledger, read from its JSON. */
export function factFrom(written: unknown): WrittenFact {
  return factForms.parse(written);
}
