import type { AccountState } from '../../account/state.ts';
import { type Call, changesOf } from '../../activity/call.ts';
import { isCloudFormation } from '../../activity/operation.ts';
import type { Instant } from '../../instant.ts';
import { classOfActor } from '../standards/classify.ts';
import { containSession } from '../holds/sessions/contain-session.ts';
import type { Finding } from '../finding.ts';
import { draftOfAct, raise } from '../raise.ts';
import { atOnce, respond } from '../holds/respond.ts';
import type { Governance } from '../standards/standards.ts';
import { unprompted } from '../holds/unprompted.ts';

/** A call that changes Ambit itself. */
export interface OwnPartsAssessment {
  readonly call: Call;
  /** The parts of Ambit that it changes, at least one. */
  readonly parts: readonly string[];
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
}

/**
 * A call that changes Ambit itself: whoever wants to go unseen begins there, so it is critical, and its session is contained.
 * A deployment of Ambit is told once, as the operation on its stack; what CloudFormation does for it is observed.
 */
export function assessOwnParts(input: OwnPartsAssessment): readonly Finding[] {
  const { call, parts, governance, state, now } = input;
  if (call.error !== undefined) return [];
  const principalClass = classOfActor(call.actor, state, governance);
  const deploys = isDeployment(call);
  const draft = draftOfAct(call, principalClass.name, {
    cause: call.id,
    kind: 'watch-tampered',
    severity: deploys ? 'high' : 'critical',
    verdict: 'exceeds',
    reasons: [{ rule: 'own-part', detail: `${call.name} changes a part of Ambit: ${parts.slice(0, 5).join(', ')}` }],
    resources: parts,
    raisedAt: now,
  });
  const ofStack = unprompted(call) ?? (isByStack(call) ? 'CloudFormation did it for a stack' : undefined);
  if (ofStack !== undefined) return [raise(draft, { kind: 'observe', why: ofStack })];
  const plan = deploys ? { none: 'it may be a deployment of Ambit' } : containSession(call, state, governance);
  return [
    raise(draft, respond({ finding: draft, plan, principalClass: atOnce(principalClass), governance, call, now })),
  ];
}

function isDeployment(call: Call): boolean {
  return changesOf(call).some(({ kind }) => kind === 'deployment');
}

function isByStack({ actor }: Call): boolean {
  return isCloudFormation(actor.invokedBy);
}
