import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { guardOf } from '../../account/guard.ts';
import { principalOf } from '../../account/slice.ts';
import type { Principal } from '../../account/state.ts';
import { err, ok, type Result } from '../../result.ts';
import type { HoldPlan, PassedOver } from '../finding.ts';
import { credentialSwitch } from './credential-off.ts';
import { denyEverything } from './denies/deny-everything.ts';
import { denyOfNewSessions, type ShownPlan, withSessionsEnded } from './sessions/ended-sessions.ts';
import { exactDeny } from './denies/exact-deny.ts';
import { exactInverse } from './exact-inverse.ts';
import type { HoldQuestion } from './hold-question.ts';
import { inlineRoomOf } from './denies/inline-room.ts';
import { keeperOf } from './in-code/kept-in-code.ts';
import { containment, reservedDeny } from './denies/reserved-deny.ts';
import type { NoPlan } from './respond.ts';
import { unmodifiable } from './unmodifiable.ts';

/**
 * How to stop the use of what a call gave a principal, by the first of these that fits: the exact inverse, where computing it
 * shows that the principal is then as it was before and where nobody else is touched; a credential is deactivated; a reserved deny of
 * exactly the excess, where the access engine proves that it takes all of that and nothing else; a reserved deny of
 * everything. Sessions that began with what is taken back are ended as well. What a tool keeps in its own state is never taken from it: the deny stands beside it. A restore makes the call
 * again, byte for byte, or lifts the deny.
 */
export function holdPlanFor(question: HoldQuestion): HoldPlan<IamCall> | NoPlan {
  const { call, pair, principalArn, kind } = question;
  const obstacle = unmodifiable(principalArn);
  if (obstacle !== undefined) return { none: obstacle };
  const principal = principalOf(pair.after, principalArn);
  if (principal === undefined) return { none: `${principalArn} is gone` };
  const cause = `${call.id} ${kind}`;
  const guarded = guardOf(reservedDeny(principal, cause).put, pair.after);
  if (guarded !== undefined) return { none: guarded.detail };
  const iam = call.change.kind === 'access' ? call.change.iam : undefined;
  const undo = iam === undefined ? err('what was called is not known') : undoOf(iam, question);
  const plan = undo.ok ? undo.value : otherPlan(principal, { question, cause, iam, why: undo.error });
  return withSessionsEnded(plan, principal, { question, cause });
}

function undoOf(iam: IamCall, { call, pair, principalArn }: HoldQuestion): Result<ShownPlan, string> {
  const keeper = keeperOf(call);
  if (keeper !== undefined) return err(`${keeper} keeps it in its state, which would drift, or do it again`);
  const undo = exactInverse(iam, pair, principalArn);
  return undo.ok ? ok(inversePlan(iam, undo.value, pair.after.account)) : undo;
}

function inversePlan(iam: IamCall, calls: readonly IamCall[], account: string): ShownPlan {
  const summary = `undoes ${iam.name} by ${calls.map(({ name }) => name).join(', ')}`;
  const proof = { shown: 'as-before', passedOver: [] } as const;
  return { kind: 'exact-inverse', account, calls, restore: [iam], summary, proof };
}

function credentialPlan(
  iam: IamCall | undefined,
  account: string,
  passedOver: readonly PassedOver[],
): ShownPlan | undefined {
  const credential = iam && credentialSwitch(iam);
  if (credential === undefined) return undefined;
  const { off, on, what } = credential;
  const proof = { shown: 'credential-off', passedOver } as const;
  return { kind: 'contain', account, calls: [off], restore: [on], summary: `deactivates ${what}`, proof };
}

interface Passing {
  readonly question: HoldQuestion;
  readonly cause: string;
  readonly iam: IamCall | undefined;
  /** Why the call is not taken back. */
  readonly why: string;
}

function otherPlan(principal: Principal, { question, cause, iam, why }: Passing): ShownPlan {
  const passedOver = [{ plan: 'exact-inverse', why } as const];
  const isCredential = question.kind === 'credential-created';
  const off = isCredential ? credentialPlan(iam, question.pair.after.account, passedOver) : undefined;
  return off ?? denyPlan(principal, { question, cause, passedOver });
}

interface Denying {
  readonly question: HoldQuestion;
  /** Names the policy: the same cause gives the same one. */
  readonly cause: string;
  readonly passedOver: readonly PassedOver[];
}

function denyPlan(principal: Principal, { question, cause, passedOver }: Denying): ShownPlan {
  const { call, kind, pair, limits } = question;
  const account = pair.after.account;
  const exact = exactDeny({ granted: policySetOf(pair.after, principal.arn), limits, room: inlineRoomOf(principal) });
  const who = `${principal.kind} ${principal.name}`;
  if (exact.ok) {
    const summary = `denies ${who} exactly the excess until it is released`;
    const proof = { shown: 'within-limits', passedOver } as const;
    return { ...containment(account, reservedDeny(principal, cause, exact.value)), summary, proof };
  }
  const all = [...passedOver, { plan: 'exact-deny', why: exact.error } as const];
  const sessions =
    kind === 'excess-trust' ? denyOfNewSessions(principal, pair, { since: call.time, cause }) : undefined;
  if (sessions !== undefined) {
    const summary = `denies ${who} to all who assumed it since the call, and who will, until it is released`;
    return { ...containment(account, sessions), summary, proof: { shown: 'no-new-session', passedOver: all } };
  }
  const { deny, summary, passed } = denyEverything(principal, pair.after.partition, cause);
  const proof = { shown: 'nothing-left', passedOver: [...all, ...passed] } as const;
  return { ...containment(account, deny), summary, proof };
}
