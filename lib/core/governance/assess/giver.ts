import { isServiceLinkedRole } from '../../account/iam-arn.ts';
import type { AccountState } from '../../account/state.ts';
import type { Actor } from '../../activity/actor.ts';
import { agentClassOf, classOfActor, ownClassOf } from '../standards/classify.ts';
import { admitsOnly, isAgentAtWork } from '../agents/settled-markers.ts';
import type { Governance, PrincipalClass, Standard } from '../standards/standards.ts';

/** Whether AWS acted by itself: a service, or the role that belongs to one. */
export function isOfAws({ kind, principalArn }: Actor): boolean {
  return kind === 'service' || (principalArn !== undefined && isServiceLinkedRole(principalArn));
}

/**
 * Whether CloudFormation acted with a role that was handed to it for a stack, and that nobody else can act with: what it
 * does was given when the role was handed over. Without such a role it acts as who asked for it.
 * Source: CloudFormation user guide, "CloudFormation service role".
 */
export function isStackRole({ invokedBy = '', principalArn }: Actor, state: AccountState | undefined): boolean {
  const service = invokedBy.replace(/\.cn$/, '');
  return service === 'cloudformation.amazonaws.com' && admitsOnly(service, principalArn, state);
}

/** Whom a call is laid to. */
export interface Giver {
  /** Its mode and response count. */
  readonly principalClass: PrincipalClass;
  /** What it may have. */
  readonly standard: Standard;
  /** `agent`: it acts for itself; `borrowing-agent`: it acts with the role of somebody else, and holds none of it; `other`. */
  readonly as: 'agent' | 'borrowing-agent' | 'other';
}

/** Whom a call is laid to, and by which standard it is measured: an agent by that of agents, whatever role it acts with. */
export function giverOf(actor: Actor, state: AccountState | undefined, governance: Governance): Giver {
  const principalClass = classOfActor(actor, state, governance);
  const { kind, standard } = ownClassOf(actor, state, governance);
  if (kind === 'agent') return { principalClass, standard, as: 'agent' };
  if (!isAgentAtWork(actor, state)) return { principalClass, standard, as: 'other' };
  return { principalClass, standard: agentClassOf(governance)?.standard ?? standard, as: 'borrowing-agent' };
}
