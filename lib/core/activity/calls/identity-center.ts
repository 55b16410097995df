import { back, by, type CallRow, type Touches, watchedRows } from './row.ts';
import { given } from './shapes.ts';

const permissionSet = given('out.permissionSet.permissionSetArn', 'in.permissionSetArn');
const instance = given('out.instanceArn', 'in.instanceArn');
const application = given('out.applicationArn', 'in.applicationArn');
const issuer = given('out.trustedTokenIssuerArn', 'in.trustedTokenIssuerArn');
const group = given('out.group.groupId', 'out.groupId', 'in.groupId');
const user = given('out.user.userId', 'out.userId', 'in.userId');
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
    CreateAccountAssignment: { resources: permissionSet, undo: by('DeleteAccountAssignment') },
    DeleteAccountAssignment: { resources: permissionSet, undo: by('CreateAccountAssignment') },
    CreatePermissionSet: { resources: permissionSet, undo: by('DeletePermissionSet') },
    UpdatePermissionSet: { resources: permissionSet, undo: back('UpdatePermissionSet') },
    DeletePermissionSet: { resources: permissionSet, undo: back('CreatePermissionSet') },
    AttachManagedPolicyToPermissionSet: {
      resources: permissionSet,
      undo: by('DetachManagedPolicyFromPermissionSet', 'ProvisionPermissionSet'),
    },
    DetachManagedPolicyFromPermissionSet: {
      resources: permissionSet,
      undo: by('AttachManagedPolicyToPermissionSet', 'ProvisionPermissionSet'),
    },
    AttachCustomerManagedPolicyReferenceToPermissionSet: {
      resources: permissionSet,
      undo: by('DetachCustomerManagedPolicyReferenceFromPermissionSet', 'ProvisionPermissionSet'),
    },
    DetachCustomerManagedPolicyReferenceFromPermissionSet: {
      resources: permissionSet,
      undo: by('AttachCustomerManagedPolicyReferenceToPermissionSet', 'ProvisionPermissionSet'),
    },
    PutInlinePolicyToPermissionSet: {
      resources: permissionSet,
      undo: back('PutInlinePolicyToPermissionSet', 'DeleteInlinePolicyFromPermissionSet'),
    },
    DeleteInlinePolicyFromPermissionSet: {
      resources: permissionSet,
      undo: back('PutInlinePolicyToPermissionSet'),
    },
    PutPermissionsBoundaryToPermissionSet: {
      resources: permissionSet,
      undo: back('PutPermissionsBoundaryToPermissionSet', 'DeletePermissionsBoundaryFromPermissionSet'),
    },
    DeletePermissionsBoundaryFromPermissionSet: {
      resources: permissionSet,
      undo: back('PutPermissionsBoundaryToPermissionSet'),
    },
    ProvisionPermissionSet: permissionSet,
    CreateInstance: { resources: instance, undo: by('DeleteInstance') },
    UpdateInstance: { resources: instance, undo: back('UpdateInstance') },
    DeleteInstance: instance,
    AddRegion: { resources: instance, undo: by('RemoveRegion') },
    CreateInstanceAccessControlAttributeConfiguration: {
      resources: instance,
      undo: by('DeleteInstanceAccessControlAttributeConfiguration'),
    },
    UpdateInstanceAccessControlAttributeConfiguration: {
      resources: instance,
      undo: back('UpdateInstanceAccessControlAttributeConfiguration'),
    },
    CreateApplication: { resources: application, undo: by('DeleteApplication') },
    UpdateApplication: { resources: application, undo: back('UpdateApplication') },
    CreateApplicationAssignment: { resources: application, undo: by('DeleteApplicationAssignment') },
    PutApplicationAssignmentConfiguration: {
      resources: application,
      undo: back('PutApplicationAssignmentConfiguration'),
    },
    PutApplicationAuthenticationMethod: {
      resources: application,
      undo: back('DeleteApplicationAuthenticationMethod'),
    },
    PutApplicationGrant: { resources: application, undo: back('DeleteApplicationGrant') },
    PutApplicationAccessScope: { resources: application, undo: back('DeleteApplicationAccessScope') },
    CreateTrustedTokenIssuer: { resources: issuer, undo: by('DeleteTrustedTokenIssuer') },
    UpdateTrustedTokenIssuer: { resources: issuer, undo: back('UpdateTrustedTokenIssuer') },
    UpdateSsoConfiguration: byConsole({ resources: instance, undo: back('UpdateSsoConfiguration') }),
    AssociateDirectory: byConsole({
      resources: given('in.directoryId'),
      undo: back('DisassociateDirectory'),
      spelling: 'unproved',
    }),
    EnableExternalIdPConfigurationForDirectory: byConsole({
      resources: given('in.directoryId'),
      undo: by('DisableExternalIdPConfigurationForDirectory'),
      spelling: 'unproved',
    }),
  }),
  ...watchedRows('identity-center', 'identitystore', {
    CreateUser: { resources: user, undo: by('DeleteUser') },
    UpdateUser: { resources: user, undo: back('UpdateUser') },
    DeleteUser: { resources: user, undo: back('CreateUser') },
    CreateGroup: { resources: group, undo: by('DeleteGroup') },
    UpdateGroup: { resources: group, undo: back('UpdateGroup') },
    DeleteGroup: { resources: group, undo: back('CreateGroup') },
    CreateGroupMembership: { resources: group, undo: by('DeleteGroupMembership') },
    DeleteGroupMembership: { resources: given('in.membershipId'), undo: back('CreateGroupMembership') },
  }),
  ...watchedRows('identity-center', 'sso-directory', {
    CreateUser: byConsole({ resources: user, undo: by('DeleteUser') }),
    UpdateUser: byConsole({ resources: user, undo: back('UpdateUser'), spelling: 'unproved' }),
    CreateGroup: byConsole({ resources: group, undo: by('DeleteGroup') }),
    AddMemberToGroup: byConsole({ resources: group, undo: by('RemoveMemberFromGroup') }),
    RemoveMemberFromGroup: byConsole({ resources: group, undo: by('AddMemberToGroup'), spelling: 'unproved' }),
    EnableExternalIdPConfigurationForDirectory: byConsole({
      resources: given('in.directoryId'),
      undo: by('DisableExternalIdPConfigurationForDirectory'),
      spelling: 'unproved',
    }),
  }),
];
