import type { Digest } from '../../core/digest.ts';
import { foldPermits } from '../../core/governance/permits/fold-permit.ts';
import { changeOfCall, permitId, type PermitTerms } from '../../core/governance/permits/permit.ts';
import { type PermitRequestRefusal, requestPermit } from '../../core/governance/permits/request-permit.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import type { PermitDeps } from './use-permit.ts';

/** What a permit is asked for. `change` may be left out for a single call, whose digest is its own. */
export type PermitWish = Omit<PermitTerms, 'requestedAt' | 'change'> & { readonly change: Digest | undefined };

/** Asks for a permit, and gives its id. Whoever asks is a person of the standards; that is for who calls this to know. */
export async function askPermit(
  wish: PermitWish,
  { ledger, governance, clock }: PermitDeps,
): Promise<Result<string, PermitRequestRefusal>> {
  const change = wish.change ?? (wish.operation.kind === 'destroying-call' ? changeOfCall(wish) : undefined);
  if (change === undefined) return err({ code: 'BAD_CHANGE', expected: 'the digest that the gate names' });
  const id = permitId({ ...wish, change });
  return appendChosen(ledger, id, (entries): Choice<Result<string, PermitRequestRefusal>> => {
    const at = clock.now();
    const asked = requestPermit({ ...wish, change, requestedAt: at }, foldPermits(entries), governance);
    if (!asked.ok) return { facts: [], answer: asked };
    return { facts: [asked.value, { kind: 'permit-listed', permitId: id, at }], answer: ok(id) };
  });
}
