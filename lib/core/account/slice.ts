import type { AccountState, Group, Principal } from './state.ts';

/** The role or user with this IAM ARN, or undefined where the state has none. */
export function principalOf(state: AccountState, arn: string): Principal | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const role = state.roles.get(name);
  if (role?.arn === arn) return role;
  const user = state.users.get(name);
  return user?.arn === arn ? user : undefined;
}

/** Every principal that the state lists: roles, then users. */
export function principalsOf(state: AccountState): readonly Principal[] {
  return [...state.roles.values(), ...state.users.values()];
}

/** The groups of a principal that the state lists; roles have none. */
export function groupsOf(state: AccountState, principal: Principal): readonly Group[] {
  if (principal.kind === 'role') return [];
  return principal.groups.flatMap((name) => state.groups.get(name) ?? []);
}

/**
 * All that decides about one principal, and nothing else: itself, its groups, the managed policies they hold, its boundary, its
 * instance profiles. Decides the same as the whole state. Undefined where the state has no such principal.
 */
export function sliceOf(state: AccountState, principalArn: string): AccountState | undefined {
  const principal = principalOf(state, principalArn);
  if (principal === undefined) return undefined;
  const groups = groupsOf(state, principal);
  const arns = new Set([...principal.attached, ...groups.flatMap((group) => group.attached)]);
  if (principal.boundary !== undefined) arns.add(principal.boundary);
  return {
    account: state.account,
    partition: state.partition,
    coverage: 'partial',
    roles: new Map(principal.kind === 'role' ? [[principal.name, principal]] : []),
    users: new Map(principal.kind === 'user' ? [[principal.name, principal]] : []),
    groups: new Map(groups.map((group) => [group.name, group])),
    policies: new Map([...state.policies].filter(([arn]) => arns.has(arn))),
    instanceProfiles: new Map(
      [...state.instanceProfiles].filter(
        ([, profile]) => principal.kind === 'role' && profile.roles.includes(principal.name),
      ),
    ),
  };
}
