import type { Reason } from '../access/excess.ts';
import type { PolicySet } from '../access/policy-set.ts';
import { policySetOf } from '../account/effective.ts';
import type { AccountState } from '../account/state.ts';
import type { Call } from '../activity/call.ts';
import { undoOf } from '../activity/calls/table.ts';
import type { RoleChange } from '../activity/changes.ts';
import type { Instant } from '../instant.ts';
import { classOfActor } from './classify.ts';
import { containSession } from './contain-session.ts';
import { escalationReasons } from './escalation/escalation-reasons.ts';
import type { Finding, HoldPlan, Response } from './finding.ts';
import { allGains, gainByRole, type RoleGain } from './gain-by-role.ts';
import type { HandedRole } from './handed-roles.ts';
import { mayLend, servicesOf } from './lending.ts';
import { isOfAws, isStackRole } from './on-behalf.ts';
import { findingActorOf, findingId, raise } from './raise.ts';
import { atOnce, type FindingDraft, type NoPlan, respond } from './respond.ts';
import { severityOf } from './severity.ts';
import type { Governance, PrincipalClass } from './standards.ts';

/** A call that hands roles to something, or that runs or changes what has them. */
export interface HandOver {
  readonly call: Call;
  readonly change: RoleChange;
  /** What is known of the roles. */
  readonly roles: readonly HandedRole[];
  /** Who called, as last assessed. */
  readonly caller: AccountState | undefined;
  readonly governance: Governance;
  /** What people allowed the caller besides its standard. */
  readonly waivers: readonly PolicySet[];
  readonly now: Instant;
}

/** A call with the class that its caller is measured by. */
interface Subject extends HandOver {
  readonly principalClass: PrincipalClass;
  /** What the caller holds itself; undefined: not known, or it does not count. */
  readonly held: PolicySet | undefined;
}

/**
 * What whoever hands over a role gains by it: what the role may do and neither the standard of the giver's class, nor a
 * waiver, nor what the giver holds allows already. Nothing for a role that the standard itself lets the class hand over, for
 * what AWS does on its own, and for the root user, who may do everything. A role of which nothing is known is undetermined.
 */
export function assessHandedRoles(input: HandOver): readonly Finding[] {
  const { call, roles, caller, governance } = input;
  const { actor } = call;
  const isMarked = actor.agentMarkers.some(({ strength }) => strength === 'strong');
  if (call.error !== undefined || isOfAws(actor) || (actor.kind === 'root' && !isMarked)) return [];
  // an agent that borrows somebody's role holds none of it by its own standard
  const held = isMarked || caller === undefined ? undefined : policySetOf(caller, actor.principalArn ?? '');
  const subject = { ...input, held, principalClass: classOfActor(actor, caller, governance) };
  const gain = allGains(roles.map((role) => gainOf(role, subject)).filter((each) => each !== undefined));
  return gain === undefined ? [] : [findingOf(gain, subject)];
}

function gainOf(role: HandedRole, { call, change, held, principalClass, waivers }: Subject): RoleGain | undefined {
  const { standard } = principalClass;
  const { principalArn } = call.actor;
  if (held !== undefined && role.arn === principalArn) return undefined;
  const by = held?.principal ?? (principalArn === undefined ? {} : { arn: principalArn });
  const isLent = role.arn !== undefined && mayLend(standard, { roleArn: role.arn, services: servicesOf(change), by });
  return isLent ? undefined : gainByRole(role, { standard, waivers, held });
}

function findingOf({ verdict, excess, witness, reasons, openings }: RoleGain, subject: Subject): Finding {
  const { call, change, principalClass, now } = subject;
  const principal = call.actor.principalArn ?? call.actor.id;
  const draft: FindingDraft = {
    id: findingId(`${call.id} ${change.kind}`, principal, 'excess-by-role'),
    kind: 'excess-by-role',
    severity: severityOf({ verdict, excess, classKind: principalClass.kind, openings }),
    principal,
    account: call.account,
    class: principalClass.name,
    actor: findingActorOf(call.actor, principalClass.name),
    call: { id: call.id, source: call.source, name: call.name, time: call.time },
    verdict,
    excess,
    witness,
    reasons: [reasonOf(subject), ...reasons, ...escalationReasons(excess, openings)],
    resources: change.resources,
    raisedAt: now,
  };
  return raise(draft, responseTo(draft, subject));
}

function reasonOf({ call, change, roles }: Subject): Reason {
  const { kind, resources } = change;
  const named = roles.map((role) => (role.kind === 'known' ? role.arn : (role.arn ?? 'a role that is not known')));
  const to = resources.length === 0 ? 'something that the record does not name' : resources.join(', ');
  const did = kind === 'role-used' ? `ran or changed ${to}, which acts with` : `gave ${to}`;
  return {
    rule: kind,
    detail: `${call.name} ${did} ${named.join(', ')}: whoever controls it can do what the role may do`,
  };
}

function responseTo(draft: FindingDraft, subject: Subject): Response {
  const { call, principalClass, governance, now } = subject;
  const quiet = whyQuiet(draft, subject);
  if (quiet !== undefined) return { kind: 'observe', why: quiet };
  const plan = planFor(subject);
  return respond({ finding: draft, plan, principalClass: atOnce(principalClass), governance, call, now });
}

/** Why nobody is told, though it is written down. */
function whyQuiet(
  { verdict, excess }: FindingDraft,
  { call, change, caller, principalClass }: Subject,
): string | undefined {
  const { kind, name } = principalClass;
  if (isStackRole(call.actor, caller))
    return 'CloudFormation did it for a stack, with a role that it was handed for that';
  const isRoutine = change.kind === 'role-used' ? kind === 'pipeline' || kind === 'workload' : kind === 'pipeline';
  const isProven = verdict === 'exceeds' || excess.length > 0;
  const isQuiet = isRoutine && (change.kind === 'role-used' || !isProven);
  return isQuiet ? `class "${name}" makes such changes` : undefined;
}

/** What runs with a role is not changed by Ambit. An agent that lends itself access is stopped before it goes on. */
function planFor({ call, change, caller, governance, principalClass }: Subject): HoldPlan | NoPlan {
  if (principalClass.kind === 'agent') return containSession(call, caller, governance);
  const undo = undoOf(call.source, call.name, change.kind);
  const how = undo === undefined ? 'no call undoes it' : `it is undone by ${undo.by.join(' or ')}`;
  return { none: `what services run is left to people: ${how}` };
}
