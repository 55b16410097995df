import { compareWithUnknown } from '../../../access/compare.ts';
import { boxOfPart, type Comparison, type Reason } from '../../../access/excess.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import type { KnownPermissionSet } from '../../../account/identity-center/identity-center-state.ts';
import { permissionSetPolicies, type PolicyOf } from '../../../account/identity-center/permission-set-policies.ts';
import type { Assignee, DirectoryUser } from '../../../account/permission-set.ts';
import type { PlanCall } from '../../../account/plan-call.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Call } from '../../../activity/call.ts';
import { digestOf } from '../../../digest.ts';
import type { Instant } from '../../../instant.ts';
import { standardSet } from '../../standards/access-limits.ts';
import { agentClassNamed, classOfActor, classOfPermissionSet } from '../../standards/classify.ts';
import { escalationReasons } from '../../escalation/escalation-reasons.ts';
import { type Opening, pathsOpenedBy } from '../../escalation/opened-paths.ts';
import type { Finding, HoldPlan } from '../../finding.ts';
import { findingId, ofCall } from '../../raise.ts';
import type { GivenSet } from '../../../account/identity-center/given-set.ts';
import { givenIn } from '../../holds/beyond/what-sets-give.ts';
import { isSigned, raiseTogether } from '../../holds/raise-together.ts';
import type { FindingDraft, NoPlan } from '../../holds/respond.ts';
import { stackPartOf } from '../../holds/in-code/stack-part.ts';
import { atLeast } from '../../graver.ts';
import { severityOf } from '../../severity.ts';
import type { Governance, PrincipalClass } from '../../standards/standards.ts';

/** A user or group of the directory, with its name where that is known. */
export interface NamedAssignee extends Assignee {
  readonly name?: string;
}

/** A permission set that somebody comes to hold. */
export interface AssignmentGain {
  readonly set: KnownPermissionSet;
  /** Where; sorted. */
  readonly accounts: readonly string[];
  /** What they held there before. */
  readonly held: readonly KnownPermissionSet[];
}

/** What a call of Identity Center gives to one user or group. */
export interface AssignmentAssessment {
  readonly call: Call;
  /** Who gains. */
  readonly assignee: NamedAssignee;
  /** The people behind the assignee; absent: not known. */
  readonly users?: readonly DirectoryUser[];
  readonly gains: readonly AssignmentGain[];
  /** The one who called is who gains, or among the group that does. */
  readonly own: 'own' | 'of-others';
  /** How people take it back. */
  readonly undo: Reason;
  readonly plan: HoldPlan | NoPlan;
  readonly policyOf: PolicyOf;
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
  /** What people have signed and may be done now; absent: nothing. */
  readonly signed?: readonly PlanCall[];
}

/** What is compared of a gain, and why so. */
interface Measure {
  readonly principalClass: PrincipalClass;
  readonly limits: readonly PolicySet[];
  readonly reasons: readonly Reason[];
}

/**
 * What an assignment, or a membership in a group that has some, gives somebody beyond what they held in those accounts and
 * beyond a standard: that of agents where who gains is named like one, else that of the class of the permission set's roles.
 * What somebody gives themselves has no standard: all that is new is in excess. Nothing is held: no role of Ambit may write in
 * Identity Center.
 */
export function assessAssignment(input: AssignmentAssessment): readonly Finding[] {
  const { call, plan, governance, now, signed = [] } = input;
  if (call.error !== undefined || isSigned(plan, signed)) return [];
  const gives = 'none' in plan ? [] : grouped(input.gains).flatMap((gain) => givenBy(gain, input));
  const drafts = grouped(input.gains).flatMap((gain) => {
    const holds = permissionSetPolicies(gain.set, input.policyOf);
    const measure = measureOf(gain, holds, input);
    const comparison = compareWithUnknown(holds, measure.limits);
    if (comparison.verdict === 'within') return [];
    const openings = pathsOpenedBy({ excess: comparison.excess, held: holds, limits: measure.limits });
    return [{ draft: draftOf({ gain, measure, comparison, openings }, input), principalClass: measure.principalClass }];
  });
  return raiseTogether(drafts, plan, { governance, call, now, gives, keptIn: stackPartOf(call, plan) });
}

/** What a gain is as a whole, also what of it is within the standard: a restore gives all of it. */
function givenBy(gain: AssignmentGain, input: AssignmentAssessment): readonly GivenSet[] {
  const { policyOf, own } = input;
  const standard =
    own === 'own'
      ? {}
      : { class: measureOf(gain, permissionSetPolicies(gain.set, policyOf), input).principalClass.name };
  return givenIn(gain.set, gain.accounts, { policyOf, ...standard });
}

