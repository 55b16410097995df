import type { Call } from '../../activity/call.ts';
import type { Instant } from '../../instant.ts';
import type { Finding, HoldPlan, Response } from '../finding.ts';
import { isLeftAlone } from './protected.ts';
import { modeIn } from '../standards/mode-in.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';

/** A finding before it is decided what to do about it. */
export type FindingDraft = Omit<Finding, 'response' | 'digest'>;

/** Why nothing can be held. */
export interface NoPlan {
  readonly none: string;
}

/** All that the response to a finding hangs on. */
export interface Situation {
  readonly finding: Pick<FindingDraft, 'principal' | 'account' | 'resources'>;
  readonly plan: HoldPlan | NoPlan;
  /** The class whose mode and response rule count. */
  readonly principalClass: PrincipalClass;
  readonly governance: Governance;
  /** Undefined in a sweep. */
  readonly call: Call | undefined;
  readonly now: Instant;
}

/**
 * What is done about a finding: as the mode of the class, or of the account, and the response rule say, but a protected principal, an old or a
 * replayed call, and an excess for which there is no plan only alert. An undetermined verdict is held like any other.
 */
export function respond(situation: Situation): Response {
  const { finding, plan, principalClass, governance, now } = situation;
  const { name, response } = principalClass;
  const mode = modeIn(finding.account, principalClass, governance);
  const whose = mode === principalClass.mode ? `class "${name}"` : `account ${finding.account}`;
  if (mode === 'observe') return { kind: 'observe', why: `${whose} is in observe mode` };
  if (mode === 'warn') return { kind: 'alert', why: `${whose} is in warn mode` };
  if (response.kind === 'alert') return { kind: 'alert', why: `class "${name}" only alerts` };
  const obstacle = obstacleToHold(situation);
  if (obstacle !== undefined) return { kind: 'alert', why: obstacle };
  if ('none' in plan) return { kind: 'alert', why: plan.none };
  if (response.kind === 'hold') return { kind: 'hold', plan };
  return { kind: 'hold-unless-approved', plan, deadline: now + response.withinMinutes * 60_000 };
}

/** What a session did does not come back by an approval: it is contained without waiting for one. */
export function atOnce(principalClass: PrincipalClass): PrincipalClass {
  if (principalClass.response.kind !== 'hold-unless-approved') return principalClass;
  return { ...principalClass, response: { kind: 'hold' } };
}

/** Whether a call was made so long ago that nothing is done about it without people. */
export function isOld({ time }: Pick<Call, 'time'>, { staleAfterMinutes }: Governance, now: Instant): boolean {
  return now - time > staleAfterMinutes * 60_000;
}

function obstacleToHold({ finding, governance, call, now }: Situation): string | undefined {
  if (isLeftAlone(finding, governance)) return `${finding.principal} is protected`;
  if (call === undefined) return undefined;
  if (call.replayed) return 'the call came out of a replay, which never acts on its own';
  if (!isOld(call, governance, now)) return undefined;
  const minutes = Math.floor((now - call.time) / 60_000);
  return `the call is ${minutes} minutes old, calls older than ${governance.staleAfterMinutes} only alert`;
}
