import { back, by, type CallRow, type Touches, unlessBefore, type WayBack, watchedRows } from './row.ts';
import { given } from './shapes.ts';

const permissionSet = given('out.permissionSet.permissionSetArn', 'in.permissionSetArn');
const instance = given('out.instanceArn', 'in.instanceArn');
const application = given('out.applicationArn', 'in.applicationArn');
const issuer = given('out.trustedTokenIssuerArn', 'in.trustedTokenIssuerArn');
const group = given('out.group.groupId', 'out.groupId', 'in.groupId');
const user = given('out.user.userId', 'out.userId', 'in.userId');
/** What a permission set holds reaches the accounts when it is brought there. */
const provisioned = (undo: WayBack): WayBack => ({ ...undo, followedBy: 'ProvisionPermissionSet' });
/** What the console's own API does: it has no model, and records may be of console actions. */
const byConsole = (touches: Touches): Touches => ({ ...touches, event: 'console' });

/**
 * Calls that change what people of Identity Center may do: permission sets and their assignments, applications, users and
 * groups. The same act has different names by where it is done: `identitystore` is the public API, `sso-directory` the
 * console's. Source: IAM Identity Center user guide, "Logging IAM Identity Center API calls with AWS CloudTrail"; recorded
 * logs; the AWS API models.
 */
export const IDENTITY_CENTER_CALLS: readonly CallRow[] = [
  ...watchedRows('identity-center', 'sso', {
    CreateAccountAssignment: { resources: permissionSet, undo: unlessBefore('DeleteAccountAssignment') },
    DeleteAccountAssignment: { resources: permissionSet, undo: unlessBefore('CreateAccountAssignment') },
    CreatePermissionSet: { resources: permissionSet, undo: by('DeletePermissionSet') },
    UpdatePermissionSet: { resources: permissionSet, advice: back('UpdatePermissionSet') },
    DeletePermissionSet: { resources: permissionSet, advice: back('CreatePermissionSet') },
    AttachManagedPolicyToPermissionSet: {
      resources: permissionSet,
      undo: provisioned(by('DetachManagedPolicyFromPermissionSet')),
    },
    DetachManagedPolicyFromPermissionSet: {
      resources: permissionSet,
      undo: provisioned(by('AttachManagedPolicyToPermissionSet')),
    },
    AttachCustomerManagedPolicyReferenceToPermissionSet: {
      resources: permissionSet,
      undo: provisioned(by('DetachCustomerManagedPolicyReferenceFromPermissionSet')),
    },
    DetachCustomerManagedPolicyReferenceFromPermissionSet: {
      resources: permissionSet,
      undo: provisioned(by('AttachCustomerManagedPolicyReferenceToPermissionSet')),
    },
    PutInlinePolicyToPermissionSet: {
      resources: permissionSet,
      undo: provisioned(back('PutInlinePolicyToPermissionSet', 'DeleteInlinePolicyFromPermissionSet')),
    },
    DeleteInlinePolicyFromPermissionSet: {
      resources: permissionSet,
      undo: provisioned(back('PutInlinePolicyToPermissionSet')),
    },
    PutPermissionsBoundaryToPermissionSet: {
      resources: permissionSet,
      undo: provisioned(back('PutPermissionsBoundaryToPermissionSet', 'DeletePermissionsBoundaryFromPermissionSet')),
    },
    DeletePermissionsBoundaryFromPermissionSet: {
      resources: permissionSet,
      undo: provisioned(back('PutPermissionsBoundaryToPermissionSet')),
    },
    ProvisionPermissionSet: permissionSet,
    CreateInstance: { resources: instance, advice: by('DeleteInstance') },
    UpdateInstance: { resources: instance, advice: back('UpdateInstance') },
    DeleteInstance: instance,
    AddRegion: { resources: instance, advice: by('RemoveRegion') },
    CreateInstanceAccessControlAttributeConfiguration: {
      resources: instance,
      advice: by('DeleteInstanceAccessControlAttributeConfiguration'),
    },
    UpdateInstanceAccessControlAttributeConfiguration: {
      resources: instance,
      advice: back('UpdateInstanceAccessControlAttributeConfiguration'),
    },
    CreateApplication: { resources: application, advice: by('DeleteApplication') },
    UpdateApplication: { resources: application, advice: back('UpdateApplication') },
    CreateApplicationAssignment: { resources: application, undo: by('DeleteApplicationAssignment') },
    PutApplicationAssignmentConfiguration: {
      resources: application,
      advice: back('PutApplicationAssignmentConfiguration'),
    },
    PutApplicationAuthenticationMethod: {
      resources: application,
      advice: back('DeleteApplicationAuthenticationMethod'),
    },
    PutApplicationGrant: { resources: application, advice: back('DeleteApplicationGrant') },
    PutApplicationAccessScope: { resources: application, advice: back('DeleteApplicationAccessScope') },
    CreateTrustedTokenIssuer: { resources: issuer, advice: by('DeleteTrustedTokenIssuer') },
    UpdateTrustedTokenIssuer: { resources: issuer, advice: back('UpdateTrustedTokenIssuer') },
    UpdateSsoConfiguration: byConsole({ resources: instance, advice: back('UpdateSsoConfiguration') }),
    AssociateDirectory: byConsole({
      resources: given('in.directoryId'),
      advice: back('DisassociateDirectory'),
      spelling: 'unproved',
    }),
    EnableExternalIdPConfigurationForDirectory: byConsole({
      resources: given('in.directoryId'),
      advice: by('DisableExternalIdPConfigurationForDirectory'),
      spelling: 'unproved',
    }),
  }),
  ...watchedRows('identity-center', 'identitystore', {
    CreateUser: { resources: user, advice: by('DeleteUser') },
    UpdateUser: { resources: user, advice: back('UpdateUser') },
    DeleteUser: { resources: user, advice: back('CreateUser') },
    CreateGroup: { resources: group, advice: by('DeleteGroup') },
    UpdateGroup: { resources: group, advice: back('UpdateGroup') },
    DeleteGroup: { resources: group, advice: back('CreateGroup') },
    CreateGroupMembership: { resources: group, assigned: 'out.membershipId', undo: by('DeleteGroupMembership') },
    DeleteGroupMembership: { resources: given('in.membershipId'), undo: back('CreateGroupMembership') },
  }),
  ...watchedRows('identity-center', 'sso-directory', {
    CreateUser: byConsole({ resources: user, advice: by('DeleteUser') }),
    UpdateUser: byConsole({ resources: user, advice: back('UpdateUser'), spelling: 'unproved' }),
    CreateGroup: byConsole({ resources: group, advice: by('DeleteGroup') }),
    AddMemberToGroup: byConsole({ resources: group, advice: by('RemoveMemberFromGroup') }),
    RemoveMemberFromGroup: byConsole({ resources: group, advice: by('AddMemberToGroup'), spelling: 'unproved' }),
    EnableExternalIdPConfigurationForDirectory: byConsole({
      resources: given('in.directoryId'),
      advice: by('DisableExternalIdPConfigurationForDirectory'),
      spelling: 'unproved',
    }),
  }),
];
