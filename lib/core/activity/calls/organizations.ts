import { back, by, type CallRow, policyRows, watchedRows, unlessBefore } from './row.ts';
import { given } from './shapes.ts';

const policy = given('in.policyId', 'out.policy.policySummary.id');
const target = given('in.targetId');
const account = given('in.accountId');
const root = given('in.rootId');
const unit = given('in.organizationalUnitId', 'out.organizationalUnit.id');
const service = given('in.servicePrincipal');

/**
 * Calls that change what an organization allows its accounts, who belongs to it, and who runs it for others. Taking an SCP
 * or RCP away widens access in every account below. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const ORGANIZATION_CALLS: readonly CallRow[] = [
  ...watchedRows('organization', 'organizations', {
    AttachPolicy: { resources: target, undo: by('DetachPolicy') },
    DetachPolicy: { resources: target, undo: by('AttachPolicy') },
    CreatePolicy: { resources: policy, undo: by('DeletePolicy') },
    UpdatePolicy: { resources: policy, undo: back('UpdatePolicy') },
    DeletePolicy: { resources: policy, undo: back('CreatePolicy') },
    EnablePolicyType: { resources: root, undo: by('DisablePolicyType') },
    DisablePolicyType: { resources: root, undo: { ...back('EnablePolicyType'), followedBy: 'AttachPolicy' } },
    MoveAccount: { resources: account, undo: by('MoveAccount') },
    LeaveOrganization: [],
    RemoveAccountFromOrganization: account,
    CreateAccount: given('in.accountName'),
    CreateGovCloudAccount: given('in.accountName'),
    CreateAccountResult: {
      resources: given('serviceEventDetails.createAccountStatus.accountId'),
      event: 'service',
      spelling: 'unproved',
    },
    CloseAccountResult: {
      resources: given('serviceEventDetails.closeAccountStatus.accountId'),
      event: 'service',
      spelling: 'unproved',
    },
    InviteAccountToOrganization: { resources: given('in.target.id'), advice: by('CancelHandshake') },
    InviteOrganizationToTransferResponsibility: { resources: given('in.target.id'), advice: by('CancelHandshake') },
    AcceptHandshake: given('in.handshakeId'),
    CreateOrganizationalUnit: { resources: unit, advice: by('DeleteOrganizationalUnit') },
    UpdateOrganizationalUnit: { resources: unit, advice: back('UpdateOrganizationalUnit') },
    DeleteOrganizationalUnit: { resources: unit, advice: back('CreateOrganizationalUnit') },
    RegisterDelegatedAdministrator: { resources: account, undo: by('DeregisterDelegatedAdministrator') },
    DeregisterDelegatedAdministrator: { resources: account, undo: by('RegisterDelegatedAdministrator') },
    EnableAWSServiceAccess: { resources: service, undo: unlessBefore('DisableAWSServiceAccess') },
    DisableAWSServiceAccess: { resources: service, advice: by('EnableAWSServiceAccess') },
    EnableAllFeatures: [],
    CreateOrganization: { resources: [], advice: by('DeleteOrganization') },
  }),
  ...policyRows('put', 'organizations', {
    PutResourcePolicy: {
      resources: given('out.resourcePolicy.resourcePolicySummary.arn'),
      document: 'in.content',
      advice: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('remove', 'organizations', {
    DeleteResourcePolicy: { resources: [], advice: back('PutResourcePolicy') },
  }),
  ...watchedRows('organization', 'account', {
    EnableRegion: { resources: given('in.regionName'), undo: unlessBefore('DisableRegion') },
    DisableRegion: { resources: given('in.regionName'), undo: unlessBefore('EnableRegion') },
    PutAlternateContact: { resources: given('in.accountId'), advice: back('PutAlternateContact') },
  }),
  ...watchedRows('organization', 'ram', {
    EnableSharingWithAwsOrganization: [],
  }),
  ...watchedRows('organization', 'cloudformation', {
    ActivateOrganizationsAccess: { resources: [], undo: unlessBefore('DeactivateOrganizationsAccess') },
  }),
];
