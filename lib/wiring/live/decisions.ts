import * as z from 'zod';
import type { Result } from '../../core/result.ts';
import { type ApiAccess, ApiClient, type ApiRefusal } from './api-client.ts';

const Call = z.looseObject({ name: z.string() });

const Detail = z.object({
  finding: z.object({
    id: z.string(),
    kind: z.string(),
    severity: z.string(),
    status: z.string(),
    account: z.string(),
    principal: z.string(),
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    actor: z.object({ name: z.string(), class: z.string(), via: z.string() }),
    call: z.object({ name: z.string(), time: z.string() }).nullable(),
    resources: z.array(z.string()),
    excess: z.array(
      z.object({
        actions: z.array(z.string()),
        accessLevels: z.array(z.string()),
        resources: z.array(z.string()),
        policy: z.string(),
        statement: z.string(),
      }),
    ),
    reasons: z.array(z.object({ rule: z.string(), detail: z.string() })),
    hold: z.object({ summary: z.string(), restore: z.array(Call) }).nullable(),
  }),
  approval: z.object({
    open: z.boolean(),
    expiresAt: z.string(),
    defaultDays: z.number(),
    maxDays: z.number(),
    breakGlassMinutes: z.number().nullish(),
    missing: z.array(z.object({ group: z.string(), count: z.number() })),
  }),
});

const Taken = z.object({ outcome: z.string(), message: z.string(), detail: Detail });

/** A finding as the API tells it: what a person reads before deciding. */
export type FindingToDecide = z.infer<typeof Detail>;

/** What came of a decision: `outcome` as the API names it, and the finding as it is afterwards. */
export type DecisionTaken = z.infer<typeof Taken>;

/** What a person decides. */
export type Wish =
  | { readonly kind: 'sign'; readonly digest: string; readonly reason: string; readonly untilDays: number }
  | { readonly kind: 'reject' | 'revoke' | 'ask'; readonly reason: string }
  | { readonly kind: 'break-glass'; readonly digest: string; readonly reason: string; readonly untilMinutes: number };

/** Reads a finding that is to be decided about, and sends the decision, as one person. */
export class Decisions {
  readonly #api: ApiClient;

  constructor(access: ApiAccess) {
    this.#api = new ApiClient(access);
  }

  finding(id: string): Promise<Result<FindingToDecide, ApiRefusal>> {
    return this.#api.get(`/findings/${encodeURIComponent(id)}`, Detail);
  }

  decide(id: string, wish: Wish): Promise<Result<DecisionTaken, ApiRefusal>> {
    const path = `/findings/${encodeURIComponent(id)}`;
    switch (wish.kind) {
      case 'sign': {
        const { digest, reason, untilDays } = wish;
        return this.#api.post(`${path}/signatures`, { digest, reason, untilDays }, Taken);
      }
      case 'reject':
        return this.#api.post(`${path}/rejections`, { reason: wish.reason }, Taken);
      case 'revoke':
        return this.#api.post(`${path}/revocations`, { reason: wish.reason }, Taken);
      case 'ask':
        return this.#api.post(`${path}/requests`, { reason: wish.reason }, Taken);
      case 'break-glass': {
        const { digest, reason, untilMinutes } = wish;
        return this.#api.post(`${path}/break-glass`, { digest, reason, untilMinutes }, Taken);
      }
    }
  }
}
