import type { Grants, RoleGrants, Rule } from './policies.ts';

/** One thing that somebody does to an account, in the words of the model. */
export type Change =
  | { readonly kind: 'put'; readonly role: string; readonly policy: string; readonly rules: readonly Rule[] }
  | { readonly kind: 'drop'; readonly role: string; readonly policy: string }
  | { readonly kind: 'attach'; readonly role: string; readonly arn: string }
  | { readonly kind: 'detach'; readonly role: string; readonly arn: string }
  | { readonly kind: 'fence'; readonly role: string; readonly arn: string | undefined }
  | { readonly kind: 'add-version'; readonly arn: string; readonly version: string; readonly rules: readonly Rule[] }
  | { readonly kind: 'use-version'; readonly arn: string; readonly version: string }
  | { readonly kind: 'drop-version'; readonly arn: string; readonly version: string };

/** Inline policies with such names deny, and are Ambit's alone. */
const RESERVED = /^AmbitHold-/;

/** Whether a change puts the reserved deny onto a role, or takes it away. */
export function isReserved(change: Change): boolean {
  return (change.kind === 'put' || change.kind === 'drop') && RESERVED.test(change.policy);
}

/** The account after a change; a change that fits nothing changes nothing. */
export function afterChange(grants: Grants, change: Change): Grants {
  switch (change.kind) {
    case 'put':
      return withRole(grants, change.role, (role) => ({
        ...role,
        inline: new Map(role.inline).set(change.policy, change.rules),
      }));
    case 'drop':
      return withRole(grants, change.role, (role) => ({
        ...role,
        inline: new Map([...role.inline].filter(([name]) => name !== change.policy)),
      }));
    case 'attach':
      return withRole(grants, change.role, (role) => ({
        ...role,
        attached: [...new Set([...role.attached, change.arn])].sort(),
      }));
    case 'detach':
      return withRole(grants, change.role, (role) => ({
        ...role,
        attached: role.attached.filter((arn) => arn !== change.arn),
      }));
    case 'fence':
      return withRole(grants, change.role, (role) => ({ ...role, boundary: change.arn }));
    case 'add-version':
    case 'use-version':
    case 'drop-version':
      return withPolicy(grants, change);
  }
}

function withRole(grants: Grants, name: string, next: (role: RoleGrants) => RoleGrants): Grants {
  const role = grants.roles.get(name);
  return role === undefined ? grants : { ...grants, roles: new Map(grants.roles).set(name, next(role)) };
}

function withPolicy(
  grants: Grants,
  change: Extract<Change, { readonly kind: 'add-version' | 'use-version' | 'drop-version' }>,
): Grants {
  const policy = grants.policies.get(change.arn);
  if (policy === undefined) return grants;
  const versions = new Map(policy.versions);
  if (change.kind === 'add-version') versions.set(change.version, change.rules);
  if (change.kind === 'drop-version') versions.delete(change.version);
  const current = change.kind === 'drop-version' ? policy.current : change.version;
  return { ...grants, policies: new Map(grants.policies).set(change.arn, { versions, current }) };
}

/** Where a change writes: two changes with one place are about the same thing. */
export function placeOf(change: Change): string {
  switch (change.kind) {
    case 'put':
    case 'drop':
      return `${change.role} inline ${change.policy}`;
    case 'attach':
    case 'detach':
      return `${change.role} attached ${change.arn}`;
    case 'fence':
      return `${change.role} boundary`;
    case 'add-version':
    case 'use-version':
    case 'drop-version':
      return `policy ${change.arn}`;
  }
}

/** What is at a place, as text; two accounts hold the same there if the texts are the same. */
export function contentAt(grants: Grants, change: Change): string {
  if ('role' in change) {
    const role = grants.roles.get(change.role);
    if (change.kind === 'put' || change.kind === 'drop') return JSON.stringify(role?.inline.get(change.policy) ?? null);
    if (change.kind === 'fence') return role?.boundary ?? 'none';
    return String(role?.attached.includes(change.arn));
  }
  const policy = grants.policies.get(change.arn);
  return JSON.stringify([policy?.current, [...(policy?.versions ?? [])].sort(byName)]);
}

/** The whole account as text: the same text for the same account. */
export function asText({ roles, policies }: Grants): string {
  const told = [...roles].sort(byName).map(([name, { inline, attached, boundary }]) => {
    return { name, inline: [...inline].sort(byName), attached: [...attached].sort(), boundary: boundary ?? null };
  });
  const shared = [...policies].sort(byName).map(([arn, { versions, current }]) => {
    return { arn, current, versions: [...versions].sort(byName) };
  });
  return JSON.stringify({ roles: told, policies: shared }, undefined, 1);
}

function byName(one: readonly [string, unknown], other: readonly [string, unknown]): number {
  if (one[0] === other[0]) return 0;
  return one[0] < other[0] ? -1 : 1;
}
