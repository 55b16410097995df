import { decide } from '../../../access/decide.ts';
import { boxOfPart, type ExcessBox, type Reason, type Witness } from '../../../access/excess.ts';
import { HOLD_TAG_KEY } from '../../../account/hold-policy.ts';
import type { GuardrailLevel } from '../../../account/organization/guardrails.ts';
import type { OrganizationCall } from '../../../account/organization/organization-call.ts';
import type { PlanCall } from '../../../account/plan-call.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Call } from '../../../activity/call.ts';
import { distinctForms } from '../../../digest.ts';
import type { Instant } from '../../../instant.ts';
import { classOfActor } from '../../standards/classify.ts';
import type { Finding, FindingKind, HoldPlan } from '../../finding.ts';
import { type GuardrailLoss, guardrailLosses, type OrganizationPair, underGuardrails } from './guardrail-loss.ts';
import { findingId, ofCall } from '../../raise.ts';
import { organizationPlan } from '../../holds/beyond/organization-plan.ts';
import { isSigned, raiseAlone } from '../../holds/raise-together.ts';
import type { FindingDraft, NoPlan } from '../../holds/respond.ts';
import { atLeast } from '../../graver.ts';
import { severityOf } from '../../severity.ts';
import type { Governance } from '../../standards/standards.ts';
import { undoOfOrganizationCall } from '../../undo/undo-organization-call.ts';

/** A call of Organizations, with the organization before and after it. */
export interface OrganizationAssessment {
  readonly call: Call;
  readonly organizationCall: OrganizationCall;
  readonly pair: OrganizationPair;
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
  /** What people have signed and may be done now; absent: nothing. */
  readonly signed?: readonly PlanCall[];
}

/** What the finding of a call has of what it let go. */
interface Loss {
  readonly kind: FindingKind;
  readonly verdict: Finding['verdict'];
  readonly excess: readonly ExcessBox[];
  readonly witness: Witness | null;
  readonly places: readonly string[];
  readonly reasons: readonly Reason[];
}

/**
 * What a call of Organizations lets accounts do that the policies above them kept from everybody there: nothing where it
 * tightened them or left what they allow as it was. A guardrail of Ambit's own that is loosened blinds and disarms Ambit.
 * It is put back where what was there before is known; else its undoing is named.
 */
export function assessOrganization(input: OrganizationAssessment): readonly Finding[] {
  const { call, organizationCall, pair } = input;
  if (call.error !== undefined || LIMITS_NOBODY.has(organizationCall.name)) return [];
  const losses = guardrailLosses(pair);
  if (losses.length === 0) return [];
  const plan = organizationPlan(organizationCall, pair, call.account);
  return isSigned(plan, input.signed ?? []) ? [] : [findingOf(lossOf(losses, input), plan, input)];
}

/** A policy that is made or deleted is attached to nothing: Organizations refuses anything else. */
const LIMITS_NOBODY: ReadonlySet<OrganizationCall['name']> = new Set(['CreatePolicy', 'DeletePolicy']);

function lossOf(losses: readonly GuardrailLoss[], { call, organizationCall, pair }: OrganizationAssessment): Loss {
  const parts = losses.flatMap(({ comparison }) => comparison.excess.map(boxOfPart));
  const shown = losses.flatMap(({ comparison }) => ('witness' in comparison ? [comparison.witness] : []));
  const excess = distinctForms(parts);
  return {
    kind: losses.some(losesOwnGuardrail) ? 'watch-tampered' : 'guardrail-removed',
    verdict: shown.length > 0 ? 'exceeds' : 'undetermined',
    excess,
    witness: shown[0] ?? null,
    places: [...new Set(losses.flatMap(({ places }) => places))].sort(),
    reasons: distinctForms([
      ...losses.map((loss) => reasonOf(loss, call)),
      ...losses.flatMap(({ comparison }) => comparison.reasons),
      undoOfOrganizationCall(organizationCall, pair.before),
    ]),
  };
}

function reasonOf({ type, places, before, comparison }: GuardrailLoss, { name }: Call): Reason {
  const kind = type === 'SERVICE_CONTROL_POLICY' ? 'SCPs' : 'RCPs';
  const denied = 'witness' in comparison ? deniedBy(comparison.witness, { type, before }) : '';
  return { rule: 'guardrail', detail: `${name} loosened what ${kind} limit ${listed(places)} to${denied}` };
}

/** Which statements denied the witness before; empty where nothing allowed it. */
function deniedBy(witness: Witness, { type, before }: Pick<GuardrailLoss, 'type' | 'before'>): string {
  const levels = before?.map(({ policies }) => policies);
  const { by } = decide(underGuardrails(levels, type), witness);
  return by.length === 0 ? '' : `: ${witness.action} was denied by ${by.join(', ')}`;
}

/** Whether a guardrail that protects holds was among what limited before and is not, or says something else, now. */
function losesOwnGuardrail({ before, after }: GuardrailLoss): boolean {
  const kept = new Set(textsOfOwn(after));
  return textsOfOwn(before).some((text) => !kept.has(text));
}

/** A guardrail that protects holds asks for their mark. */
const MARK = `resourcetag/${HOLD_TAG_KEY}`.toLowerCase();

function textsOfOwn(levels: readonly GuardrailLevel[] | undefined): readonly string[] {
  const texts = (levels ?? []).flatMap(({ policies }) => policies).map((policy) => JSON.stringify(policy));
  return texts.filter((text) => text.toLowerCase().includes(MARK));
}

function findingOf(
  loss: Loss,
  plan: HoldPlan | NoPlan,
  { call, governance, state, now }: OrganizationAssessment,
): Finding {
  const { kind, verdict, excess, witness, places, reasons } = loss;
  const principalClass = classOfActor(call.actor, state, governance);
  const principal = call.actor.principalArn ?? call.actor.id;
  const gravity = atLeast(severityOf({ verdict, excess, classKind: 'unclassified', openings: [] }), 'high');
  const draft: FindingDraft = {
    id: findingId(call.id, principal, kind),
    kind,
    severity: kind === 'watch-tampered' ? 'critical' : gravity,
    principal,
    class: principalClass.name,
    ...ofCall(call, principalClass.name),
    verdict,
    excess,
    witness,
    reasons,
    resources: [...new Set([...touchedBy(call), ...places])].slice(0, MOST_LISTED),
    raisedAt: now,
  };
  return raiseAlone({ draft, principalClass }, plan, { governance, call, now });
}

function touchedBy({ change }: Call): readonly string[] {
  return 'resources' in change ? change.resources : [];
}

/** So many places are listed in a finding: an organization may have ten thousand accounts. */
export const MOST_LISTED = 100;
/** So many are named in a reason. */
const MOST_NAMED = 5;

function listed(places: readonly string[]): string {
  const named = places.slice(0, MOST_NAMED).join(', ');
  return places.length > MOST_NAMED ? `${named} and ${places.length - MOST_NAMED} more` : named;
}
