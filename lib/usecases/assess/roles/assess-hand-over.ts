import type { PolicySet } from '../../../core/access/policy-set.ts';
import type { NamedRole } from '../../../core/account/named-roles.ts';
import type { AccountState } from '../../../core/account/state.ts';
import type { Actor } from '../../../core/activity/actor.ts';
import type { Call } from '../../../core/activity/call.ts';
import { actsLater } from '../../../core/activity/calls/table.ts';
import type { RoleChange } from '../../../core/activity/changes.ts';
import { isRoleUse } from '../../../core/governance/assess/kept-calls.ts';
import { principalOfActor } from '../../../core/governance/agents/agent-session.ts';
import { assessHandedRoles } from '../../../core/governance/roles/assess-handed-roles.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import { handedRoles, type RolesKnown, rolesNamedBy } from '../../../core/governance/roles/handed-roles.ts';
import { giverOf, isOfAws } from '../../../core/governance/assess/giver.ts';
import type { Instant } from '../../../core/instant.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import type { RecentCalls } from '../../../ports/recent-calls.ts';
import { type CaseBook, casesOf } from '../../case-book.ts';
import { readRoles, type ReadRolesDeps } from './read-roles.ts';
import { keepRoles, rolesKept } from './roles-kept.ts';
import { usesAfter } from './role-uses.ts';
import { stateKnownOfActor } from '../state-known-of-actor.ts';
import { type TellDeps, tellOfChange } from '../tell-of-change.ts';
import { agentWaiversOf, waiversOf } from '../waivers-of.ts';

/** What tells which role a call hands over, and what that role may do. */
export type HandOverDeps = TellDeps &
  ReadRolesDeps & {
    readonly cases: CaseBook;
    readonly recentCalls: RecentCalls;
    /** Absent: which roles earlier calls handed over is not known. */
    readonly keepsakes?: Keepsakes;
  };

/**
 * What is wrong with a call that hands roles over, or runs what has them: what its caller gains by the roles that the
 * record names, or that an earlier call handed to what it names, as they are now. Where of something it is not known which
 * role it acts with, that it happened is told; a hand-over that comes to be known later tells what it gave.
 */
export async function assessHandOver(call: Call, change: RoleChange, deps: HandOverDeps): Promise<readonly Finding[]> {
  if (call.error !== undefined || isOfAws(call.actor)) return [];
  const named = rolesNamedBy(call, change);
  if (named === undefined) return assessUse(call, change, deps);
  // kept first: of two calls that are handled at once, at least one sees the other
  await keepRoles(call, change, named, deps.keepsakes);
  const findings = [...(await assessRoles(call, change, { named, deps }))];
  for (const use of actsLater(call.source) ? await usesAfter(call, change, deps.recentCalls) : []) {
    findings.push(...(await assessRoles(use, use.change, { named, deps })));
  }
  return findings;
}

async function assessUse(call: Call, change: RoleChange, deps: HandOverDeps): Promise<readonly Finding[]> {
  const known = (await rolesKept(call, change, deps.keepsakes)) ?? (await rolesAfterKeeping(call, change, deps));
  const told = known === undefined || known.lacksSome ? await tellOfChange(call, change, deps) : [];
  if (known === undefined) return told;
  return [...(await assessRoles(call, change, { named: known.roles, deps })), ...told];
}

/** Keeps a call for the hand-over that tells its roles, which may have come to be known at this moment. */
async function rolesAfterKeeping(
  call: Call,
  change: RoleChange,
  { recentCalls, keepsakes }: HandOverDeps,
): Promise<RolesKnown | undefined> {
  const use = { ...call, also: [], change };
  if (!isRoleUse(use)) return undefined;
  await recentCalls.keep(use);
  return rolesKept(call, change, keepsakes);
}

interface NamedRoles {
  readonly named: readonly NamedRole[];
  readonly deps: HandOverDeps;
}

async function assessRoles(call: Call, change: RoleChange, { named, deps }: NamedRoles): Promise<readonly Finding[]> {
  const states = await readRoles(named, deps);
  const roles = handedRoles(named, (account) => states.get(account));
  const caller = await stateKnownOfActor(call, deps);
  const { governance, clock } = deps;
  const now = clock.now();
  const waivers = await waiversFor({ actor: call.actor, current: caller }, now, deps);
  return assessHandedRoles({ call, change, roles, caller, governance, waivers, now });
}

/** What people signed for who acts; what they signed for a role is none of an agent's that borrows it. */
async function waiversFor(
  { actor, current }: { readonly actor: Actor; readonly current: AccountState | undefined },
  now: Instant,
  { cases, governance }: HandOverDeps,
): Promise<readonly PolicySet[]> {
  const principal = principalOfActor(actor);
  const own = await casesOf(cases, principal);
  const { as } = giverOf(actor, current, governance);
  return as === 'borrowing-agent'
    ? agentWaiversOf({ actor, current }, own, now)
    : waiversOf({ principal, current }, own, now);
}
