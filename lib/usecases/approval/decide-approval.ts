import { iamCallsIn } from '../../core/account/plan-call.ts';
import { type Case, foldCase, releaseCalls } from '../../core/governance/cases/case.ts';
import { breakGlass } from '../../core/governance/cases/break-glass.ts';
import { askAgain, keptWaiver, revokeWaiver } from '../../core/governance/cases/keep-or-revoke.ts';
import type { WaiverFact } from '../../core/governance/ledger/waiver-fact.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { findingOfGlass } from '../../core/governance/cases/finding-of-glass.ts';
import { gainsBeyondIam } from '../../core/governance/cases/gains-beyond-iam.ts';
import { mayRestore } from '../../core/governance/cases/may-restore.ts';
import { personOf } from '../../core/governance/cases/quorum.ts';
import {
  type Gain,
  type RejectedFact,
  reject,
  sign,
  type SignedFact,
  type SigningRefusal,
  type SigningRequest,
} from '../../core/governance/cases/sign.ts';
import type { Person } from '../../core/governance/standards/standards.ts';
import type { Digest } from '../../core/digest.ts';
import type { Instant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { actsAsAgent } from './acts-as-agent.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { casesOf } from '../case-book.ts';
import { type ApprovalDeps, type Approved, followDecision, type Step } from './follow-decision.ts';
import { gainsBy } from './gains-by.ts';
import { afterCalls, type Neighbours, neighboursIn } from './neighbours.ts';

/** What a person decided about a finding: `digest` is the one the person was shown, `until` the end that is accepted. */
export type Decision =
  | { readonly kind: 'sign'; readonly digest: Digest; readonly reason: string; readonly until: Instant }
  | { readonly kind: 'reject'; readonly reason: string }
  /** Ends a waiver before its time. */
  | { readonly kind: 'revoke'; readonly reason: string }
  /** Asks for approval again, where a request has lapsed. */
  | { readonly kind: 'ask'; readonly reason: string }
  /** Takes it back alone, until then. */
  | { readonly kind: 'break-glass'; readonly digest: Digest; readonly reason: string; readonly until: Instant };

/** What somebody decides about a finding. */
export interface ApprovalInput {
  readonly findingId: string;
  /** Who is signed in; must be a person of the standards. */
  readonly personId: string;
  /** When that was; undefined: not known, and nothing is signed. */
  readonly signedInAt: Instant | undefined;
  readonly decision: Decision;
}

/** Why a decision is not taken. */
export type ApprovalRefusal =
  | SigningRefusal
  | { readonly code: 'NO_SUCH_FINDING' }
  /** The standards name no such person. */
  | { readonly code: 'UNKNOWN_PERSON' };

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
  const taken = await appendChosen(deps.ledger, findingId, async (entries) => {
    const others = input.decision.kind === 'break-glass' ? await othersAbout(found.finding, deps) : NO_OTHERS;
    // as it is at the moment of writing
    const current = foldCase(entries) ?? found;
    return take(current, { input, signer, gains, isAgent, others }, deps);
  });
  if (!taken.ok) return taken;
  return ok(await followDecision(taken.value, findingId, deps));
}

/** All cases of a principal, as they were at an entry of the ledger or later. */
interface Others {
  readonly cases: readonly Case[];
  readonly since: number;
}

const NO_OTHERS: Others = { cases: [], since: 0 };

async function othersAbout(
  { principal }: Finding,
  { cases, ledger }: Pick<ApprovalDeps, 'cases' | 'ledger'>,
): Promise<Others> {
  const since = await ledger.head();
  return { since, cases: await casesOf(cases, principal) };
}

/** Through what the signer would get the access, as things are and as they would be after the restore. */
async function gainsOf(
  signer: Person,
  finding: Finding,
  { neighbours, deps }: { readonly neighbours: Neighbours | undefined; readonly deps: Pick<ApprovalDeps, 'accounts'> },
): Promise<Gain | undefined> {
  const { principal } = finding;
  const now = gainsBeyondIam(signer, finding) ?? (await gainsBy(signer, principal, neighbours));
  if (now !== undefined) return now;
  if (neighbours === undefined) return 'unknown';
  // what is given back may be the very way in
  const restored = await afterCalls(neighbours, iamCallsIn(releaseCalls(finding)), deps.accounts);
  return gainsBy(signer, principal, restored);
}

