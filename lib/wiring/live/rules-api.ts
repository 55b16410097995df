import * as z from 'zod';
import type { RulesJson } from '../../core/governance/rules/rules-json.ts';
import { MODES } from '../../core/governance/standards/standards.ts';
import type { Result } from '../../core/result.ts';
import { type ApiAccess, ApiClient, type ApiRefusal } from './api-client.ts';

const Weakening = z.object({
  place: z.string(),
  detail: z.string(),
  witness: z.optional(
    z.object({
      action: z.string(),
      resource: z.string(),
      context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    }),
  ),
});
const Signature = z.object({ person: z.string(), groups: z.array(z.string()), reason: z.string(), at: z.string() });
const content = { version: z.number(), digest: z.string(), standards: z.string(), weakens: z.array(Weakening) };

const Mode = z.enum(MODES);

const Rules = z.object({
  inForce: z
    .object({
      ...content,
      by: z.enum(['first-use', 'no-weakening', 'signatures']),
      at: z.string(),
      signatures: z.array(Signature),
    })
    .nullable(),
  proposal: z
    .object({
      ...content,
      proposedBy: z.string(),
      reason: z.string(),
      proposedAt: z.string(),
      signableUntil: z.string(),
      signatures: z.array(Signature),
      missing: z.array(z.object({ group: z.string(), count: z.number() })),
    })
    .nullable(),
  refused: z.object({ found: z.string(), weakens: z.array(Weakening), problem: z.string(), at: z.string() }).nullable(),
  mode: z.object({ inForce: Mode, since: z.string(), refused: Mode.nullable() }).nullable(),
});

/** Asks for rules and signs them through the API of a deployment, as one person. */
export class RulesApi {
  readonly #api: ApiClient;

  constructor(access: ApiAccess) {
    this.#api = new ApiClient(access);
  }

  /** Asks for the rules that were deployed. */
  propose(reason: string): Promise<Result<RulesJson, ApiRefusal>> {
    return this.#api.post('/rules/proposals', { reason }, Rules);
  }

  sign(digest: string, reason: string): Promise<Result<RulesJson, ApiRefusal>> {
    return this.#api.post('/rules/signatures', { digest, reason }, Rules);
  }
}
