import type { IamCall } from '../../lib/core/account/call.ts';

/** Calls by what they change, as IAM's ARNs say it; to add a user to a group changes the group. */
export interface CallTable {
  readonly role: readonly IamCall['name'][];
  readonly user: readonly IamCall['name'][];
  readonly group: readonly IamCall['name'][];
  readonly policy: readonly IamCall['name'][];
}

/**
 * The calls that a hold plan can contain: inverses of calls that gained access, denies, and the deactivation of a credential.
 * A test makes plans of random calls and compares.
 */
export const HOLDING_CALLS: CallTable = {
  role: [
    'AttachRolePolicy',
    'DetachRolePolicy',
    'PutRolePolicy',
    'DeleteRolePolicy',
    'PutRolePermissionsBoundary',
    'UpdateAssumeRolePolicy',
    'TagRole',
    'UntagRole',
  ],
  user: [
    'AttachUserPolicy',
    'DetachUserPolicy',
    'PutUserPolicy',
    'DeleteUserPolicy',
    'PutUserPermissionsBoundary',
    'TagUser',
    'UntagUser',
    'UpdateAccessKey',
    'UpdateSSHPublicKey',
    'UpdateServiceSpecificCredential',
    'UpdateSigningCertificate',
  ],
  group: [
    'AttachGroupPolicy',
    'DetachGroupPolicy',
    'PutGroupPolicy',
    'DeleteGroupPolicy',
    'AddUserToGroup',
    'RemoveUserFromGroup',
  ],
  policy: ['SetDefaultPolicyVersion', 'DeletePolicyVersion'],
};

/** The calls that people can sign: those that gain access and have an exact inverse, and the end of a containment. */
export const RESTORING_CALLS: CallTable = {
  role: [...HOLDING_CALLS.role, 'DeleteRolePermissionsBoundary'],
  user: [...HOLDING_CALLS.user, 'DeleteUserPermissionsBoundary'],
  group: HOLDING_CALLS.group,
  policy: ['SetDefaultPolicyVersion', 'CreatePolicyVersion'],
};

/** What holds and restores do with the policies of resources, and what they read for it. */
export const POLICY_ACTIONS = {
  read: [
    'dynamodb:GetResourcePolicy',
    'ecr:GetRepositoryPolicy',
    'kms:GetKeyPolicy',
    'lambda:GetPolicy',
    's3:GetBucketPolicy',
    'secretsmanager:GetResourcePolicy',
    'sns:GetTopicAttributes',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
  ],
  write: [
    'dynamodb:DeleteResourcePolicy',
    'dynamodb:PutResourcePolicy',
    'ecr:DeleteRepositoryPolicy',
    'ecr:SetRepositoryPolicy',
    'kms:PutKeyPolicy',
    'lambda:AddPermission',
    'lambda:RemovePermission',
    's3:DeleteBucketPolicy',
    's3:PutBucketPolicy',
    'secretsmanager:DeleteResourcePolicy',
    'secretsmanager:PutResourcePolicy',
    'sns:SetTopicAttributes',
    'sqs:SetQueueAttributes',
  ],
} as const;

/** What is read before something above the accounts is changed, and after. */
const READ_ABOVE = [
  'identitystore:GetGroupMembershipId',
  'organizations:DescribePolicy',
  'organizations:ListParents',
  'organizations:ListTargetsForPolicy',
  'sso:DescribeAccountAssignmentCreationStatus',
  'sso:DescribeAccountAssignmentDeletionStatus',
  'sso:DescribePermissionSet',
  'sso:DescribePermissionSetProvisioningStatus',
  'sso:GetInlinePolicyForPermissionSet',
  'sso:GetPermissionsBoundaryForPermissionSet',
  'sso:ListAccountAssignments',
  'sso:ListAccountsForProvisionedPermissionSet',
  'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
  'sso:ListManagedPoliciesInPermissionSet',
];

/** What permission sets hold: to take it away, and to put it back, may each be a hold. */
const PERMISSION_SETS = [
  'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
  'sso:AttachManagedPolicyToPermissionSet',
  'sso:DeleteInlinePolicyFromPermissionSet',
  'sso:DetachCustomerManagedPolicyReferenceFromPermissionSet',
  'sso:DetachManagedPolicyFromPermissionSet',
  'sso:ProvisionPermissionSet',
  'sso:PutInlinePolicyToPermissionSet',
  'sso:PutPermissionsBoundaryToPermissionSet',
];

/** What holds do above the accounts: no guardrail is taken away, nobody is given a permission set. */
export const HOLDING_ABOVE: readonly string[] = [
  ...READ_ABOVE,
  ...PERMISSION_SETS,
  'identitystore:DeleteGroupMembership',
  'organizations:AttachPolicy',
  'organizations:MoveAccount',
  'organizations:UpdatePolicy',
  'sso:DeleteAccountAssignment',
];

/** What restores do above the accounts. */
export const RESTORING_ABOVE: readonly string[] = [
  ...READ_ABOVE,
  ...PERMISSION_SETS,
  'identitystore:CreateGroupMembership',
  'organizations:DetachPolicy',
  'organizations:MoveAccount',
  'organizations:UpdatePolicy',
  'sso:CreateAccountAssignment',
  'sso:DeletePermissionsBoundaryFromPermissionSet',
];
