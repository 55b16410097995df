import type { Call } from '../../../core/activity/call.ts';
import type { RoleChange } from '../../../core/activity/changes.ts';
import { isRoleUse, KEPT, type RoleUse } from '../../../core/governance/assess/kept-calls.ts';
import { holdersKept } from '../../../core/governance/roles/role-holder.ts';
import type { RecentCalls } from '../../../ports/recent-calls.ts';

/** Calls on one thing that are looked at together. */
const MOST = 20;

/** Services whose calls reach what another service hands a role. */
const REACHING: Readonly<Record<string, readonly string[]>> = { ec2: ['ssm', 'ec2-instance-connect'] };

/** Calls on what a call hands roles to that were made after it and came to be known before it. */
export async function usesAfter(
  call: Call,
  { resources }: RoleChange,
  recentCalls: RecentCalls,
): Promise<readonly RoleUse[]> {
  const { account, source, time } = call;
  const names = [...new Set(resources.flatMap(holdersKept))].slice(0, MOST);
  const [label = '', ...domain] = source.split('.');
  const sources = [label, ...(REACHING[label] ?? [])].map((service) => [service, ...domain].join('.'));
  const uses: RoleUse[] = [];
  for (const each of names.length === 0 ? [] : sources) {
    const wanted = {
      account,
      source: each,
      effect: 'role-used',
      names,
      from: time,
      to: time + KEPT['role-used'],
    } as const;
    for await (const other of recentCalls.naming(wanted)) {
      if (isRoleUse(other)) uses.push(other);
      if (uses.length === MOST) return uses;
    }
  }
  return uses;
}
