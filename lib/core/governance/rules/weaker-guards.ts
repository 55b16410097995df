import { canonicalText } from '../../digest.ts';
import type { Governance, GuardedEnvironment } from '../standards/standards.ts';
import { coversArn } from './pattern-cover.ts';
import type { Weakening } from './weakening.ts';

/** Principals that Ambit would never touch any more. */
export function moreProtected(before: Governance, after: Governance): readonly Weakening[] {
  return after.protectedPrincipals
    .filter((pattern) => !before.protectedPrincipals.some((old) => coversArn(old, pattern)))
    .map((pattern) => ({ place: 'protectedPrincipals', detail: `${pattern} is never touched` }));
}

/** With whom resources could be shared besides. */
export function moreSharing(before: Governance, after: Governance): readonly Weakening[] {
  const accounts = without(after.sharing.accounts, before.sharing.accounts);
  const organizations = without(after.sharing.organizations, before.sharing.organizations);
  return [
    ...accounts.map((account) => ({ place: 'sharing.accounts', detail: `account ${account} may be let in` })),
    ...organizations.map((id) => ({ place: 'sharing.organizations', detail: `organization ${id} may be let in` })),
  ];
}

/** Whose tokens roles may trust besides. Where none of an issuer are listed, all that roles trust is undetermined. */
export function moreTrustedTokens(before: Governance, after: Governance): readonly Weakening[] {
  const textsOf = ({ trustedTokens }: Governance) =>
    trustedTokens.flatMap(({ issuer, claim, values }) => values.map((value) => `${issuer}:${claim} ${value}`));
  return without(textsOf(after), textsOf(before)).map((text) => ({
    place: 'trustedTokens',
    detail: `roles may trust ${text}`,
  }));
}

/** What is not guarded any more. An environment is known by its name. */
export function fewerGuarded(before: Governance, after: Governance): readonly Weakening[] {
  return before.environments.flatMap((old): readonly Weakening[] => {
    const place = `environments.${old.name}`;
    const next = after.environments.find(({ name }) => name === old.name);
    if (next === undefined) return [{ place, detail: 'it is not guarded any more' }];
    return lostOf(old, next).map((detail) => ({ place, detail }));
  });
}

function lostOf(old: GuardedEnvironment, next: GuardedEnvironment): readonly string[] {
  const { also: oldAlso = [], except: oldExcept = [] } = old.destruction ?? {};
  const { also = [], except = [] } = next.destruction ?? {};
  return [
    ...accountsLost(old.accounts, next.accounts),
    ...without(old.resources, next.resources).map((pattern) => `${pattern} is not guarded any more`),
    ...without(old.stacks ?? [], next.stacks ?? []).map((name) => `what stack ${name} made is not guarded any more`),
    ...without(tagsOf(old), tagsOf(next)).map((tags) => `what has the tags ${tags} is not guarded any more`),
    ...without(oldAlso, also).map((name) => `${name} is no destruction any more`),
    ...without(except, oldExcept).map((name) => `${name} is no destruction any more`),
  ];
}

/** An environment without accounts is one of all of them. */
function accountsLost(old: readonly string[], next: readonly string[]): readonly string[] {
  if (next.length === 0) return [];
  if (old.length === 0) return [`it is guarded in ${next.join(', ')} only`];
  return without(old, next).map((account) => `it is not guarded in ${account} any more`);
}

function tagsOf({ tags = [] }: GuardedEnvironment): readonly string[] {
  return tags.map((each) => canonicalText(Object.fromEntries(each)));
}

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  return all.filter((each) => !others.includes(each));
}
