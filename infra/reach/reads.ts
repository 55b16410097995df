/**
 * What Observer reads: all that decides about a principal, who there is, and what stacks hold. Where an account is not trusted with the
 * organization or with Identity Center, AWS refuses it those reads, whatever the role says.
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
  // what a stack holds, before the gate lets it be changed
  stacks: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate', 'cloudformation:ListStackResources'],
  organization: ['organizations:ListAccounts'],
  identityCenter: [
    'sso:DescribePermissionSet',
    'sso:GetInlinePolicyForPermissionSet',
    'sso:GetPermissionsBoundaryForPermissionSet',
    'sso:ListAccountAssignments',
    'sso:ListAccountAssignmentsForPrincipal',
    'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
    'sso:ListInstances',
    'sso:ListManagedPoliciesInPermissionSet',
    'sso:ListPermissionSets',
    'sso:ListPermissionSetsProvisionedToAccount',
    'identitystore:DescribeGroup',
    'identitystore:DescribeUser',
    'identitystore:ListGroupMemberships',
  ],
} as const;
