import { refused } from './mocked.ts';
import { ACCOUNT, document, OLD, NEW, old, young, type Answers, type Row } from './service-row.ts';
import { RESOURCE_ROWS } from './resource-rows.ts';
const INSTANCE = 'arn:aws:sso:::instance/ssoins-1';
const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** On the one permission set. */
export const onSet = { service: 'sso', instanceArn: INSTANCE, permissionSetArn: SET } as const;
/** As AWS is told of it. */
export const SET_INPUT = { InstanceArn: INSTANCE, PermissionSetArn: SET };
const assignment = { permissionSetArn: SET, account: ACCOUNT, assignee: { kind: 'user', id: 'u-1' } } as const;
const membership = { service: 'identitystore', identityStoreId: 'd-1', groupId: 'g-1', userId: 'u-1' } as const;

const EMPTY_SET: Answers = {
  DescribePermissionSet: { PermissionSet: { Name: 'Engineer' } },
  GetInlinePolicyForPermissionSet: { InlinePolicy: '' },
  ListManagedPoliciesInPermissionSet: {},
  ListCustomerManagedPolicyReferencesInPermissionSet: {},
  GetPermissionsBoundaryForPermissionSet: refused('ResourceNotFoundException'),
};
const setWith = (answers: Answers): Answers => ({ ...EMPTY_SET, ...answers });
const managed = setWith({ ListManagedPoliciesInPermissionSet: { AttachedManagedPolicies: [{ Arn: READ_ONLY }] } });
const REFERENCE = { Name: 'Tools', Path: '/a/' };
const referring = setWith({
  ListCustomerManagedPolicyReferencesInPermissionSet: { CustomerManagedPolicyReferences: [REFERENCE] },
});
const inline = (text: string) => setWith({ GetInlinePolicyForPermissionSet: { InlinePolicy: text } });
const bounded = (arn: string) =>
  setWith({ GetPermissionsBoundaryForPermissionSet: { PermissionsBoundary: { ManagedPolicyArn: arn } } });
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ASSIGNMENT_INPUT = {
  ...SET_INPUT,
  TargetId: ACCOUNT,
  TargetType: 'AWS_ACCOUNT',
  PrincipalType: 'USER',
  PrincipalId: 'u-1',
};
const assigned = { ListAccountAssignments: { AccountAssignments: [{ PrincipalType: 'USER', PrincipalId: 'u-1' }] } };
const notAssigned = { ListAccountAssignments: {} };
const member = { GetGroupMembershipId: { MembershipId: 'm-1' } };
const noMember = { GetGroupMembershipId: refused('ResourceNotFoundException') };
const targets = (...ids: readonly string[]) => ({
  ListTargetsForPolicy: { Targets: ids.map((TargetId) => ({ TargetId })) },
});
const scp = (Content: string) => ({ DescribePolicy: { Policy: { Content } } });
const parent = (Id: string) => ({ ListParents: { Parents: [{ Id }] } });

