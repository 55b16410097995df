import { textsAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { type Offer, policyOf, textOf } from './offer.ts';

/**
 * `CreateGrant` of KMS: a principal may use a key for some operations, without a word in its policy. A service gets one only
 * from itself, on behalf of who calls it.
 * Source: AWS KMS API reference, "CreateGrant"; developer guide, "Grants for AWS services".
 */
export function keyGrant({ asked, assigned, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const grantee = textOf(asked, 'granteePrincipal');
  const operations = textsAt(asked, 'operations').map((operation) => `kms:${operation}`);
  if (grantee === undefined || /\.amazonaws\.com(\.cn)?$/.test(grantee)) {
    return grantee === undefined && textOf(asked, 'granteeServicePrincipal') === undefined ? undefined : [];
  }
  if (resource === undefined || operations.length === 0) return undefined;
  const condition = contextOf(asked);
  const allowed = { principal: { AWS: grantee }, actions: operations, resources: [resource] };
  const policy = policyOf([condition === undefined ? allowed : { ...allowed, condition }]);
  const undo = ['kms', 'revoke-grant', '--key-id', resource, '--grant-id', assigned ?? ''];
  return [{ resource, extent: 'beside', policy, ...(assigned === undefined ? {} : { undo }) }];
}

/** A grant may ask for an encryption context; of one that only has to be part of the real one each pair must be there. */
function contextOf(asked: JsonObject): JsonObject | undefined {
  const constraints = asked['constraints'];
  if (!isJsonObject(constraints)) return undefined;
  const equal = constraints['encryptionContextEquals'] ?? constraints['encryptionContextSubset'];
  if (!isJsonObject(equal)) return undefined;
  const wanted = Object.entries(equal).filter(([, value]) => typeof value === 'string');
  if (wanted.length === 0) return undefined;
  return { StringEquals: Object.fromEntries(wanted.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])) };
}

/** A key without a policy of its own gets the usual one, which lets its account use it. */
export function newKey({ asked, document, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  if (document === undefined) return textOf(asked, 'policy') === undefined ? [] : undefined;
  const [resource = '*'] = resources;
  return [{ resource, extent: 'whole', policy: document }];
}
