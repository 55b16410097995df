import type { AccountState } from '../../account/state.ts';
import { principalOf } from '../../account/slice.ts';
import type { Actor, AgentMarker } from '../../activity/actor.ts';
import { parsePolicy } from '../../policy/parse.ts';

type Marked = Pick<Actor, 'agentMarkers' | 'principalArn'>;

/**
 * The signs of an agent, those decided that hang on who may assume the role: strong where `state` shows that its trust admits
 * one service and nobody else. Where the role is not known they stay hints: whoever may assume it can choose the name.
 */
export function settledMarkers(
  { agentMarkers, principalArn }: Marked,
  state: AccountState | undefined,
): readonly AgentMarker[] {
  return agentMarkers.map((marker) => {
    const { strongIfOnly: service } = marker;
    if (service === undefined || !admitsOnly(service, principalArn, state)) return marker;
    const { agent, field } = marker;
    return { agent, field, strength: 'strong' };
  });
}

/** Whether AWS itself says that an agent acted. */
export function isAgentAtWork(actor: Marked, state: AccountState | undefined): boolean {
  return settledMarkers(actor, state).some(({ strength }) => strength === 'strong');
}

/** Whether a role (ARN) lets in this service of AWS, and nobody else; not where its trust policy is not known. */
export function admitsOnly(service: string, roleArn: string | undefined, state: AccountState | undefined): boolean {
  const role = state === undefined || roleArn === undefined ? undefined : principalOf(state, roleArn);
  const trust = role?.kind === 'role' ? parsePolicy(role.trust) : undefined;
  if (trust?.ok !== true) return false;
  const admitting = trust.value.statements.filter(({ effect }) => effect === 'Allow');
  return (
    admitting.length > 0 &&
    admitting.every(({ principal }) => {
      if (principal === undefined || principal.negated) return false;
      const others = [principal.aws, principal.federated, principal.canonicalUser].flat();
      return others.length === 0 && principal.service.every((each) => each === service);
    })
  );
}
