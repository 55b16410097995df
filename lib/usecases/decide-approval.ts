import { iamCallsIn } from '../core/account/plan-call.ts';
import { type Case, foldCase } from '../core/governance/cases/case.ts';
import type { Fact } from '../core/governance/ledger/fact.ts';
import type { Finding } from '../core/governance/finding.ts';
import { mayRestore } from '../core/governance/cases/may-restore.ts';
import { personOf } from '../core/governance/cases/quorum.ts';
import {
  type Gain,
  type RejectedFact,
  reject,
  sign,
  type SignedFact,
  type SigningRefusal,
  type SigningRequest,
} from '../core/governance/cases/sign.ts';
import type { Person } from '../core/governance/standards/standards.ts';
import type { Digest } from '../core/digest.ts';
import type { Instant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { HandOver } from '../ports/hand-over.ts';
import { actsAsAgent } from './acts-as-agent.ts';
import { appendChosen, type Choice } from './append-chosen.ts';
import { gainsBy } from './gains-by.ts';
import { type HoldOutcome, holdAccess } from './hold-access.ts';
import { afterCalls, type Neighbours, neighboursIn } from './neighbours.ts';
import { type RestoreDeps, type RestoreOutcome, restoreAccess } from './restore-access.ts';

/** What a person decided about a finding: `digest` is the one the person was shown, `until` the end that is accepted. */
export type Decision =
  | { readonly kind: 'sign'; readonly digest: Digest; readonly reason: string; readonly until: Instant }
  | { readonly kind: 'reject'; readonly reason: string };

export interface ApprovalInput {
  readonly findingId: string;
  /** Who is signed in; must be a person of the standards. */
  readonly personId: string;
  /** When that was; undefined: not known, and nothing is signed. */
  readonly signedInAt: Instant | undefined;
  readonly decision: Decision;
}

export type ApprovalRefusal =
  | SigningRefusal
  | { readonly code: 'NO_SUCH_FINDING' }
  /** The standards name no such person. */
  | { readonly code: 'UNKNOWN_PERSON' };

/** What followed from a decision. `signed`: more signatures are missing. */
export type Approved =
  | { readonly kind: 'signed' }
  | { readonly kind: 'complete'; readonly restore: RestoreOutcome }
  | { readonly kind: 'rejected'; readonly hold: HoldOutcome | { readonly kind: 'handed-over' } };

/** What a decision takes: of who acts on it itself everything, of who may neither hold nor restore no more than this. */
export type ApprovalDeps =
  | RestoreDeps
  | (Pick<RestoreDeps, 'accounts' | 'ledger' | 'governance' | 'clock'> & { readonly restorer: HandOver });

/**
 * Takes one person's decision. A signature is checked against the case as it is at the very moment of writing, so that
 * of two clicks at once both count or one is refused, never one lost. A refusal is written down as well. The signature
 * that completes the quorum restores; a rejection holds what was still waiting.
 */
export async function decideApproval(
  input: ApprovalInput,
  deps: ApprovalDeps,
): Promise<Result<Approved, ApprovalRefusal>> {
  const { findingId, personId } = input;
  const signer = personOf(personId, deps.governance);
  if (signer === undefined) return err({ code: 'UNKNOWN_PERSON' });
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) return err({ code: 'NO_SUCH_FINDING' });
  const neighbours = await neighboursIn(found.finding.account, deps.accounts);
  const gains = input.decision.kind === 'sign' ? await gainsOf(signer, found.finding, { neighbours, deps }) : undefined;
  const isAgent = await actsAsAgent(signer, neighbours, deps.governance);
  const taken = await appendChosen(deps.ledger, findingId, (entries) =>
    take(foldCase(entries), { input, signer, gains, isAgent }, deps),
  );
  if (!taken.ok) return taken;
  const isRejected = input.decision.kind === 'reject';
  if (!isRejected && !taken.value) return ok({ kind: 'signed' });
  if (!actsItself(deps)) {
    await deps.restorer.decided(findingId);
    const handedOver = { kind: 'handed-over' } as const;
    return ok(isRejected ? { kind: 'rejected', hold: handedOver } : { kind: 'complete', restore: handedOver });
  }
  return ok(
    isRejected
      ? { kind: 'rejected', hold: await holdAccess(findingId, deps) }
      : { kind: 'complete', restore: await restoreAccess(findingId, deps) },
  );
}

function actsItself(deps: ApprovalDeps): deps is RestoreDeps {
  return !('decided' in deps.restorer);
}

/** Through what the signer would get the access, as things are and as they would be after the restore. */
async function gainsOf(
  signer: Person,
  { principal, response }: Finding,
  { neighbours, deps }: { readonly neighbours: Neighbours | undefined; readonly deps: Pick<ApprovalDeps, 'accounts'> },
): Promise<Gain | undefined> {
  const now = await gainsBy(signer, principal, neighbours);
  if (now !== undefined) return now;
  if (neighbours === undefined) return 'unknown';
  const restore = 'plan' in response ? iamCallsIn(response.plan.restore) : [];
  // what is given back may be the very way in
  return restore.length === 0
    ? undefined
    : gainsBy(signer, principal, await afterCalls(neighbours, restore, deps.accounts));
}

interface Wish {
  readonly input: ApprovalInput;
  readonly signer: Person;
  readonly gains: Gain | undefined;
  /** As far as the account tells. */
  readonly isAgent: boolean;
}

/** The answer is whether the quorum is complete. */
function take(
  found: Case | undefined,
  { input, signer, gains, isAgent }: Wish,
  { governance, clock }: Pick<ApprovalDeps, 'governance' | 'clock'>,
): Choice<Result<boolean, ApprovalRefusal>> {
  if (found === undefined) return { facts: [], answer: err({ code: 'NO_SUCH_FINDING' }) };
  const now = clock.now();
  const { decision, findingId, personId, signedInAt } = input;
  const common = { case: found, signer, reason: decision.reason, now, governance };
  const fact = isAgent ? err({ code: 'IS_AGENT' } as const) : decided(decision, common, { gains, signedInAt });
  if (fact.ok) return { facts: [fact.value], answer: ok(completes(found, fact.value, { governance, clock })) };
  const { code } = fact.error;
  const refused = {
    kind: 'signature-refused',
    findingId,
    personId,
    code,
    detail: detailOf(fact.error),
    at: now,
  } as const;
  return { facts: [refused], answer: fact };
}

function decided(
  decision: Decision,
  common: Parameters<typeof reject>[0],
  signing: Pick<SigningRequest, 'gains' | 'signedInAt'>,
): Result<SignedFact | RejectedFact, SigningRefusal> {
  if (decision.kind === 'reject') return reject(common);
  return sign({ ...common, digest: decision.digest, until: decision.until, ...signing });
}

function completes(found: Case, fact: Fact, { governance, clock }: Pick<RestoreDeps, 'governance' | 'clock'>): boolean {
  if (fact.kind !== 'signed') return false;
  return mayRestore({ ...found, signatures: [...found.signatures, fact] }, governance, clock.now()).ok;
}

/** What the ledger keeps of a refusal, besides its code. */
function detailOf(refusal: SigningRefusal): string {
  const { code: _, ...rest } = refusal;
  return JSON.stringify(rest);
}