/** Each call of a hold or a restore of another service than IAM, once, and what AWS answers around it. */
export const ROWS: readonly Row[] = [
  {
    call: { ...onSet, name: 'DetachManagedPolicyFromPermissionSet', policyArn: READ_ONLY },
    before: managed,
    sent: [['DetachManagedPolicyFromPermissionSet', { ...SET_INPUT, ManagedPolicyArn: READ_ONLY }]],
    after: EMPTY_SET,
  },
  {
    call: { ...onSet, name: 'AttachManagedPolicyToPermissionSet', policyArn: READ_ONLY },
    before: EMPTY_SET,
    sent: [['AttachManagedPolicyToPermissionSet', { ...SET_INPUT, ManagedPolicyArn: READ_ONLY }]],
    after: managed,
  },
  {
    call: {
      ...onSet,
      name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
      reference: { name: 'Tools', path: '/a/' },
    },
    before: referring,
    sent: [
      [
        'DetachCustomerManagedPolicyReferenceFromPermissionSet',
        { ...SET_INPUT, CustomerManagedPolicyReference: REFERENCE },
      ],
    ],
    after: EMPTY_SET,
  },
  {
    call: {
      ...onSet,
      name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
      reference: { name: 'Tools', path: '/a/' },
    },
    before: EMPTY_SET,
    sent: [
      [
        'AttachCustomerManagedPolicyReferenceToPermissionSet',
        { ...SET_INPUT, CustomerManagedPolicyReference: REFERENCE },
      ],
    ],
    after: referring,
  },
  {
    call: { ...onSet, name: 'PutInlinePolicyToPermissionSet', document: OLD, expects: NEW },
    before: inline(young),
    sent: [['PutInlinePolicyToPermissionSet', { ...SET_INPUT, InlinePolicy: old }]],
    after: inline(old),
    changed: inline(JSON.stringify(document('sqs:*'))),
  },
  {
    call: { ...onSet, name: 'DeleteInlinePolicyFromPermissionSet', expects: NEW },
    before: inline(young),
    sent: [['DeleteInlinePolicyFromPermissionSet', SET_INPUT]],
    after: EMPTY_SET,
    changed: inline(old),
  },
  {
    call: {
      ...onSet,
      name: 'PutPermissionsBoundaryToPermissionSet',
      boundary: { managed: READ_ONLY },
      expects: { managed: ADMIN },
    },
    before: bounded(ADMIN),
    sent: [
      ['PutPermissionsBoundaryToPermissionSet', { ...SET_INPUT, PermissionsBoundary: { ManagedPolicyArn: READ_ONLY } }],
    ],
    after: bounded(READ_ONLY),
    changed: EMPTY_SET,
  },
  {
    call: { ...onSet, name: 'DeletePermissionsBoundaryFromPermissionSet', expects: { managed: READ_ONLY } },
    before: bounded(READ_ONLY),
    sent: [['DeletePermissionsBoundaryFromPermissionSet', SET_INPUT]],
    after: EMPTY_SET,
    changed: bounded(ADMIN),
  },
  {
    call: { service: 'sso', instanceArn: INSTANCE, name: 'DeleteAccountAssignment', assignment },
    before: assigned,
    sent: [['DeleteAccountAssignment', ASSIGNMENT_INPUT]],
    after: notAssigned,
  },
  {
    call: { service: 'sso', instanceArn: INSTANCE, name: 'CreateAccountAssignment', assignment },
    before: notAssigned,
    sent: [['CreateAccountAssignment', ASSIGNMENT_INPUT]],
    after: assigned,
  },
  {
    call: { ...membership, name: 'DeleteGroupMembership' },
    before: member,
    sent: [['DeleteGroupMembership', { IdentityStoreId: 'd-1', MembershipId: 'm-1' }]],
    after: noMember,
  },
  {
    call: { ...membership, name: 'CreateGroupMembership' },
    before: noMember,
    sent: [['CreateGroupMembership', { IdentityStoreId: 'd-1', GroupId: 'g-1', MemberId: { UserId: 'u-1' } }]],
    after: member,
  },
  {
    call: { service: 'organizations', name: 'AttachPolicy', policyId: 'p-1', targetId: 'ou-1' },
    before: targets('ou-2'),
    sent: [['AttachPolicy', { PolicyId: 'p-1', TargetId: 'ou-1' }]],
    after: targets('ou-2', 'ou-1'),
  },
  {
    call: { service: 'organizations', name: 'DetachPolicy', policyId: 'p-1', targetId: 'ou-1' },
    before: targets('ou-2', 'ou-1'),
    sent: [['DetachPolicy', { PolicyId: 'p-1', TargetId: 'ou-1' }]],
    after: targets('ou-2'),
  },
  {
    call: { service: 'organizations', name: 'AttachPolicy', policyId: 'p-1', targetId: 'ou-1', expects: NEW },
    before: { ...targets('ou-2'), ...scp(young) },
    sent: [['AttachPolicy', { PolicyId: 'p-1', TargetId: 'ou-1' }]],
    after: targets('ou-2', 'ou-1'),
    changed: { ...targets('ou-2'), ...scp(old) },
  },
  {
    call: { service: 'organizations', name: 'UpdatePolicy', policyId: 'p-1', document: OLD, expects: NEW },
    before: scp(young),
    sent: [['UpdatePolicy', { PolicyId: 'p-1', Content: old }]],
    after: scp(old),
    changed: scp(JSON.stringify(document('sqs:*'))),
  },
  {
    call: { service: 'organizations', name: 'MoveAccount', account: ACCOUNT, from: 'ou-2', to: 'ou-1' },
    before: parent('ou-2'),
    sent: [['MoveAccount', { AccountId: ACCOUNT, SourceParentId: 'ou-2', DestinationParentId: 'ou-1' }]],
    after: parent('ou-1'),
    changed: parent('ou-3'),
  },
  ...RESOURCE_ROWS,
];
