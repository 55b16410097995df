import type { JsonValue } from '../json.ts';
import type { IamCall } from './call.ts';
import type { AssignmentCall, PermissionSetCall } from './identity-center/identity-center-call.ts';

/** A call that a hold or a restore makes, as plain JSON. IAM's are as they are; those of other services say whose they are. */
export type PlanCall = IamCall | ServiceCall;

/**
 * A call of another service than IAM. What overwrites something says what it `expects` to be there (null: nothing): it is
 * made only where that is still so, and nothing newer is lost.
 */
export type ServiceCall =
  | PermissionSetOrder
  | AssignmentOrder
  | MembershipOrder
  | OrganizationOrder
  | PolicyOrder
  | StatementOrder;

/** A boundary of a permission set. */
export type SetBoundary = Extract<PermissionSetCall, { name: 'PutPermissionsBoundaryToPermissionSet' }>['boundary'];

/** Changes what a permission set holds, or brings what it holds to all accounts that it is provisioned to. */
export type PermissionSetOrder = {
  readonly service: 'sso';
  readonly instanceArn: string;
  readonly permissionSetArn: string;
} & (
  | Omit<Attachment, 'permissionSetArn'>
  | Omit<ReferenceAttachment, 'permissionSetArn'>
  | {
      readonly name: 'PutInlinePolicyToPermissionSet';
      readonly document: JsonValue;
      readonly expects: JsonValue;
    }
  | { readonly name: 'DeleteInlinePolicyFromPermissionSet'; readonly expects: JsonValue }
  | {
      readonly name: 'PutPermissionsBoundaryToPermissionSet';
      readonly boundary: SetBoundary;
      readonly expects: SetBoundary | null;
    }
  | { readonly name: 'DeletePermissionsBoundaryFromPermissionSet'; readonly expects: SetBoundary | null }
  | { readonly name: 'ProvisionPermissionSet' }
);

type Attachment = Extract<PermissionSetCall, { readonly policyArn: string }>;
type ReferenceAttachment = Extract<PermissionSetCall, { readonly reference: unknown }>;

/** Gives somebody a permission set in one account, or takes it away. */
export type AssignmentOrder = AssignmentCall & { readonly service: 'sso'; readonly instanceArn: string };

/** Puts a user of the directory into a group, or takes them out; a membership has another id each time. */
export interface MembershipOrder {
  readonly service: 'identitystore';
  readonly name: 'CreateGroupMembership' | 'DeleteGroupMembership';
  readonly identityStoreId: string;
  readonly groupId: string;
  readonly userId: string;
}

/** Changes what accounts of the organization are limited to. */
export type OrganizationOrder = { readonly service: 'organizations' } & (
  | AttachmentOrder
  | {
      readonly name: 'UpdatePolicy';
      readonly policyId: string;
      readonly document: JsonValue;
      readonly expects: JsonValue;
    }
  | MoveOrder
);

/** Attaches a policy of the organization to a place, or detaches it. */
export interface AttachmentOrder {
  readonly name: 'AttachPolicy' | 'DetachPolicy';
  readonly policyId: string;
  readonly targetId: string;
  /** What the policy has to say for that; absent: that was not known. */
  readonly expects?: JsonValue;
}

/** Moves an account to another unit, if it is where it is said to be. */
export interface MoveOrder {
  readonly name: 'MoveAccount';
  readonly account: string;
  readonly from: string;
  readonly to: string;
}

/** How each service is told the whole policy of a resource, and that it has none. Source: their API references. */
export const POLICY_OPERATIONS = {
  s3: { put: 'PutBucketPolicy', remove: 'DeleteBucketPolicy' },
  kms: { put: 'PutKeyPolicy', remove: undefined },
  sns: { put: 'SetTopicAttributes', remove: undefined },
  sqs: { put: 'SetQueueAttributes', remove: 'SetQueueAttributes' },
  dynamodb: { put: 'PutResourcePolicy', remove: 'DeleteResourcePolicy' },
  secretsmanager: { put: 'PutResourcePolicy', remove: 'DeleteResourcePolicy' },
  ecr: { put: 'SetRepositoryPolicy', remove: 'DeleteRepositoryPolicy' },
} as const;

/** A service of which Ambit can put back the policy of a resource. */
export type PolicyService = keyof typeof POLICY_OPERATIONS;

/** Makes a document the whole policy of a resource. */
export interface PolicyOrder {
  readonly service: PolicyService;
  /** As `POLICY_OPERATIONS` has it. */
  readonly name: string;
  readonly region: string;
  /** ARN of the resource. */
  readonly resource: string;
  /** null: none. */
  readonly document: JsonValue;
  readonly expects: JsonValue;
}

/** Gives the policy of a function of Lambda one statement, or takes it away: nobody can write that policy as a whole. */
export interface StatementOrder {
  readonly service: 'lambda';
  readonly name: 'AddPermission' | 'RemovePermission';
  readonly region: string;
  /** ARN of the function, without a version or an alias. */
  readonly resource: string;
  /** The version or alias that the statement is about; absent: the function itself. */
  readonly qualifier?: string;
  readonly statementId: string;
  /** What is asked for, as CloudTrail names it: `action`, `principal`, `sourceArn`, … */
  readonly asked: Readonly<Record<string, string>>;
  /** The same as a statement of a policy: what is there where it is, and is taken away only where it says so. */
  readonly statement: JsonValue;
}

/** Whether a call is one of another service than IAM. */
export function isServiceCall(call: PlanCall): call is ServiceCall {
  return 'service' in call;
}

function isIamCall(call: PlanCall): call is IamCall {
  return !isServiceCall(call);
}

/** The IAM calls among those of a plan. */
export function iamCallsIn(calls: readonly PlanCall[]): readonly IamCall[] {
  return calls.filter(isIamCall);
}

/** The calls of other services among those of a plan. */
export function serviceCallsIn(calls: readonly PlanCall[]): readonly ServiceCall[] {
  return calls.filter(isServiceCall);
}
