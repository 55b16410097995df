import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { type CallTable, HOLDING_CALLS, POLICY_ACTIONS, RESTORING_CALLS } from './calls.ts';
import type { MemberRole } from '../../lib/core/governance/guardrail/member-roles.ts';
import { OBSERVED } from './reads.ts';

/** What the statements depend on. */
export interface Limits {
  /** ARNs of the roles of Ambit itself, which none of them may change. */
  readonly ownRoles: readonly string[];
  /** ARN patterns of principals that the standards protect, so the break-glass role. */
  readonly protectedPrincipals: readonly string[];
  /** The bucket of a trail's log files; undefined: CloudTrail is asked instead. */
  readonly trailBucket: string | undefined;
  /** Begins the names of all that Ambit deploys. */
  readonly prefix: string;
}

/**
 * The statements of a member role. Each role is denied all that it is not allowed: so what grants by itself (the policy
 * of a bucket or a key, the trust policy of another role) adds nothing to what it may do.
 */
export function statementsOf(role: MemberRole, limits: Limits): readonly PolicyStatement[] {
  switch (role) {
    case 'Observer':
      return closed(allow('Read', Object.values(OBSERVED).flat()));
    case 'Holder':
      return [...closed(...changes(HOLDING_CALLS), policiesOfResources()), ...neverGrants(), ...neverTouches(limits)];
    case 'Restorer':
      return [...closed(...changes(RESTORING_CALLS), policiesOfResources()), ...neverTouches(limits)];
    case 'Auditor':
      // in which accounts records are looked for, the organization says
      return closed(allow('Read', ['cloudtrail:LookupEvents', ...OBSERVED.organization]), ...readsOfTrail(limits));
  }
}

function allow(sid: string, actions: readonly string[], resource = '*'): PolicyStatement {
  return statement({ sid, actions: [...actions], resources: [resource] });
}

function deny(sid: string, props: PolicyStatementProps): PolicyStatement {
  return statement({ sid, effect: Effect.DENY, resources: ['*'], ...props });
}

function statement(props: PolicyStatementProps): PolicyStatement {
  return new PolicyStatement(props);
}

/** All that is done with one kind of policy, in one word: the template of a member has little room. */
const ON_POLICY =
  /:(?:(?:Attach|Delete|Detach|Put)(GroupPolicy|RolePolicy|UserPolicy)|(?:Delete|Get|Put|Set)(BucketPolicy|KeyPolicy|RepositoryPolicy|ResourcePolicy|TopicAttributes)|(?:Add|Remove)(Permission))$/;

function closed(...allowed: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const actions = allowed.flatMap((each) => each.actions).map((action) => action.replace(ON_POLICY, ':*$1$2$3'));
  return [...allowed, deny('NothingElse', { notActions: [...new Set(actions)].sort() })];
}

/** IAM names an action as its call. */
function changes({ role, user, group, policy }: CallTable): readonly PolicyStatement[] {
  const rows = [
    ['Roles', role, 'role'],
    ['Users', user, 'user'],
    ['Groups', group, 'group'],
    ['Policies', policy, 'policy'],
  ] as const;
  return rows.map(([sid, calls, kind]) =>
    allow(
      sid,
      calls.map((name) => `iam:${name}`),
      `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:${kind}/*`,
    ),
  );
}

/** What the policy of a resource says nothing in IAM can limit: there, too, the enforcer compares each call with the plan. */
function policiesOfResources(): PolicyStatement {
  return allow('PoliciesOfResources', [...POLICY_ACTIONS.read, ...POLICY_ACTIONS.write]);
}

/** Log files may be encrypted with a key of the trail's owner, whose policy must let the role in as well. */
function readsOfTrail({ trailBucket }: Limits): readonly PolicyStatement[] {
  if (trailBucket === undefined) return [];
  const bucket = `arn:${Aws.PARTITION}:s3:::${trailBucket}`;
  return [
    allow('List', ['s3:ListBucket'], bucket),
    allow('LogFiles', ['s3:GetObject'], `${bucket}/*`),
    statement({
      sid: 'Decrypt',
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { StringLike: { 'kms:ViaService': `s3.*.${Aws.URL_SUFFIX}` } },
    }),
  ];
}

/** Policies of AWS that only deny: the one for quarantines by people, and those for keys that were published. */
const DENYING = ['AWSDenyAll', 'AWSCompromisedKeyQuarantine*'].map((name) => awsManaged(name));

/**
 * A hold attaches a policy only to undo that one was detached that denies, and detaches none that denies. What an inline
 * policy says, IAM cannot limit: there the enforcer compares each call with the plan in the ledger.
 * Source: service authorization reference, condition key `iam:PolicyARN`.
 */
function neverGrants(): readonly PolicyStatement[] {
  return [
    deny('AttachesNoGrant', {
      actions: ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:AttachGroupPolicy'],
      conditions: { ArnLike: { 'iam:PolicyARN': awsManaged('*') }, ArnNotLike: { 'iam:PolicyARN': DENYING } },
    }),
    deny('DetachesNoDeny', {
      actions: ['iam:DetachRolePolicy', 'iam:DetachUserPolicy', 'iam:DetachGroupPolicy'],
      conditions: { ArnLike: { 'iam:PolicyARN': DENYING } },
    }),
  ];
}

function awsManaged(name: string): string {
  return `arn:${Aws.PARTITION}:iam::aws:policy/${name}`;
}

/** A pattern that is no ARN protects by name, which only the enforcer can ask for. What Ambit keeps has its name, or its tag. */
function neverTouches({ ownRoles, protectedPrincipals, prefix }: Limits): readonly PolicyStatement[] {
  const arns = protectedPrincipals.filter((pattern) => pattern.startsWith('arn:'));
  const own = [
    `s3:::${prefix.toLowerCase()}-*`,
    ...['sns:*:*:', 'sqs:*:*:', 'dynamodb:*:*:table/', 'lambda:*:*:function:'].map((each) => `${each}${prefix}-*`),
  ];
  return [
    deny('NeverTouches', { actions: ['iam:*'], resources: [...ownRoles, ...arns] }),
    deny('NeverTouchesOwn', {
      actions: ['dynamodb:*ResourcePolicy', 'lambda:*Permission', 's3:*BucketPolicy', 'sns:Set*', 'sqs:Set*'],
      resources: own.map((name) => `arn:${Aws.PARTITION}:${name}`),
    }),
    deny('NeverTouchesOwnKey', {
      actions: ['kms:PutKeyPolicy'],
      conditions: { StringEquals: { 'aws:ResourceTag/ambit': 'protected' } },
    }),
  ];
}
