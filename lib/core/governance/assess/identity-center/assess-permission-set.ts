import { compareWithUnknown } from '../../../access/compare.ts';
import { boxOfPart, type Comparison, type Reason } from '../../../access/excess.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import type { PermissionSetCall } from '../../../account/identity-center/identity-center-call.ts';
import type { KnownPermissionSet } from '../../../account/identity-center/identity-center-state.ts';
import { permissionSetPolicies, type PolicyOf } from '../../../account/identity-center/permission-set-policies.ts';
import type { SetHolder } from '../../../account/identity-center/set-holder.ts';
import type { PlanCall } from '../../../account/plan-call.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Call } from '../../../activity/call.ts';
import { textAt } from '../../../activity/member.ts';
import type { Instant } from '../../../instant.ts';
import type { Result } from '../../../result.ts';
import { standardSet } from '../../standards/access-limits.ts';
import { classOfActor, classOfPermissionSet } from '../../standards/classify.ts';
import { escalationReasons } from '../../escalation/escalation-reasons.ts';
import { pathsOpenedBy } from '../../escalation/opened-paths.ts';
import type { Finding, HoldPlan } from '../../finding.ts';
import { findingId, ofCall } from '../../raise.ts';
import { givenEverywhere } from '../../holds/beyond/what-sets-give.ts';
import { permissionSetPlan } from '../../holds/beyond/permission-set-plan.ts';
import { isSigned, raiseAlone } from '../../holds/raise-together.ts';
import type { FindingDraft, NoPlan } from '../../holds/respond.ts';
import { severityOf } from '../../severity.ts';
import type { Governance } from '../../standards/standards.ts';
import { byHand } from '../../undo/by-hand.ts';
import { undoOfPermissionSetCall } from '../../undo/undo-permission-set-call.ts';

/** A change of a permission set, with the set before and after it. */
export interface PermissionSetAssessment {
  readonly call: Call;
  readonly setCall: PermissionSetCall;
  readonly before: KnownPermissionSet;
  /** Undefined: the call deleted it. */
  readonly after: KnownPermissionSet | undefined;
  readonly policyOf: PolicyOf;
  /** Where the set is provisioned, if it refers to policies of which each account has its own; absent: nowhere that is known. */
  readonly accounts?: readonly string[];
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
  /** Who may use the set now, or why they are not listed; absent: nobody was asked. */
  readonly holders?: Result<readonly SetHolder[], string>;
  /** What people have signed and may be done now; absent: nothing. */
  readonly signed?: readonly PlanCall[];
}

function howItSpreads(holders: PermissionSetAssessment['holders']): Reason {
  const detail = 'its roles get it in each account where it is provisioned, by that or by the next assignment';
  if (holders?.ok !== true) return { rule: 'permission-set', detail };
  const people = new Set(holders.value.flatMap(({ users }) => users.map(({ id }) => id)));
  const accounts = new Set(holders.value.flatMap((holder) => holder.accounts));
  return {
    rule: 'permission-set',
    detail: `${detail}; people who have it now: ${people.size}, in accounts: ${accounts.size}`,
  };
}

/** What is to be done where nobody can sign, since nobody can tell who would gain. */
function whyNobodySigns({ holders }: PermissionSetAssessment, plan: HoldPlan | NoPlan): readonly Reason[] {
  if (holders?.ok !== false || 'none' in plan) return [];
  return [
    { rule: 'holders-not-listed', detail: `who has it is not listed: ${holders.error}; ${byHand(plan.restore)}` },
  ];
}

/**
 * What a call gave a permission set beyond the standard of its roles' class and beyond what it held before: a finding on the
 * set itself, before it is provisioned anywhere. The set is made what it was, where that is known.
 */
export function assessPermissionSet(input: PermissionSetAssessment): readonly Finding[] {
  const { call, setCall, before, after, accounts = [], policyOf, governance } = input;
  if (call.error !== undefined || after === undefined) return [];
  const { standard } = classOfPermissionSet(after.name ?? before.name, governance);
  const holds = permissionSetPolicies(after, policyOf);
  const limits = [standardSet(standard, holds), heldBefore(input)];
  const comparison = compareWithUnknown(holds, limits);
  if (comparison.verdict === 'within') return [];
  const instanceArn = instanceIn(call);
  const { account } = call;
  const plan = permissionSetPlan({ setCall, instanceArn, account, before, after, accounts, policyOf });
  if (isSigned(plan, input.signed ?? [])) return [];
  const openings = pathsOpenedBy({ excess: comparison.excess, held: holds, limits });
  const reasons = [
    ...comparison.reasons,
    howItSpreads(input.holders),
    ...whyNobodySigns(input, plan),
    undoOfPermissionSetCall(setCall, call, before),
    ...escalationReasons(comparison.excess, openings),
  ];
  return [raised({ comparison: { ...comparison, reasons }, openings, plan }, input)];
}

/** An inline policy that the call replaced is not the one that is there now, though nobody may have seen either. */
function heldBefore({ setCall, before, policyOf }: PermissionSetAssessment): PolicySet {
  const isReplaced = setCall.name === 'PutInlinePolicyToPermissionSet';
  return permissionSetPolicies(before, policyOf, isReplaced ? 'inline before the call' : undefined);
}

interface Found {
  readonly comparison: Exclude<Comparison, { readonly verdict: 'within' }>;
  readonly openings: ReturnType<typeof pathsOpenedBy>;
  readonly plan: HoldPlan | NoPlan;
}

function instanceIn({ change }: Call): string | undefined {
  return 'asked' in change ? textAt(change.asked, 'instanceArn') : undefined;
}

function raised(
  { comparison, openings, plan }: Found,
  { call, setCall, before, after, policyOf, accounts = [], governance, state, now, holders }: PermissionSetAssessment,
): Finding {
  const { verdict, reasons } = comparison;
  const name = after?.name ?? before.name;
  const principal = setCall.permissionSetArn;
  const principalClass = classOfPermissionSet(name, governance);
  const kind = setCall.name.includes('PermissionsBoundary') ? 'guardrail-removed' : 'excess-access';
  const excess = comparison.excess.map(boxOfPart);
  const draft: FindingDraft = {
    id: findingId(call.id, principal, kind),
    ...('none' in plan || after === undefined
      ? {}
      : { gives: givenEverywhere(after, accounts, { policyOf, class: principalClass.name }) }),
    ...(holders?.ok === true ? { heldBy: holders.value } : {}),
    kind,
    severity: severityOf({ verdict, excess, classKind: principalClass.kind, openings }),
    principal,
    class: principalClass.name,
    ...ofCall(call, classOfActor(call.actor, state, governance).name),
    verdict,
    excess,
    witness: comparison.verdict === 'exceeds' ? comparison.witness : null,
    reasons,
    resources: name === undefined ? [] : [name],
    raisedAt: now,
  };
  return raiseAlone({ draft, principalClass }, plan, { governance, call, now });
}
