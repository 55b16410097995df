import { parseArn } from '../../policy/arn.ts';
import { valuesAt } from '../calls/resource-rules.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import type { Call } from '../call.ts';
import { aclOffers } from './acl.ts';
import { keyGrant, newKey } from './keys.ts';
import { authorityPermission, busPermission, documentPermission, projectVisibility } from './named-permissions.ts';
import type { Offer, OfferReader } from './offer.ts';
import { functionUrl, lambdaPermission, layerPermission, queuePermission, topicPermission } from './permissions.ts';
import { restApiPolicy } from './rest-api.ts';
import { resourceShare } from './shares.ts';
import { dbClusterSnapshot, dbSnapshot, image, volumeSnapshot, warehouseSnapshot } from './snapshots.ts';

/** Calls that say who may use a resource in another way than by its whole policy. */
const READERS: Readonly<Record<string, OfferReader>> = {
  's3:PutBucketAcl': aclOffers,
  's3:PutObjectAcl': aclOffers,
  'lambda:AddPermission': lambdaPermission,
  'lambda:AddLayerVersionPermission': layerPermission,
  'lambda:CreateFunctionUrlConfig': functionUrl,
  'lambda:UpdateFunctionUrlConfig': functionUrl,
  'sns:AddPermission': topicPermission,
  'sqs:AddPermission': queuePermission,
  'kms:CreateGrant': keyGrant,
  'kms:CreateKey': newKey,
  's3:CreateBucket': aclOffers,
  'ec2:ModifyImageAttribute': image,
  'ec2:ModifySnapshotAttribute': volumeSnapshot,
  'rds:ModifyDBSnapshotAttribute': dbSnapshot,
  'rds:ModifyDBClusterSnapshotAttribute': dbClusterSnapshot,
  'redshift:AuthorizeSnapshotAccess': warehouseSnapshot,
  'ram:CreateResourceShare': resourceShare,
  'ram:AssociateResourceShare': resourceShare,
  'events:PutPermission': busPermission,
  'ssm:ModifyDocumentPermission': documentPermission,
  'acm-pca:CreatePermission': authorityPermission,
  'codebuild:UpdateProjectVisibility': projectVisibility,
  'sns:Subscribe': ownDestination,
  'logs:PutSubscriptionFilter': ownDestination,
  'sqs:SetQueueAttributes': attributePolicy,
  'es:UpdateDomainConfig': attributePolicy,
  'es:UpdateElasticsearchDomainConfig': attributePolicy,
  'apigateway:CreateRestApi': restApiPolicy,
  'apigateway:UpdateRestApi': restApiPolicy,
};

/** Calls whose document is no policy of a resource: it grants nothing, or speaks another language. */
const OTHER_DOCUMENTS: ReadonlySet<string> = new Set([
  // what may pass an endpoint is limited by its policy, never granted
  'ec2:CreateVpcEndpoint',
  'ec2:ModifyVpcEndpoint',
  'sns:PutDataProtectionPolicy',
  'logs:PutAccountPolicy',
  'logs:PutDataProtectionPolicy',
  // templates that are about nobody yet
  'ram:CreatePermission',
  'ram:CreatePermissionVersion',
  // policies of devices
  'iot:CreatePolicy',
  'iot:CreatePolicyVersion',
  'bedrock-agentcore:CreatePolicy',
  'verifiedpermissions:CreatePolicy',
  'aoss:CreateAccessPolicy',
  'aoss:UpdateAccessPolicy',
  'aoss:CreateSecurityPolicy',
  'aoss:UpdateSecurityPolicy',
]);

/**
 * What a call lets others do, resource by resource, as policies; an empty list: nothing. Undefined: that cannot be told from
 * its record.
 */
export function offersOf(
  call: Pick<Call, 'source' | 'name'>,
  change: ResourcePolicyChange,
): readonly Offer[] | undefined {
  if (change.effect === 'remove') return undefined;
  const operation = `${call.source.toLowerCase().split('.')[0] ?? ''}:${call.name}`;
  const reader = READERS[operation];
  if (reader !== undefined) return reader(change);
  return OTHER_DOCUMENTS.has(operation) ? undefined : wholePolicy(change);
}

/** A policy that is one attribute among others: an empty one takes it away. */
function attributePolicy(change: ResourcePolicyChange): readonly Offer[] | undefined {
  const { asked, resources } = change;
  const [resource] = resources;
  const given = ['attributes.Policy', 'accessPolicies'].flatMap((place) => valuesAt(asked, place));
  if (resource === undefined || given.some((value) => value !== '') || given.length === 0) return wholePolicy(change);
  return [{ resource, extent: 'whole', policy: { Version: '2012-10-17', Statement: [] } }];
}

/** Where something is sent to: what stays within the account of what sends it gives nobody else anything. */
function ownDestination({ grantees, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const account = parseArn(resources[0] ?? '')?.account;
  const stays = grantees.length > 0 && grantees.every((each) => parseArn(each)?.account === account);
  return stays && account !== undefined && account !== '' ? [] : undefined;
}

function wholePolicy({ document, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  if (document === undefined || resource === undefined) return undefined;
  return [{ resource, extent: 'whole', policy: document }];
}
