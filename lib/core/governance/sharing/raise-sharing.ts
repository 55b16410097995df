import { boxOfPart, type Comparison, type Reason } from '../../access/excess.ts';
import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';
import { classOfActor } from '../standards/classify.ts';
import type { Finding, HoldPlan, Severity } from '../finding.ts';
import { findingId, ofCall } from '../raise.ts';
import { type ClassedDraft, raiseTogether } from '../holds/raise-together.ts';
import type { FindingDraft, NoPlan } from '../holds/respond.ts';
import { stackPartOf } from '../holds/in-code/stack-part.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';
import { undoingOffer } from './undoing-offer.ts';

/** What a call on a resource is measured by, and when. */
export interface SharingContext {
  readonly call: Call;
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
  /** Ids of the accounts that are known to be of the organizations with which resources may be shared. */
  readonly members?: readonly string[];
}

/** What is in excess of what an offer may give. */
export interface SharingExcess {
  readonly kind: 'excess-sharing' | 'guardrail-removed';
  readonly offer: Offer;
  readonly comparison: Exclude<Comparison, { readonly verdict: 'within' }>;
  readonly severity: Severity;
  readonly reasons: readonly Reason[];
  /** Whose access it is; undefined: that of others than the account's own. */
  readonly grantee?: { readonly arn: string; readonly principalClass: PrincipalClass };
}

/** The findings of what a resource offers in excess: it is taken back by the plan, or people are told how they take it back. */
export function raiseSharing(
  excesses: readonly SharingExcess[],
  plan: HoldPlan | NoPlan,
  context: SharingContext,
): readonly Finding[] {
  const { call, governance, now } = context;
  // what is open to others than the account's own is held at once
  const isOwn = excesses.every(({ grantee }) => grantee !== undefined);
  const keptIn = isOwn ? stackPartOf(call, plan) : undefined;
  return raiseTogether(
    excesses.map((excess) => draftOf(excess, context)),
    plan,
    { governance, call, now, keptIn },
  );
}

function draftOf(excess: SharingExcess, { call, governance, state, now }: SharingContext): ClassedDraft {
  const { kind, offer, comparison, severity, reasons, grantee } = excess;
  const { verdict } = comparison;
  const actorClass = classOfActor(call.actor, state, governance);
  const principal = grantee?.arn ?? call.actor.principalArn ?? call.actor.id;
  const principalClass = grantee?.principalClass ?? actorClass;
  const draft: FindingDraft = {
    id: findingId(causeOf(excess, call), principal, kind),
    kind,
    severity,
    principal,
    class: principalClass.name,
    ...ofCall(call, actorClass.name),
    verdict,
    excess: comparison.excess.map(boxOfPart),
    witness: verdict === 'exceeds' ? comparison.witness : null,
    reasons: [...reasons, { rule: 'undo', detail: undoingOffer(offer, call) }],
    resources: [offer.resource],
    raisedAt: now,
  };
  return { draft, principalClass };
}

/** What is not grave is told again after so many milliseconds. */
const TOLD_AGAIN_AFTER = 3_600_000;

/** Each call that opens a resource gravely counts: somebody may have closed it in between. */
function causeOf({ offer, severity, grantee }: SharingExcess, { id, account, time }: Call): string {
  const { resource, policy } = offer;
  const to = grantee === undefined ? 'others' : 'its own';
  if (severity === 'high' || severity === 'critical') return digestOf({ call: id, resource, to });
  return digestOf({ account, resource, to, policy: jsonForm(policy), hour: Math.floor(time / TOLD_AGAIN_AFTER) });
}