interface Wish {
  readonly input: ApprovalInput;
  readonly signer: Person;
  readonly gains: Gain | undefined;
  /** As far as the account tells. */
  readonly isAgent: boolean;
  /** Where they matter. */
  readonly others: Others;
}

function take(
  found: Case,
  { input, signer, gains, isAgent, others }: Wish,
  { governance, clock }: Pick<ApprovalDeps, 'governance' | 'clock'>,
): Choice<Result<Step, ApprovalRefusal>> {
  const now = clock.now();
  const { decision, findingId, personId, signedInAt } = input;
  const wish = { case: found, signer, reason: decision.reason, now, governance };
  const fact = isAgent ? err({ code: 'IS_AGENT' } as const) : decided(decision, wish, { gains, signedInAt, others });
  if (fact.ok) return stepOf(found, fact.value, { governance, clock, since: others.since });
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

type DecisionFact =
  | SignedFact
  | RejectedFact
  | Extract<WaiverFact, { kind: 'waiver-revoked' | 'glass-broken' | 'approval-requested' }>;

function decided(
  decision: Decision,
  wish: Parameters<typeof reject>[0],
  signing: Pick<SigningRequest, 'gains' | 'signedInAt'> & Pick<Wish, 'others'>,
): Result<DecisionFact, SigningRefusal> {
  switch (decision.kind) {
    case 'sign':
      return sign({
        ...wish,
        digest: decision.digest,
        until: decision.until,
        gains: signing.gains,
        signedInAt: signing.signedInAt,
      });
    case 'reject':
      return reject(wish);
    case 'revoke':
      return revokeWaiver(wish);
    case 'ask':
      return askAgain(wish);
    case 'break-glass': {
      const { digest, until } = decision;
      return breakGlass({
        ...wish,
        person: wish.signer,
        digest,
        until,
        signedInAt: signing.signedInAt,
        others: signing.others.cases,
      });
    }
  }
}

/** What is written down, and what it leads to; the last signature under a waiver that is kept is written with its new end. */
function stepOf(
  found: Case,
  fact: DecisionFact,
  { governance, clock, since }: Pick<ApprovalDeps, 'governance' | 'clock'> & Pick<Others, 'since'>,
): Choice<Result<Step, ApprovalRefusal>> {
  const facts = [fact];
  switch (fact.kind) {
    case 'signed': {
      const signed = { ...found, signatures: [...found.signatures, fact] };
      const kept = keptWaiver(signed, governance, clock.now());
      if (kept !== undefined) return { facts: [fact, kept], answer: ok({ kind: 'kept', until: kept.waiverUntil }) };
      const isComplete = mayRestore(signed, governance, clock.now()).ok;
      return { facts, answer: ok({ kind: isComplete ? 'complete' : 'signed' }) };
    }
    case 'rejected':
      return { facts, answer: ok({ kind: 'rejected' }) };
    case 'waiver-revoked':
      return { facts, answer: ok({ kind: 'revoked' }) };
    case 'glass-broken': {
      const loud = findingOfGlass(found.finding, fact, personOf(fact.personId, governance));
      const { principal, kind } = loud;
      // of two who take something of one principal at the same moment one is refused
      const expected = { principal, kind, since };
      const raised = { kind: 'finding-raised', finding: loud, at: fact.at } as const;
      return { facts: [fact, raised], answer: ok({ kind: 'complete' }), expected };
    }
    case 'approval-requested':
      return { facts, answer: ok({ kind: 'asked' }) };
  }
}

/** What the ledger keeps of a refusal, besides its code. */
function detailOf(refusal: SigningRefusal): string {
  const { code: _, ...rest } = refusal;
  return JSON.stringify(rest);
}
