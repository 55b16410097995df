import { principalsOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import { classOf } from '../standards/classify.ts';
import type { Governance } from '../standards/standards.ts';
import type { Grantee } from './excess-of-grantee.ts';
import { type OwnGrantees, roleOfSession } from './own-grantees.ts';

/** Agents that are looked at where a policy lets in everyone of the account. */
export const MOST_AGENTS = 100;

/** Those whom a policy lets in, as a state of their account knows them; a session stands for its role. */
export function granteesIn(
  { named, reach }: OwnGrantees,
  state: AccountState | undefined,
  governance: Governance,
): readonly Grantee[] {
  const agents = reach === 'everyone' && state !== undefined ? agentsIn(state, governance) : [];
  return eachOnce([...named.map((name) => granteeNamed(name, state)), ...agents]);
}

/** Each principal once. */
export function eachOnce(grantees: readonly Grantee[]): readonly Grantee[] {
  return [...new Map(grantees.map((grantee) => [grantee.arn, grantee])).values()];
}

/** A principal by the name that a policy has for it; a session stands for its role. */
export function granteeNamed(name: string, state: AccountState | undefined): Grantee {
  const role = roleOfSession(name);
  if (role === undefined) return { arn: name, state };
  const [, partition = 'aws', , , account = ''] = name.split(':');
  return { arn: state?.roles.get(role)?.arn ?? `arn:${partition}:iam::${account}:role/${role}`, state };
}

function agentsIn(state: AccountState, governance: Governance): readonly Grantee[] {
  const agents = principalsOf(state).filter((principal) => classOf(principal, governance).kind === 'agent');
  return agents.slice(0, MOST_AGENTS).map(({ arn }) => ({ arn, state }));
}
