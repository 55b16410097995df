import type { NamedPolicy } from '../../access/policy-set.ts';
import type { Condition, PolicyDocument, PrincipalElement, Statement } from '../../policy/statement.ts';
import type { Sharing } from '../standards/standards.ts';
import { LOAD_BALANCER_ACCOUNTS } from './load-balancer-accounts.ts';

/**
 * Keys that name the account behind a request: of who calls, of what a service acts for, of the access point on the way.
 * Source: IAM user guide, "AWS global condition context keys"; SNS, KMS and S3 in the service authorization reference.
 */
const ACCOUNT_KEYS = [
  'aws:PrincipalAccount',
  'aws:SourceAccount',
  'aws:SourceOwner',
  'kms:CallerAccount',
  's3:DataAccessPointAccount',
] as const;

/** Keys whose value is an ARN of that account. */
const OWN_ARN_KEYS = ['aws:PrincipalArn', 'aws:SourceArn', 's3:DataAccessPointArn'] as const;

/** The same of what a service encrypts, as far as a service says it: anybody else can write there what they like. */
const ENCRYPTED_ARN_KEYS = ['kms:EncryptionContext:aws:logs:arn', 'kms:EncryptionContext:aws:cloudtrail:arn'] as const;

/** All keys whose value is an ARN of an account. */
export const ARN_KEYS: readonly string[] = [...OWN_ARN_KEYS, ...ENCRYPTED_ARN_KEYS];

const ORGANIZATION_KEYS = ['aws:PrincipalOrgID', 'aws:SourceOrgID'] as const;
const ORGANIZATION_PATH_KEYS = ['aws:PrincipalOrgPaths', 'aws:SourceOrgPaths'] as const;

/** CloudFront's own users. Source: CloudFront developer guide, "Use an origin access identity". */
const ORIGIN_ACCESS_IDENTITY = 'arn:*:iam::cloudfront:user/CloudFront Origin Access Identity *';

const NOBODY: PrincipalElement = { negated: false, aws: [], service: [], federated: [], canonicalUser: [] };
const EVERYONE: PrincipalElement = { ...NOBODY, aws: ['*'] };
const SERVICES: PrincipalElement = { ...NOBODY, service: ['*'] };

/** Whose resource it is, and with whom it may be shared. */
export interface SharingLimits {
  /** The account that owns the resource. */
  readonly owner: string;
  readonly sharing: Sharing;
  /** Accounts of the organizations that it may be shared with, as far as they are known. */
  readonly members: readonly string[];
  /** The policy that is measured; undefined: it cannot be read. */
  readonly policy: PolicyDocument | undefined;
}

/**
 * The most that a resource may be shared, as a resource policy: with its account, the accounts and organizations of the
 * standards file, services that act for one of these, and AWS's own accounts that only deliver logs.
 */
export function sharingCeiling({ owner, sharing, members, policy }: SharingLimits): NamedPolicy {
  const accounts = [owner, ...sharing.accounts, ...namedIn(policy, members)];
  const inAccounts = accounts.map((account) => `arn:*:*:*:${account}:*`);
  const delivery = { negated: false, patterns: ['s3:PutObject'] };
  const statements: Statement[] = [
    allow(0, { ...NOBODY, aws: accounts }, []),
    { ...allow(1, { ...NOBODY, aws: logSenders(policy) }, []), action: delivery },
  ];
  const permit = (permitted: Condition, principal = EVERYONE): void => {
    statements.push(allow(statements.length, principal, [permitted]));
  };
  for (const key of ACCOUNT_KEYS) permit(condition('StringEquals', key, accounts));
  for (const key of OWN_ARN_KEYS) permit(condition('ArnLike', key, inAccounts));
  for (const key of ENCRYPTED_ARN_KEYS) permit(condition('ArnLike', key, inAccounts), SERVICES);
  permit(condition('ArnLike', 'aws:PrincipalArn', [ORIGIN_ACCESS_IDENTITY]));
  const { organizations } = sharing;
  if (organizations.length > 0) {
    for (const key of ORGANIZATION_KEYS) permit(condition('StringEquals', key, organizations));
    const below = organizations.map((organization) => `${organization}/*`);
    for (const key of ORGANIZATION_PATH_KEYS) {
      permit({ ...condition('StringLike', key, below), set: 'ForAnyValue' });
    }
  }
  return { name: 'the most that may be shared', document: { version: '2012-10-17', statements } };
}

function allow(index: number, principal: PrincipalElement, conditions: readonly Condition[]): Statement {
  return { index, effect: 'Allow', principal, action: { negated: false, patterns: ['*'] }, conditions };
}

function condition(operator: Condition['operator'], key: string, values: readonly string[]): Condition {
  return { operator, ifExists: false, key, values };
}

/** Services that act for these buckets, whose ARNs name no account, as a resource policy. */
export function bucketCeiling(buckets: readonly string[]): NamedPolicy {
  const statements = [allow(0, EVERYONE, [condition('ArnLike', 'aws:SourceArn', buckets)])];
  return { name: 'buckets that it names', document: { version: '2012-10-17', statements } };
}

/** Of the accounts of an organization those that a policy names: each one more is one more to compare for. */
function namedIn(policy: PolicyDocument | undefined, members: readonly string[]): readonly string[] {
  if (policy === undefined || members.length === 0) return [];
  const named = new Set(JSON.stringify(policy).match(/(?<![0-9])[0-9]{12}(?![0-9])/g));
  return members.filter((account) => named.has(account));
}

/** Of the accounts of load balancers those that a policy names: each one more is one more to compare for. */
function logSenders(policy: PolicyDocument | undefined): readonly string[] {
  const named = new Set((policy?.statements ?? []).flatMap(({ principal }) => principal?.aws ?? []));
  const isNamed = (account: string) =>
    named.has(account) || [...named].some((each) => new RegExp(`^arn:[a-z-]+:iam::${account}:root$`).test(each));
  return LOAD_BALANCER_ACCOUNTS.filter(isNamed);
}
