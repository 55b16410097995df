import type { IamCall } from '../../account/call.ts';
import { isHoldPolicyName } from '../../account/hold-policy.ts';
import { isServiceCall, type PlanCall } from '../../account/plan-call.ts';
import type { Call } from '../../activity/call.ts';
import { isSameForm } from '../../digest.ts';
import { endOfSecond, type Instant } from '../../instant.ts';
import { type Case, restoreCalls } from '../cases/case.ts';
import type { Finding, FindingActor, FindingKind } from '../finding.ts';
import { findingActorOf, findingId, raise } from '../raise.ts';

/**
 * Whether a call took back the hold of a case: it does what a restore would do, or takes a deny of Ambit's away. `if-gone`: it was
 * made in the second of the hold, and is one that may have come before it as well: then it took the hold back if that is gone.
 */
type TakesBack = 'yes' | 'no' | 'if-gone';

/** `made` is in whole seconds. In the second of the hold a call on its deny came after it, since there was none before. */
export function takesBack(iam: IamCall, { id, time: made }: Pick<Call, 'id' | 'time'>, current: Case): TakesBack {
  const { hold, restore, finding } = current;
  const isBefore = hold.kind !== 'confirmed' || hold.at > endOfSecond(made);
  // what people signed is none of it
  if (isBefore || restore.kind === 'pending') return 'no';
  const isUndoing =
    restoreCalls(current).some((call) => isSameForm(call, iam)) || hold.calls.some((call) => takesAway(iam, call));
  if (!isUndoing) return 'no';
  if (hold.at <= made || reservedIn(iam) !== undefined) return 'yes';
  // what is held is no answer to its own hold
  return finding.call?.id === id ? 'no' : 'if-gone';
}

/** A call that took back holds of one principal, and who made it. */
export interface HoldUndone {
  readonly call: Call;
  /** Cases of one principal, at least one. */
  readonly undone: readonly [Case, ...(readonly Case[])];
  /** Name of the class of who called. */
  readonly actorClass: string;
  readonly now: Instant;
}

/**
 * The finding that somebody took back a hold without the people who must sign. It is critical where that was who is held, or who
 * asked for what is held. The holds are made again, whatever the class says: that was decided when they were made first.
 */
export function assessHoldUndone({ call, undone, actorClass, now }: HoldUndone): Finding {
  const [{ finding: held }] = undone;
  const actor = findingActorOf(call.actor, actorClass);
  const isOwn = undone.some(({ finding }) => isBehind(actor, finding));
  // the newest hold first: with it the others are mostly there again
  const ids = undone.toSorted((a, b) => heldAt(b) - heldAt(a)).map(({ finding }) => finding.id);
  const detail = `${call.name} took back what holds ${ids.join(', ')}: it is held again`;
  const own = { rule: 'own-hold', detail: `${actor.name} is held by it, or asked for what it holds` };
  return raise(
    {
      id: findingId(call.id, held.principal, 'hold-undone'),
      kind: 'hold-undone',
      severity: isOwn ? 'critical' : 'high',
      principal: held.principal,
      account: held.account,
      class: held.class,
      actor,
      call: { id: call.id, source: call.source, name: call.name, time: call.time },
      verdict: 'exceeds',
      excess: held.excess,
      witness: null,
      reasons: [{ rule: 'hold-undone', detail }, ...(isOwn ? [own] : [])],
      resources: ids,
      raisedAt: now,
    },
    { kind: 'alert', why: 'what was held is held again; who took it back is for people to ask' },
  );
}

/**
 * The finding that a hold is not there any more, of which no event told, nor measuring would: a deny over a credential, or over a
 * session. Undefined: what it held is measured, and tells by itself. Each hold is missed once, and made again.
 */
export function assessHoldGone({ finding: held, hold }: Case, now: Instant): Finding | undefined {
  if (MEASURED.includes(held.kind)) return undefined;
  const detail = `what holds ${held.id} is not there any more, and no event told who took it away: it is held again`;
  return raise(
    {
      id: findingId(`gone ${held.id} ${heldAt({ hold })}`, held.principal, 'hold-undone'),
      kind: 'hold-undone',
      severity: 'high',
      principal: held.principal,
      account: held.account,
      class: held.class,
      actor: { id: 'sweep', name: 'sweep', class: 'none', via: 'sweep', agentHints: [] },
      call: null,
      verdict: 'exceeds',
      excess: held.excess,
      witness: null,
      reasons: [{ rule: 'hold-gone', detail }],
      resources: [held.id],
      raisedAt: now,
    },
    { kind: 'alert', why: 'what was held is held again; who took it back is in CloudTrail' },
  );
}

/** Kinds of findings whose excess is found again whenever their principal is measured. */
const MEASURED: readonly FindingKind[] = ['excess-access', 'guardrail-removed', 'excess-trust', 'standing-excess'];

function heldAt({ hold }: Pick<Case, 'hold'>): Instant {
  return hold.kind === 'none' ? 0 : hold.at;
}

/** Whether who called is the principal that is held, or who made the grant. */
function isBehind(actor: FindingActor, { principal, actor: requester }: Finding): boolean {
  const isPerson = actor.personId !== undefined && actor.personId === requester.personId;
  return actor.principalArn === principal || actor.id === requester.id || isPerson;
}

/** Whether a call removes a deny of Ambit's that another one put, or writes something else in its place. */
function takesAway(iam: IamCall, put: PlanCall): boolean {
  if (isServiceCall(put)) return false;
  const [one, other] = [reservedIn(iam), reservedIn(put)];
  return one !== undefined && one === other && !isSameForm(iam, put);
}

/** The inline policy of a hold that a call is on, with whose it is; undefined: it is on none. */
function reservedIn(call: IamCall): string | undefined {
  if (!('policyName' in call) || !isHoldPolicyName(call.policyName)) return undefined;
  if ('roleName' in call) return `role/${call.roleName.toLowerCase()} ${call.policyName}`;
  return 'userName' in call ? `user/${call.userName.toLowerCase()} ${call.policyName}` : undefined;
}
