import type { Grants, Holder, Rule } from './policies.ts';

/** One thing that somebody does to an account, in the words of the model. `holder`: the name of a role, user or group. */
export type Change =
  | { readonly kind: 'put'; readonly holder: string; readonly policy: string; readonly rules: readonly Rule[] }
  | { readonly kind: 'drop'; readonly holder: string; readonly policy: string }
  | { readonly kind: 'attach'; readonly holder: string; readonly arn: string }
  | { readonly kind: 'detach'; readonly holder: string; readonly arn: string }
  | { readonly kind: 'fence'; readonly holder: string; readonly arn: string | undefined }
  | { readonly kind: 'join'; readonly holder: string; readonly group: string }
  | { readonly kind: 'leave'; readonly holder: string; readonly group: string }
  | { readonly kind: 'trust'; readonly holder: string; readonly trusts: readonly string[] }
  | { readonly kind: 'key'; readonly holder: string; readonly key: string; readonly isActive: boolean }
  | { readonly kind: 'password'; readonly holder: string }
  | VersionChange;

type VersionChange =
  | { readonly kind: 'add-version'; readonly arn: string; readonly version: string; readonly rules: readonly Rule[] }
  | { readonly kind: 'use-version'; readonly arn: string; readonly version: string }
  | { readonly kind: 'drop-version'; readonly arn: string; readonly version: string };

/** Inline policies with such names deny, and are Ambit's alone. */
const RESERVED = /^AmbitHold-/;

/** Whether a change puts the reserved deny onto somebody, or takes it away. */
export function isReserved(change: Change): boolean {
  return (change.kind === 'put' || change.kind === 'drop') && RESERVED.test(change.policy);
}

/** The account after a change; a change that fits nothing changes nothing. */
export function afterChange(grants: Grants, change: Change): Grants {
  if (!('holder' in change)) return withPolicy(grants, change);
  const holder = grants.holders.get(change.holder);
  if (holder === undefined) return grants;
  return { ...grants, holders: new Map(grants.holders).set(change.holder, afterOwn(holder, change)) };
}

function afterOwn(holder: Holder, change: Exclude<Change, VersionChange>): Holder {
  switch (change.kind) {
    case 'put':
      return { ...holder, inline: new Map(holder.inline).set(change.policy, change.rules) };
    case 'drop':
      return { ...holder, inline: new Map([...holder.inline].filter(([name]) => name !== change.policy)) };
    case 'attach':
      return { ...holder, attached: withOne(holder.attached, change.arn) };
    case 'detach':
      return { ...holder, attached: holder.attached.filter((arn) => arn !== change.arn) };
    case 'fence':
      return { ...holder, boundary: change.arn };
    case 'join':
      return { ...holder, groups: withOne(holder.groups, change.group) };
    case 'leave':
      return { ...holder, groups: holder.groups.filter((group) => group !== change.group) };
    case 'trust':
      return { ...holder, trusts: change.trusts };
    case 'key':
      return { ...holder, keys: new Map(holder.keys).set(change.key, change.isActive) };
    case 'password':
      return { ...holder, hasPassword: true };
  }
}

function withOne(names: readonly string[], name: string): readonly string[] {
  return [...new Set([...names, name])].sort();
}

function withPolicy(grants: Grants, change: VersionChange): Grants {
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
      return `${change.holder} inline ${change.policy}`;
    case 'attach':
    case 'detach':
      return `${change.holder} attached ${change.arn}`;
    case 'fence':
      return `${change.holder} boundary`;
    case 'join':
    case 'leave':
      return `${change.holder} in ${change.group}`;
    case 'trust':
      return `${change.holder} trust`;
    case 'key':
      return `${change.holder} key ${change.key}`;
    case 'password':
      return `${change.holder} password`;
    case 'add-version':
    case 'use-version':
    case 'drop-version':
      return `policy ${change.arn}`;
  }
}

/** What is at a place, as text; two accounts hold the same there if the texts are the same. */
export function contentAt({ holders, policies }: Grants, change: Change): string {
  if (!('holder' in change)) {
    const policy = policies.get(change.arn);
    return JSON.stringify([policy?.current, [...(policy?.versions ?? [])].sort(byName)]);
  }
  const holder = holders.get(change.holder);
  switch (change.kind) {
    case 'put':
    case 'drop':
      return JSON.stringify(holder?.inline.get(change.policy) ?? null);
    case 'attach':
    case 'detach':
      return String(holder?.attached.includes(change.arn));
    case 'fence':
      return holder?.boundary ?? 'none';
    case 'join':
    case 'leave':
      return String(holder?.groups.includes(change.group));
    case 'trust':
      return String(holder?.trusts);
    case 'key':
      return String(holder?.keys.get(change.key));
    case 'password':
      return String(holder?.hasPassword);
  }
}

/** The whole account as text: the same text for the same account. */
export function asText({ holders, policies }: Grants): string {
  const told = [...holders].sort(byName).map(([name, { inline, keys, boundary, ...holder }]) => {
    return {
      name,
      ...holder,
      inline: [...inline].sort(byName),
      keys: [...keys].sort(byName),
      boundary: boundary ?? null,
    };
  });
  const shared = [...policies].sort(byName).map(([arn, { versions, current }]) => {
    return { arn, current, versions: [...versions].sort(byName) };
  });
  return JSON.stringify({ holders: told, policies: shared }, undefined, 1);
}

function byName(one: readonly [string, unknown], other: readonly [string, unknown]): number {
  if (one[0] === other[0]) return 0;
  return one[0] < other[0] ? -1 : 1;
}
