import type { Reason } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import { policySetOf } from '../../account/effective.ts';
import type { Finding } from '../finding.ts';
import { findingOfGain, type Giving } from './finding-of-gain.ts';
import { allGains, gainByRole, type RoleGain } from './gain-by-role.ts';
import { type HandedRole, nameOfRole } from './handed-roles.ts';
import { mayLend, servicesOf } from './lending.ts';
import { giverOf, isOfAws } from '../assess/giver.ts';

/** A call that hands roles to something, or that runs or changes what has them. */
export interface HandOver extends Omit<Giving, 'giver'> {
  /** What is known of the roles. */
  readonly roles: readonly HandedRole[];
  /** What people allowed the caller besides its standard. */
  readonly waivers: readonly PolicySet[];
}

/** A call with whom it is laid to. */
interface Subject extends HandOver, Giving {
  /** What the caller holds itself; undefined: not known, or it does not count. */
  readonly held: PolicySet | undefined;
}

/**
 * What whoever hands over a role has by it: what the role may do and neither the standard of the giver's class nor a waiver
 * allows. Nothing for a role that the standard itself lets the class hand over, and for what AWS does on its own. A role of
 * which nothing is known is undetermined; what the giver holds already, beyond its standard, is told and not held.
 */
export function assessHandedRoles(input: HandOver): readonly Finding[] {
  const { call, roles, caller, governance } = input;
  const { actor } = call;
  if (call.error !== undefined || isOfAws(actor)) return [];
  const giver = giverOf(actor, caller, governance);
  const holdsNone = giver.as === 'borrowing-agent' || caller === undefined;
  const held = holdsNone ? undefined : policySetOf(caller, actor.principalArn ?? '');
  const subject = { ...input, held, giver };
  const gained = roles.flatMap((role) => {
    const gain = gainOf(role, subject);
    return gain === undefined ? [] : [{ role, gain }];
  });
  const gain = allGains(gained.map((each) => each.gain));
  if (gain === undefined) return [];
  const reason = reasonOf(
    subject,
    gained.map(({ role }) => role),
  );
  return [findingOfGain(gain, { kind: 'excess-by-role', reasons: [reason], floor: 'low' }, subject)];
}

function gainOf(role: HandedRole, { call, change, held, giver, waivers }: Subject): RoleGain | undefined {
  const { standard } = giver;
  const { principalArn } = call.actor;
  const by = held?.principal ?? (principalArn === undefined ? {} : { arn: principalArn });
  const isLent = role.arn !== undefined && mayLend(standard, { roleArn: role.arn, services: servicesOf(change), by });
  return isLent ? undefined : gainByRole(role, { standard, waivers, held });
}

function reasonOf({ call, change }: Subject, roles: readonly HandedRole[]): Reason {
  const { kind, resources } = change;
  const named = roles.map(nameOfRole).join(', ');
  const to = resources.length === 0 ? 'something that the record does not name' : resources.join(', ');
  const did = kind === 'role-used' ? `ran or changed ${to}, which acts with ${named}` : `handed ${named} to ${to}`;
  return { rule: kind, detail: `${call.name} ${did}: whoever controls it can do what the role may do` };
}
