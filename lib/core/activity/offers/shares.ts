import { textsAt, valuesAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { type Allowed, type Offer, policyOf, principalNamed } from './offer.ts';
import { organizationGrant } from './snapshots.ts';

/**
 * A share of Resource Access Manager: those whom it names may use what it has, as far as the share's permissions say, which
 * the record does not show. Where the call names only one of the two, the share as such is what is given.
 * Source: AWS RAM API reference, "CreateResourceShare", "AssociateResourceShare".
 */
export function resourceShare({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const principals = textsAt(asked, 'principals');
  const added = textsAt(asked, 'resourceArns');
  const share = resources.find((arn) => arn.includes(':resource-share/'));
  if (valuesAt(asked, 'name').length === 0 && share === undefined) return undefined;
  // whom the share names already is not in the record
  if (principals.length === 0) return added.length > 0 && textsAt(asked, 'name').length === 0 ? undefined : [];
  const shared = added.length > 0 ? added : [share ?? '*'];
  const allowed = principals.map((principal) => grantTo(principal));
  const undo = ['ram', 'disassociate-resource-share', '--resource-share-arn', share ?? ''];
  const taken = share === undefined ? {} : { undo: [...undo, '--principals', ...principals] };
  return shared.map((resource) => {
    const actions = [`${resource.split(':')[2] ?? 'ram'}:*`];
    const policy = policyOf(allowed.flatMap((each) => each.map((one) => ({ ...one, actions, resources: ['*'] }))));
    return { resource, extent: 'beside', policy, ...taken };
  });
}

function grantTo(principal: string): readonly Pick<Allowed, 'principal' | 'condition'>[] {
  if (/^arn:[^:]+:organizations:/.test(principal)) return organizationGrant(principal);
  return [{ principal: principalNamed(principal) }];
}
