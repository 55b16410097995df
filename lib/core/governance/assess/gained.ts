import { compareWithUnknown } from '../../access/compare.ts';
import type { Comparison } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet, PrincipalFacts } from '../../access/policy-set.ts';
import type { IamCall } from '../../account/call.ts';

/** What a principal held and holds, what it may hold, and what was called in between. */
export interface AccessStep {
  /** Undefined: the principal was not there, so it held nothing. */
  readonly before: PolicySet | undefined;
  readonly after: PolicySet;
  readonly limits: readonly PolicySet[];
  /** Undefined: not known. */
  readonly iam: IamCall | undefined;
}

/** What a call gave beyond what was held before and beyond the limits. */
export function gainedBy(step: AccessStep): Comparison {
  return compareWithUnknown(step.after, limitsOf(step));
}

/**
 * What the access after a call is to be within: the limits and what was held before, as far as they mean the same. Policies that
 * cannot be read and that the call left alone make no gain: they said the same before. Those that it may have rewritten are
 * not taken for the old ones, though they cannot be read for the same reason.
 */
export function limitsOf({ before, after, limits, iam }: AccessStep): readonly PolicySet[] {
  const known = before === undefined ? limits : [...limits, before];
  return known.filter((limit) => sameFooting(limit, after, iam)).map((limit) => withoutRewritten(limit, iam));
}

/**
 * Whether a limit means the same when it is read as the principal's that is compared, as `compare` reads it: the tags
 * are the same, or no policy of the limit asks for them.
 */
export function sameFooting(limit: PolicySet, after: PolicySet, iam?: IamCall): boolean {
  const retagged = tagsText(limit.principal) !== tagsText(after.principal);
  // the tags of a principal known only from calls stay open, so a change of them does not show
  const mayBeRetagged = after.principal.tags === undefined && iam !== undefined && /^(Tag|Untag)/.test(iam.name);
  return !(retagged || mayBeRetagged) || !policiesOf(limit).some(mayAskForTags);
}

function withoutRewritten(limit: PolicySet, iam: IamCall | undefined): PolicySet {
  const rename = (policy: NamedPolicy): NamedPolicy => (mayBeRewritten(policy, iam) ? asOld(policy) : policy);
  return {
    ...limit,
    identity: limit.identity.map(rename),
    ...(limit.boundary === undefined ? {} : { boundary: limit.boundary.map(rename) }),
    ...(limit.resource === undefined ? {} : { resource: { ...limit.resource, policy: rename(limit.resource.policy) } }),
  };
}

function mayBeRewritten({ name, document }: NamedPolicy, iam: IamCall | undefined): boolean {
  return 'unreadable' in document && !leavesAlone(iam, name);
}

/** The engine takes two policies for one that cannot be read under one name for one reason. */
function asOld({ name }: NamedPolicy): NamedPolicy {
  return { name, document: { unreadable: 'what it said before the call is not known' } };
}

function leavesAlone(iam: IamCall | undefined, name: string): boolean {
  if (iam === undefined) return false;
  if ('policyName' in iam && iam.name.startsWith('Put')) return !name.endsWith(`inline:${iam.policyName}`);
  if (iam.name === 'UpdateAssumeRolePolicy' || iam.name === 'CreateRole') return !name.startsWith('trust:');
  if (iam.name === 'CreatePolicyVersion' || iam.name === 'SetDefaultPolicyVersion') return name !== iam.policyArn;
  return true;
}

function mayAskForTags({ document }: NamedPolicy): boolean {
  return 'unreadable' in document || /principaltag/i.test(JSON.stringify(document));
}

function policiesOf(set: PolicySet): readonly NamedPolicy[] {
  const resource = set.resource === undefined ? [] : [set.resource.policy];
  return [...set.identity, ...(set.boundary ?? []), ...resource];
}

/** Maps have no order of their own. */
function tagsText({ tags }: PrincipalFacts): string {
  if (tags === undefined) return '';
  return JSON.stringify([...tags].map((entry) => JSON.stringify(entry)).sort((a, b) => (a < b ? -1 : 1)));
}
