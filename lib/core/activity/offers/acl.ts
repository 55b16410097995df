import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { textsAt, valuesAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { type Allowed, type Offer, policyOf } from './offer.ts';

/** What ACLs permit, as actions. Source: Amazon S3 user guide, "Mapping of ACL permissions and access policy permissions". */
const BUCKET_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['READ', ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads']],
  ['WRITE', ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']],
  ['READ_ACP', ['s3:GetBucketAcl']],
  ['WRITE_ACP', ['s3:PutBucketAcl']],
]);
const OBJECT_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['READ', ['s3:GetObject', 's3:GetObjectVersion']],
  ['WRITE', []],
  ['READ_ACP', ['s3:GetObjectAcl', 's3:GetObjectVersionAcl']],
  ['WRITE_ACP', ['s3:PutObjectAcl', 's3:PutObjectVersionAcl']],
]);

const GROUPS = 'http://acs.amazonaws.com/groups/';
/** Whoever signs a request with an account of AWS, anybody's, is nobody in particular. */
const EVERYONE = [`${GROUPS}global/AllUsers`, `${GROUPS}global/AuthenticatedUsers`];
/**
 * AWS's own delivery of logs: that of S3, and the account `awslogsdelivery` of CloudFront.
 * Source: CloudFront developer guide, "Configure standard logging (legacy)".
 */
const LOG_DELIVERY = [`${GROUPS}s3/LogDelivery`, 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0'];

/** Grants that a canned ACL stands for. Source: Amazon S3 user guide, "Canned ACL". Those to the owners give nobody else anything. */
const CANNED: ReadonlyMap<string, readonly AclGrant[]> = new Map([
  ['private', []],
  ['bucket-owner-read', []],
  ['bucket-owner-full-control', []],
  ['log-delivery-write', []],
  ['public-read', [{ grantee: '*', permission: 'READ' }]],
  [
    'public-read-write',
    [
      { grantee: '*', permission: 'READ' },
      { grantee: '*', permission: 'WRITE' },
    ],
  ],
  ['authenticated-read', [{ grantee: '*', permission: 'READ' }]],
  // EC2 reads an image's bundle
  ['aws-exec-read', []],
]);

/** One grant of an ACL: to everyone (`*`), or to the canonical id of an account. */
interface AclGrant {
  readonly grantee: string;
  readonly permission: string;
}

/** What the ACL of a bucket or an object gives to others than its owner; undefined: the record has none, or one not known. */
export function aclOffers({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const grants = grantsIn(asked);
  if (resource === undefined || grants === undefined) return undefined;
  const kind = resource.split(':::')[1]?.includes('/') === true ? 'object' : 'bucket';
  const actions = kind === 'object' ? OBJECT_ACTIONS : BUCKET_ACTIONS;
  const allowed = grants.map(({ grantee, permission }): Allowed => {
    return {
      principal: principalOf(grantee),
      // FULL_CONTROL, and what is not known
      actions: actions.get(permission) ?? [...actions.values()].flat(),
      resources: kind === 'object' ? [resource] : [resource, `${resource}/*`],
      sid: `acl ${permission}`,
    };
  });
  return [{ resource, extent: 'beside', policy: policyOf(allowed), undo: undoing(asked, kind) }];
}

/** An account has a canonical id; who is named by an address of mail is no other kind of principal. */
function principalOf(grantee: string): JsonValue {
  if (grantee === '*') return '*';
  return /^[0-9a-f]{64}$/.test(grantee) ? { CanonicalUser: grantee } : { Federated: grantee };
}

function undoing(asked: JsonObject, kind: 'object' | 'bucket'): readonly string[] {
  const bucket = ['--bucket', textsAt(asked, 'bucketName')[0] ?? ''];
  const [key = ''] = textsAt(asked, 'key');
  if (kind === 'bucket') return ['s3api', 'put-bucket-acl', ...bucket, '--acl', 'private'];
  return ['s3api', 'put-object-acl', ...bucket, '--key', key, '--acl', 'private'];
}

/** All grants to others than the owner. A request has an ACL as a document, a canned one, or headers for each permission. */
function grantsIn(asked: JsonObject): readonly AclGrant[] | undefined {
  const canned = textsAt(asked, 'x-amz-acl');
  const listed = valuesAt(asked, 'AccessControlPolicy.AccessControlList.Grant').filter(isJsonObject);
  const headers = [asked, ...valuesAt(asked, 'AccessControlList').filter(isJsonObject)].flatMap(headerGrants);
  const byName = canned.map((name) => CANNED.get(name));
  if (byName.includes(undefined)) return undefined;
  const hasAcl = canned.length > 0 || headers.length > 0 || valuesAt(asked, 'AccessControlPolicy').length > 0;
  if (!hasAcl) return undefined;
  const grants = listed.map(listedGrant);
  // whom a grant is for may stand where nobody has seen it yet
  if (grants.includes(undefined)) return undefined;
  const owners = textsAt(asked, 'AccessControlPolicy.Owner.ID');
  const found = [...byName, ...grants, headers].flatMap((each) => each ?? []);
  return found.filter(({ grantee }) => !LOG_DELIVERY.includes(grantee) && !owners.includes(grantee));
}

function listedGrant(grant: JsonObject): AclGrant | undefined {
  const [permission = 'FULL_CONTROL'] = [...textsAt(grant, 'Permission'), ...textsAt(grant, 'permission')];
  const [name] = ['URI', 'ID', 'EmailAddress'].flatMap((kind) => textsAt(grant, `Grantee.${kind}`));
  return name === undefined ? undefined : { grantee: granteeOf(name), permission };
}

/** `x-amz-grant-read: uri="http://acs.amazonaws.com/groups/global/AllUsers", id="…"`; CloudTrail may write underscores. */
function headerGrants(place: JsonValue): readonly AclGrant[] {
  if (!isJsonObject(place)) return [];
  return Object.entries(place).flatMap(([name, value]) => {
    const header = /^x[-_]amz[-_]grant[-_](?<permission>[a-z_-]+)$/.exec(name)?.groups?.['permission'];
    if (header === undefined) return [];
    const permission = header.toUpperCase().replaceAll('-', '_');
    const grantees = [value].flat().flatMap((text) => (typeof text === 'string' ? text.split(',') : []));
    return grantees.flatMap((text) => {
      const named = /(?:uri|id|emailAddress)="?(?<name>[^"]+)"?/i.exec(text)?.groups?.['name'];
      return named === undefined ? [] : [{ grantee: granteeOf(named.trim()), permission }];
    });
  });
}

function granteeOf(name: string): string {
  return EVERYONE.includes(name) ? '*' : name;
}
