import type { Reason } from '../../access/excess.ts';
import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { RoleChange } from '../../activity/changes.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';
import { containSession } from '../holds/sessions/contain-session.ts';
import { escalationReasons } from '../escalation/escalation-reasons.ts';
import type { Finding, HoldPlan, Response, Severity } from '../finding.ts';
import type { RoleGain } from './gain-by-role.ts';
import { type Giver, isStackRole } from '../assess/giver.ts';
import { findingId, ofCall, raise } from '../raise.ts';
import { atOnce, type FindingDraft, type NoPlan, respond } from '../holds/respond.ts';
import { atLeast } from '../graver.ts';
import { severityOf } from '../severity.ts';
import { wayBackFrom } from '../undo/ways-back.ts';
import type { Governance } from '../standards/standards.ts';

/** A call by which somebody comes to act with roles, and who made it. */
export interface Giving {
  readonly call: Call;
  readonly change: RoleChange;
  /** Who called, as last assessed. */
  readonly caller: AccountState | undefined;
  readonly giver: Giver;
  readonly governance: Governance;
  readonly now: Instant;
}

/** What a finding says besides what was gained. */
export interface GainText {
  readonly kind: 'excess-by-role' | 'excess-trust';
  /** What was done, and who gains. */
  readonly reasons: readonly Reason[];
  /** It is at least so grave. */
  readonly floor: Severity;
}

/** The finding that a gain by a role is, on who called. The session of an agent is contained, of all others people are told. */
export function findingOfGain(gain: RoleGain, { kind, reasons, floor }: GainText, giving: Giving): Finding {
  const { verdict, excess, witness, openings } = gain;
  const { call, change, now } = giving;
  const { principalClass } = giving.giver;
  const principal = call.actor.principalArn ?? call.actor.id;
  const draft: FindingDraft = {
    id: findingId(causeOf(gain, giving), principal, kind),
    kind,
    severity: atLeast(severityOf({ verdict, excess, classKind: principalClass.kind, openings }), floor),
    principal,
    class: principalClass.name,
    ...ofCall(call, principalClass.name),
    verdict,
    excess,
    witness,
    reasons: [
      ...reasons,
      ...(gain.standing === 'held' ? [HELD] : []),
      ...gain.reasons,
      ...escalationReasons(excess, openings),
    ],
    resources: change.resources,
    raisedAt: now,
  };
  return raise(draft, responseTo(draft, gain, giving));
}

/** What nothing is known of says the same again and again: it is told once in so many milliseconds. */
const TOLD_AGAIN_AFTER = 3_600_000;

/** Each call counts by itself; those that hand over what nothing is known of are one for the same roles and service. */
function causeOf({ verdict, excess }: RoleGain, { call, change, giver }: Giving): string {
  const isKnown = verdict === 'exceeds' || excess.length > 0 || giver.as !== 'other';
  if (isKnown || change.roles.length === 0) return call.id;
  const { account, source, name, region, time } = call;
  const roles = jsonForm(change.roles);
  return digestOf({ account, source, name, region, roles, hour: Math.floor(time / TOLD_AGAIN_AFTER) });
}

const HELD: Reason = {
  rule: 'held-already',
  detail: 'who called holds as much, beyond the standard: what has the role keeps it when that is taken away',
};

function responseTo(draft: FindingDraft, gain: RoleGain, giving: Giving): Response {
  const { call, governance, now } = giving;
  const quiet = whyQuiet(gain, giving);
  if (quiet !== undefined) return { kind: 'observe', why: quiet };
  const plan = planFor(gain, giving);
  return respond({ finding: draft, plan, principalClass: atOnce(giving.giver.principalClass), governance, call, now });
}

/** Why nobody is told, though it is written down. */
function whyQuiet(
  { verdict, excess, standing }: RoleGain,
  { call, change, caller, giver }: Giving,
): string | undefined {
  const { kind, name } = giver.principalClass;
  if (isStackRole(call.actor, caller)) {
    return 'CloudFormation did it for a stack, with a role that it was handed for that';
  }
  const isNews = standing === 'new' && (verdict === 'exceeds' || excess.length > 0);
  const isRoutine =
    change.kind === 'role-used' ? kind === 'pipeline' || kind === 'workload' : kind === 'pipeline' && !isNews;
  return isRoutine ? `class "${name}" makes such changes` : undefined;
}

/** What has a role keeps it. An agent that gives itself or others access is stopped before it goes on. */
function planFor({ standing }: RoleGain, { call, change, caller, governance, giver }: Giving): HoldPlan | NoPlan {
  if (standing === 'held') return { none: 'who called holds as much already: people decide about both' };
  if (giver.as !== 'other') return containSession(call, caller, governance);
  return { none: `nobody's session but an agent's is held for that: ${wayBackFrom(call, change.kind)}` };
}