/** A permission set that is gained in several accounts, on top of the same there, is gained once. */
function grouped(gains: readonly AssignmentGain[]): readonly AssignmentGain[] {
  const alike = ({ set, held }: AssignmentGain): string => [set, ...held].map(({ arn }) => arn).join(' ');
  return [...Map.groupBy(gains, alike).values()].flatMap((group) => {
    const accounts = [...new Set(group.flatMap((gain) => gain.accounts))].sort();
    return group.slice(0, 1).map((gain) => ({ ...gain, accounts }));
  });
}

function measureOf(
  gain: AssignmentGain,
  holds: PolicySet,
  { assignee, own, policyOf, governance }: AssignmentAssessment,
): Measure {
  const held = gain.held.map((set) => permissionSetPolicies(set, policyOf));
  const setClass = classOfPermissionSet(gain.set.name, governance);
  if (own === 'own') {
    const detail = 'who called gains it by the call: all that they did not hold there counts';
    return { principalClass: setClass, limits: held, reasons: [{ rule: 'self-assigned', detail }] };
  }
  const agents = agentClassNamed(assignee.name, governance);
  const principalClass = agents ?? setClass;
  const limits = [standardSet(principalClass.standard, holds), ...held];
  if (agents === undefined) return { principalClass, limits, reasons: [] };
  const detail = `"${assignee.name}" is named like an agent of class "${agents.name}": its standard counts`;
  return { principalClass, limits, reasons: [{ rule: 'agent-assigned', detail }] };
}

interface Found {
  readonly gain: AssignmentGain;
  readonly measure: Measure;
  readonly comparison: Exclude<Comparison, { readonly verdict: 'within' }>;
  readonly openings: readonly Opening[];
}

function draftOf({ gain, measure, comparison, openings }: Found, input: AssignmentAssessment): FindingDraft {
  const { call, assignee, own, governance, state, now } = input;
  const { principalClass } = measure;
  const { verdict } = comparison;
  const excess = comparison.excess.map(boxOfPart);
  const principal = assigneeArn(assignee, gain.set.arn);
  const severity = severityOf({ verdict, excess, classKind: principalClass.kind, openings });
  return {
    id: findingId(digestOf([call.id, gain.set.arn, ...gain.accounts]), principal, 'excess-access'),
    kind: 'excess-access',
    severity: own === 'own' ? atLeast(severity, 'high') : severity,
    principal,
    class: principalClass.name,
    ...ofCall(call, classOfActor(call.actor, state, governance).name),
    verdict,
    excess,
    witness: comparison.verdict === 'exceeds' ? comparison.witness : null,
    reasons: [
      { rule: 'assignment', detail: givingText(gain, input) },
      ...measure.reasons,
      ...comparison.reasons,
      input.undo,
      ...escalationReasons(excess, openings),
    ],
    resources: [
      gain.set.arn,
      ...(gain.set.name === undefined ? [] : [gain.set.name]),
      ...gain.accounts.slice(0, MOST_LISTED),
    ],
    ...beneficiariesOf(input),
    raisedAt: now,
  };
}

function givingText({ set, accounts }: AssignmentGain, { call, assignee }: AssignmentAssessment): string {
  const who = assignee.name === undefined ? assignee.id : `"${assignee.name}" (${assignee.id})`;
  const more = accounts.length > MOST_NAMED ? ` and ${accounts.length - MOST_NAMED} more accounts` : '';
  const where = `${accounts.slice(0, MOST_NAMED).join(', ')}${more}`;
  return `${call.name} gives the ${assignee.kind} ${who} the permission set ${set.name ?? set.arn} in ${where}`;
}

/** A finding stays small: of a larger group nobody can be told apart, so that nobody counts as one who does not gain. */
const MOST_BENEFICIARIES = 500;

function beneficiariesOf({ users }: AssignmentAssessment): Pick<FindingDraft, 'beneficiaries'> {
  if (users === undefined || users.length > MOST_BENEFICIARIES) return {};
  return { beneficiaries: users.flatMap(({ id, userName }) => (userName === undefined ? [id] : [id, userName])) };
}

/** So many accounts are named in a reason, and so many are listed. */
const MOST_NAMED = 5;
const MOST_LISTED = 100;

/** Source: service authorization reference, "AWS Identity Store", resource types. */
function assigneeArn({ kind, id }: Assignee, setArn: string): string {
  const [, partition = 'aws'] = setArn.split(':');
  return `arn:${partition}:identitystore:::${kind}/${id}`;
}
