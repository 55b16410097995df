/**
 * What Observer reads: all that decides about a principal, which accounts there are, and what stacks hold. Where an account is
 * not trusted with the organization, AWS refuses it to list accounts, whatever the role says.
 * Source: service authorization reference, List and Read actions.
 */
export const OBSERVED = {
  iam: [
    'iam:GetAccountAuthorizationDetails',
    'iam:GetGroup',
    'iam:GetGroupPolicy',
    'iam:GetInstanceProfile',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:GetUser',
    'iam:GetUserPolicy',
    'iam:ListAccessKeys',
    'iam:ListAttachedGroupPolicies',
    'iam:ListAttachedRolePolicies',
    'iam:ListAttachedUserPolicies',
    'iam:ListEntitiesForPolicy',
    'iam:ListGroupPolicies',
    'iam:ListGroupsForUser',
    'iam:ListInstanceProfilesForRole',
    'iam:ListPolicyVersions',
    'iam:ListRolePolicies',
    'iam:ListRoles',
    'iam:ListUserPolicies',
    'iam:ListUsers',
  ],
  // what a stack holds, before the gate lets it be changed, and which one has what a hold would write over
  stacks: [
    'cloudformation:DescribeStackResources',
    'cloudformation:DescribeStacks',
    'cloudformation:GetTemplate',
    'cloudformation:ListStackResources',
  ],
  organization: ['organizations:ListAccounts'],
} as const;

/**
 * What is read above the accounts, by the hub's own function: it stands in the account that AWS trusts with it, where members do
 * not. Source: service authorization reference, List and Read actions.
 */
export const READ_ABOVE_ACCOUNTS = {
  organization: [
    'organizations:DescribeOrganization',
    'organizations:DescribePolicy',
    'organizations:ListAccountsForParent',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListPolicies',
    'organizations:ListRoots',
    'organizations:ListTargetsForPolicy',
  ],
  identityCenter: [
    'sso:DescribePermissionSet',
    'sso:GetInlinePolicyForPermissionSet',
    'sso:GetPermissionsBoundaryForPermissionSet',
    'sso:ListAccountAssignments',
    'sso:ListAccountAssignmentsForPrincipal',
    'sso:ListAccountsForProvisionedPermissionSet',
    'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
    'sso:ListInstances',
    'sso:ListManagedPoliciesInPermissionSet',
    'sso:ListPermissionSets',
    'sso:ListPermissionSetsProvisionedToAccount',
    'identitystore:DescribeGroup',
    'identitystore:DescribeUser',
    'identitystore:ListGroupMemberships',
    'identitystore:ListUsers',
  ],
} as const;
