import { compare } from '../access/compare.ts';
import type { Comparison } from '../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../access/policy-set.ts';
import type { IamCall } from '../account/call.ts';

/** What a principal held and holds, what it may hold, and what was called in between. */
export interface AccessStep {
  /** Undefined: the principal was not there, so it held nothing. */
  readonly before: PolicySet | undefined;
  readonly after: PolicySet;
  readonly limits: readonly PolicySet[];
  /** Undefined: not known. */
  readonly iam: IamCall | undefined;
}

const NOTHING: Comparison = { verdict: 'within', futureOnly: false, reasons: [] };

/**
 * What a call gave beyond what was held before and beyond the limits. Policies that cannot be read and that the call
 * left alone make no gain: they said the same before, or when the very same policies were signed.
 */
export function gainedBy({ before, after, limits, iam }: AccessStep): Comparison {
  const untouched = policiesOf(after).every((policy) => !isUnreadable(policy) || leavesAlone(iam, policy));
  const known = before === undefined ? limits : [...limits, before];
  if (untouched && known.some((set) => textOf(set) === textOf(after))) return NOTHING;
  if (before === undefined) return compare(after, limits);
  const gained = compare(after, [...limits, before]);
  if (gained.verdict !== 'undetermined' || !untouched || !onlyAdds(before, after)) return gained;
  return withoutUnreadable(after, [...limits, before], gained);
}

/**
 * Where a call only added policies, those that cannot be read grant what they granted before: a gain can come of the
 * readable ones alone. What these exceed stays undetermined, because what cannot be read may deny it.
 */
function withoutUnreadable(after: PolicySet, limits: readonly PolicySet[], whole: Comparison): Comparison {
  const readable = compare({ ...after, identity: after.identity.filter((policy) => !isUnreadable(policy)) }, limits);
  if (readable.verdict === 'within') return readable;
  return { verdict: 'undetermined', excess: readable.excess, reasons: [...whole.reasons, ...readable.reasons] };
}

/** Nothing that decides has changed but for identity policies that came, or went without having denied anything. */
function onlyAdds(before: PolicySet, after: PolicySet): boolean {
  const old = new Set(before.identity.map(textOf));
  const kept = new Set(after.identity.map(textOf));
  return (
    textOf({ ...before, identity: [] }) === textOf({ ...after, identity: [] }) &&
    before.identity.every((policy) => kept.has(textOf(policy)) || deniesNothing(policy)) &&
    after.identity.every((policy) => old.has(textOf(policy)) || !isUnreadable(policy))
  );
}

/** Whether a call neither writes this policy nor changes tags, which may be what the policy's conditions ask for. */
function leavesAlone(iam: IamCall | undefined, { name }: NamedPolicy): boolean {
  if (iam === undefined || /^(Tag|Untag)/.test(iam.name)) return false;
  if ('policyName' in iam && iam.name.startsWith('Put')) return !name.endsWith(`inline:${iam.policyName}`);
  if (iam.name === 'UpdateAssumeRolePolicy' || iam.name === 'CreateRole') return !name.startsWith('trust:');
  if (iam.name === 'CreatePolicyVersion' || iam.name === 'SetDefaultPolicyVersion') return name !== iam.policyArn;
  return true;
}

function deniesNothing({ document }: NamedPolicy): boolean {
  return 'statements' in document && document.statements.every(({ effect }) => effect === 'Allow');
}

function policiesOf(set: PolicySet): readonly NamedPolicy[] {
  const resource = set.resource === undefined ? [] : [set.resource.policy];
  return [...set.identity, ...(set.boundary ?? []), ...resource];
}

function isUnreadable({ document }: NamedPolicy): boolean {
  return 'unreadable' in document;
}

function textOf(value: PolicySet | NamedPolicy): string {
  return JSON.stringify(value, (_, member: unknown) => (member instanceof Map ? sortedTexts(member) : member));
}

/** Maps have no order of their own. */
function sortedTexts(map: ReadonlyMap<unknown, unknown>): readonly string[] {
  return [...map].map((entry) => JSON.stringify(entry)).sort((a, b) => (a < b ? -1 : 1));
}
