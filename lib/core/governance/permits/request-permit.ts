import type { Instant } from '../../instant.ts';
import { parseArn } from '../../policy/arn.ts';
import { err, ok, type Result } from '../../result.ts';
import { isOver, type Permit } from './fold-permit.ts';
import { environmentsIn } from '../standards/guarded.ts';
import { changeOfCall, type PermitTerms, permitId } from './permit.ts';
import type { PermitFact } from './permit-fact.ts';
import { personOf } from '../cases/quorum.ts';
import type { Governance } from '../standards/standards.ts';

const HOUR = 3_600_000;

/** Why a permit cannot be asked for so. */
export type PermitRequestRefusal =
  | { readonly code: 'UNKNOWN_PERSON' }
  | { readonly code: 'UNKNOWN_ENVIRONMENT'; readonly known: readonly string[] }
  | { readonly code: 'BAD_TARGET'; readonly expected: string }
  | { readonly code: 'BAD_ACTOR'; readonly expected: string }
  /** The digest of a call is that of the call itself. */
  | { readonly code: 'BAD_CHANGE'; readonly expected: string }
  | { readonly code: 'WINDOW_OVER'; readonly now: Instant }
  | { readonly code: 'WINDOW_EMPTY' }
  | { readonly code: 'WINDOW_TOO_LONG'; readonly longestHours: number }
  /** Another request for the very same change is there, and its window is not over. */
  | { readonly code: 'OPEN_ALREADY'; readonly permitId: string };

/** The fact that a permit was asked for. */
export type PermitRequestedFact = Extract<PermitFact, { kind: 'permit-requested' }>;

/**
 * The request for a permit, as the ledger keeps it. `others`: what was asked for the same change before; only when that is over
 * can it be asked for again, so that of one change there is one permit to sign.
 */
export function requestPermit(
  terms: PermitTerms,
  others: readonly Permit[],
  governance: Governance,
): Result<PermitRequestedFact, PermitRequestRefusal> {
  const refusal = refusalOfTerms(terms, governance) ?? refusalOfWindow(terms, governance);
  if (refusal !== undefined) return err(refusal);
  const id = permitId(terms);
  const last = others.at(-1);
  const isOpen = last !== undefined && !isOver(last) && terms.requestedAt < last.terms.until;
  if (isOpen) return err({ code: 'OPEN_ALREADY', permitId: id });
  return ok({ kind: 'permit-requested', permitId: id, terms, at: terms.requestedAt });
}

function refusalOfTerms(terms: PermitTerms, governance: Governance): PermitRequestRefusal | undefined {
  const { environment, account, requestedBy, actor } = terms;
  if (personOf(requestedBy, governance) === undefined) return { code: 'UNKNOWN_PERSON' };
  const known = environmentsIn(account, governance.environments).map(({ name }) => name);
  if (!known.includes(environment)) return { code: 'UNKNOWN_ENVIRONMENT', known };
  const expected = targetFormOf(terms);
  if (expected !== undefined) return { code: 'BAD_TARGET', expected };
  if (!ACTOR.test(actor)) return { code: 'BAD_ACTOR', expected: 'the ARN of a role, a user or a role session' };
  if (terms.operation.kind === 'destroying-call' && terms.change !== changeOfCall(terms)) {
    return { code: 'BAD_CHANGE', expected: changeOfCall(terms) };
  }
  return undefined;
}

const ACTOR = /^arn:[a-z-]+:(iam::[0-9]{12}:(role|user)\/|sts::[0-9]{12}:assumed-role\/[^/*?]+\/)[^*?]+$/;
const STACK = /^stack\/[^/*?]+\/[^/*?]+$/;

/** What the target should be, where it is not of the form that the operation has; undefined: it is. */
function targetFormOf({ account, operation, target }: PermitTerms): string | undefined {
  const arn = parseArn(target);
  const isHere = arn?.service === 'cloudformation' && arn.account === account && STACK.test(arn.resource);
  switch (operation.kind) {
    case 'stack-delete':
    case 'stack-update':
      return isHere ? undefined : `the ARN of a stack of account ${account}, with its id`;
    case 'iam-resource':
    case 'destroying-call':
      return target === '' || target === '*' ? 'what is changed, as the gate or the finding names it' : undefined;
  }
}

function refusalOfWindow(
  { from, until, requestedAt }: PermitTerms,
  { permit: { longestHours } }: Governance,
): PermitRequestRefusal | undefined {
  if (!(until > from)) return { code: 'WINDOW_EMPTY' };
  if (!(until > requestedAt)) return { code: 'WINDOW_OVER', now: requestedAt };
  return until - from > longestHours * HOUR ? { code: 'WINDOW_TOO_LONG', longestHours } : undefined;
}
