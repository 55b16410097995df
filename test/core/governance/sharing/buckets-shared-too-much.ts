import { acl, bucket, objects } from './requests.ts';
import { policy, STRANGER, type SharesTooMuch } from './shared-resources.ts';

const everyone = /unnamed/;
const stranger = new RegExp(STRANGER);

/** Calls on buckets that give something to those with whom nothing is to be shared. */
export const BUCKETS_SHARED_TOO_MUCH: readonly SharesTooMuch[] = [
  {
    about: 'everyone may read it',
    ...bucket(policy({ principal: '*', action: 's3:GetObject', resource: objects })),
    who: everyone,
    action: /^s3:GetObject$/,
    resource: /^arn:aws:s3:::logs\//,
    severity: 'critical',
  },
  {
    about: 'another account may delete from it',
    ...bucket(policy({ principal: { AWS: STRANGER }, action: ['s3:GetObject', 's3:DeleteObject'], resource: objects })),
    who: stranger,
    action: /^s3:DeleteObject$/,
    resource: /^arn:aws:s3:::logs\//,
    severity: 'high',
  },
  {
    about: 'a role of another account may write its policy',
    ...bucket(
      policy({
        principal: { AWS: `arn:aws:iam::${STRANGER}:role/x` },
        action: 's3:PutBucketPolicy',
        resource: 'arn:aws:s3:::logs',
      }),
    ),
    who: stranger,
    action: /PutBucketPolicy/,
    resource: /^arn:aws:s3:::logs$/,
    severity: 'high',
  },
  {
    about: 'a user of somebody, named by its id, may read it',
    ...bucket(policy({ principal: { AWS: 'AIDAEXAMPLEUSEROFSOMEONE' }, action: 's3:GetObject', resource: objects })),
    who: /^AIDAEXAMPLEUSEROFSOMEONE$/,
    action: /^s3:GetObject$/,
    resource: /^arn:aws:s3:::logs\//,
    severity: 'high',
  },
  {
    about: 'the organization that its account is in may read it, whichever that is',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } },
      }),
    ),
    who: everyone,
    action: /GetObject/,
    resource: /logs/,
    severity: 'high',
  },
  {
    about: 'another organization may read it',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-somebodyelse' } },
      }),
    ),
    who: everyone,
    action: /GetObject/,
    resource: /logs/,
    severity: 'high',
  },
  {
    about: 'everyone but one account may read it',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { StringNotEquals: { 'aws:PrincipalAccount': STRANGER } },
      }),
    ),
    who: everyone,
    action: /GetObject/,
    resource: /logs/,
    severity: 'critical',
  },
  {
    about: 'whoever has the address may read it',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      }),
    ),
    who: everyone,
    action: /GetObject/,
    resource: /logs/,
    severity: 'medium',
  },
  {
    about: 'whoever has any of half of all addresses may read it',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } },
      }),
    ),
    who: everyone,
    action: /GetObject/,
    resource: /logs/,
    severity: 'critical',
  },
  {
    about: 'whoever comes by an endpoint may read it, for all others are denied',
    ...bucket({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: objects },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: objects,
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
        },
      ],
    }),
    who: everyone,
    action: /GetObject/,
    resource: /logs/,
    severity: 'medium',
  },
  {
    about: 'a service may write to it for anybody',
    ...bucket(
      policy({ principal: { Service: 'cloudtrail.amazonaws.com' }, action: 's3:PutObject', resource: objects }),
    ),
    who: /^cloudtrail\.amazonaws\.com$/,
    action: /PutObject/,
    resource: /logs/,
    severity: 'low',
  },
  {
    about: 'its ACL lets everyone read',
    ...acl({ URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, 'READ'),
    who: everyone,
    action: /^s3:ListBucket/,
    resource: /^arn:aws:s3:::logs/,
    severity: 'critical',
  },
  {
    about: 'its ACL lets everyone with an account write the ACL',
    ...acl({ URI: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' }, 'FULL_CONTROL'),
    who: everyone,
    action: /^s3:/,
    resource: /^arn:aws:s3:::logs/,
    severity: 'critical',
  },
  {
    about: 'its ACL names another account',
    ...acl({ ID: 'b'.repeat(64) }, 'FULL_CONTROL'),
    who: /^b{64}$/,
    action: /^s3:/,
    resource: /^arn:aws:s3:::logs/,
    severity: 'high',
  },
  {
    about: 'its ACL is the canned public one',
    service: 's3',
    name: 'PutBucketAcl',
    asked: { bucketName: 'logs', 'x-amz-acl': ['public-read-write'] },
    who: everyone,
    action: /^s3:/,
    resource: /^arn:aws:s3:::logs/,
    severity: 'critical',
  },
  {
    about: 'its ACL is in headers',
    service: 's3',
    name: 'PutBucketAcl',
    asked: { bucketName: 'logs', 'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' },
    who: everyone,
    action: /^s3:ListBucket/,
    resource: /logs/,
    severity: 'critical',
  },
  {
    about: 'an object that everyone may read',
    service: 's3',
    name: 'PutObjectAcl',
    asked: { bucketName: 'logs', key: 'a/b', 'x-amz-acl': 'public-read' },
    who: everyone,
    action: /^s3:GetObject/,
    resource: /^arn:aws:s3:::logs\/a\/b$/,
    severity: 'critical',
  },
];
