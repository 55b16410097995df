import {
  bucket,
  objects,
  queueArn,
  topicArn,
  queueUrl,
  queue,
  topic,
  key,
  lambda,
  acl,
  grant,
  root,
  keyDefault,
} from './requests.ts';
import { ORGANIZATION, OWN, policy, TRUSTED, type SharingCase } from './shared-resources.ts';

/** Calls that share a resource only with those with whom it may be shared. */
export const SHARED_AS_IT_MAY_BE: readonly SharingCase[] = [
  { about: 'with its own account', ...bucket(policy({ principal: root, action: 's3:*', resource: objects })) },
  {
    about: 'with a trusted account',
    ...bucket(policy({ principal: { AWS: TRUSTED }, action: 's3:GetObject', resource: objects })),
  },
  {
    about: 'with its own organization',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
      }),
    ),
  },
  {
    about: 'with roles of its own account, by the beginning of their ARNs',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } },
      }),
    ),
  },
  {
    about: 'with a unit of its own organization',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: {
          'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/r-ab12/ou-ab12-11111111/*` },
        },
      }),
    ),
  },
  {
    about: 'with the roles of its own account',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/app-*` } },
      }),
    ),
  },
  {
    about: 'with a distribution of its own',
    ...bucket(
      policy({
        principal: { Service: 'cloudfront.amazonaws.com' },
        action: 's3:GetObject',
        resource: objects,
        condition: { StringEquals: { 'AWS:SourceArn': `arn:aws:cloudfront::${OWN}:distribution/E1` } },
      }),
    ),
  },
  {
    about: 'with an origin access identity',
    ...bucket(
      policy({
        principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABC' },
        action: 's3:GetObject',
        resource: objects,
      }),
    ),
  },
  {
    about: 'with the load balancers that write logs',
    ...bucket(
      policy({ principal: { AWS: 'arn:aws:iam::127311923021:root' }, action: 's3:PutObject', resource: objects }),
    ),
  },
  {
    about: 'by a policy that only denies',
    ...bucket({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [objects],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    }),
  },
  { about: 'with its owner, by its ACL', ...acl({ ID: 'a'.repeat(64) }, 'FULL_CONTROL') },
  {
    about: 'with what delivers logs, by its ACL',
    ...acl({ URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }, 'WRITE'),
  },
  {
    about: 'with the account of CloudFront that delivers logs, by its ACL',
    ...acl({ ID: 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0' }, 'FULL_CONTROL'),
  },
  {
    about: 'with nobody, by a canned ACL',
    service: 's3',
    name: 'PutBucketAcl',
    asked: { bucketName: 'logs', 'x-amz-acl': ['private'] },
  },
  {
    about: 'with a topic of its own account',
    ...queue(
      policy({
        principal: { Service: 'sns.amazonaws.com' },
        action: 'sqs:SendMessage',
        resource: queueArn,
        condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      }),
    ),
  },
  {
    about: 'with whoever is of the account that owns it',
    ...bucket(
      policy({
        principal: '*',
        action: 's3:GetObject',
        resource: objects,
        condition: { StringEquals: { 'aws:PrincipalAccount': `\${aws:ResourceAccount}` } },
      }),
    ),
  },
  {
    about: 'with a bucket that it names, and its account',
    ...queue(
      policy({
        principal: { Service: 's3.amazonaws.com' },
        action: 'sqs:SendMessage',
        resource: queueArn,
        condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' }, StringEquals: { 'aws:SourceAccount': OWN } },
      }),
    ),
  },
  {
    about: 'as AWS makes the policy of a topic',
    ...topic(
      policy({
        principal: { AWS: '*' },
        action: ['SNS:Publish', 'SNS:Subscribe'],
        resource: topicArn,
        condition: { StringEquals: { 'AWS:SourceOwner': OWN } },
      }),
    ),
  },
  {
    about: 'with its own account',
    service: 'sqs',
    name: 'AddPermission',
    asked: { queueUrl, label: 'l', aWSAccountIds: [OWN], actions: ['*'] },
  },
  {
    about: 'with a rule of its own account',
    ...lambda({ principal: 'events.amazonaws.com', sourceArn: `arn:aws:events:us-east-1:${OWN}:rule/r` }),
  },
  {
    about: 'with a service that acts for its account',
    ...lambda({ principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::uploads', sourceAccount: OWN }),
  },
  { about: 'with its own organization', ...lambda({ principal: '*', principalOrgID: ORGANIZATION }) },
  {
    about: 'with who signs',
    service: 'lambda',
    name: 'CreateFunctionUrlConfig',
    asked: { functionName: 'f', authType: 'AWS_IAM' },
  },
  { about: 'as AWS makes the policy of a key', ...key(policy(keyDefault)) },
  { about: 'without a policy of its own', service: 'kms', name: 'CreateKey', asked: {} },
  {
    about: 'with the logs of its account',
    ...key(
      policy(keyDefault, {
        principal: { Service: 'logs.us-east-1.amazonaws.com' },
        action: ['kms:Encrypt*', 'kms:Decrypt*'],
        condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${OWN}:*` } },
      }),
    ),
  },
  {
    about: 'with trails of its account',
    ...key(
      policy(keyDefault, {
        principal: { Service: 'cloudtrail.amazonaws.com' },
        action: 'kms:GenerateDataKey*',
        condition: {
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${OWN}:trail/*` },
        },
      }),
    ),
  },
  {
    about: 'as the key of a service is',
    ...key(
      policy({
        principal: { AWS: '*' },
        action: ['kms:Encrypt', 'kms:Decrypt'],
        condition: { StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
      }),
    ),
  },
  { about: 'with a role of its own account', ...grant({ granteePrincipal: `arn:aws:iam::${OWN}:role/app` }) },
  {
    about: 'with a service that asks on behalf of its caller',
    ...grant({ granteePrincipal: 'dynamodb.us-east-1.amazonaws.com' }),
  },
];
