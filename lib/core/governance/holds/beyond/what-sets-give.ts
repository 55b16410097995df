import { compareWithUnknown } from '../../../access/compare.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import type { KnownPermissionSet } from '../../../account/identity-center/identity-center-state.ts';
import { permissionSetPolicies, type PolicyOf } from '../../../account/identity-center/permission-set-policies.ts';
import { type GivenSet, isOfEachAccount, setInAccount } from '../../../account/identity-center/given-set.ts';
import { formText } from '../../../digest.ts';
import type { JsonValue } from '../../../json.ts';
import { standardSet } from '../../standards/access-limits.ts';
import type { Governance } from '../../standards/standards.ts';

/** What documents are looked up in, and whose standard counts besides. */
export interface GivenBy {
  readonly policyOf: PolicyOf;
  readonly class?: string;
}

/** So many accounts are asked for policies of their own: what others give is not known, so that it is given back to nobody. */
const MOST_ACCOUNTS = 50;

/** What a set gives in these accounts; of those that are not asked the first stands for all: what it gives is not known. */
export function givenIn(set: KnownPermissionSet, accounts: readonly string[], by: GivenBy): readonly GivenSet[] {
  if (!isOfEachAccount(set)) return [given(set, accounts, by)];
  const asked = accounts.slice(0, MOST_ACCOUNTS).map((account) => given(setInAccount(set, account), [account], by));
  const [unasked] = accounts.slice(MOST_ACCOUNTS);
  if (unasked === undefined) return asked;
  return [...asked, given(setInAccount(set, unasked), [unasked], { policyOf: () => undefined })];
}

/** What a set gives wherever it is provisioned; `accounts`: where it is now, which counts where each has policies of its own. */
export function givenEverywhere(
  set: KnownPermissionSet,
  accounts: readonly string[],
  by: GivenBy,
): readonly GivenSet[] {
  const everywhere = given({ ...set, customerManaged: [] }, undefined, by);
  return isOfEachAccount(set) ? [everywhere, ...givenIn(set, accounts, by)] : [everywhere];
}

/** These sets, and what each of them is in those of these accounts that are asked: all whose policies are to be looked up. */
export function setsToLookUp(set: KnownPermissionSet, accounts: readonly string[]): readonly KnownPermissionSet[] {
  if (!isOfEachAccount(set)) return [set];
  return [set, ...accounts.slice(0, MOST_ACCOUNTS).map((account) => setInAccount(set, account))];
}

/**
 * Why what a set gives now is more than people signed, or undefined where it is not. What is not known is more; only what nobody
 * has ever told of a set counts as signed where it is just as unknown as it was.
 */
export function whyNotSigned(now: GivenSet, signed: readonly GivenSet[], governance: Governance): string | undefined {
  const own = signed.filter((each) => isAbout(each, now));
  const name = now.set.name ?? now.set.arn;
  const unknown = Object.keys(now.documents).find((arn) => now.documents[arn] === null);
  if (unknown !== undefined) return `what ${unknown} says is not known, which the permission set ${name} refers to`;
  if (own.some((each) => textOf(each) === textOf(now))) return undefined;
  const holds = policiesOf(now);
  const standards = [...new Set(own.flatMap((each) => each.class ?? []))].map((each) => classNamed(each, governance));
  const limits = [...standards.map(({ standard }) => standardSet(standard, holds)), ...own.map(policiesOf)];
  const comparison = compareWithUnknown(holds, limits);
  if (comparison.verdict === 'within') return undefined;
  const more = comparison.excess.flatMap(({ actions }) => actions).slice(0, 3);
  const where = now.accounts === undefined ? '' : ` in ${now.accounts.join(', ')}`;
  const what = more.length === 0 ? '' : `: ${more.join(', ')}`;
  return `the permission set ${name} gives more${where} than what was signed (${comparison.verdict}${what})`;
}

function classNamed(name: string, { classes, unclassified }: Governance) {
  return classes.find((each) => each.name === name) ?? unclassified;
}

/** Whether something that was signed counts where another is now. */
function isAbout(signed: GivenSet, now: GivenSet): boolean {
  if (signed.accounts === undefined) return signed.set.arn === now.set.arn;
  return now.accounts?.every((account) => signed.accounts?.includes(account)) === true;
}

function textOf({ set, documents }: GivenSet): string {
  return formText({ set, documents });
}

function given(set: KnownPermissionSet, accounts: readonly string[] | undefined, by: GivenBy): GivenSet {
  const documents = Object.fromEntries(referredBy(set).map((arn) => [arn, documentOf(arn, by.policyOf)] as const));
  return {
    set,
    ...(accounts === undefined ? {} : { accounts }),
    documents,
    ...(by.class === undefined ? {} : { class: by.class }),
  };
}

function documentOf(arn: string, policyOf: PolicyOf): JsonValue {
  const policy = policyOf(arn);
  return policy?.versions.get(policy.defaultVersion) ?? null;
}

function referredBy({ managed, boundary }: KnownPermissionSet): readonly string[] {
  return [...managed, ...(boundary !== undefined && 'managed' in boundary ? [boundary.managed] : [])];
}

function policiesOf({ set, documents }: GivenSet): PolicySet {
  return permissionSetPolicies(set, (arn) => {
    const document = documents[arn];
    if (document === undefined || document === null) return undefined;
    return { defaultVersion: 'signed', versions: new Map([['signed', document]]) };
  });
}
