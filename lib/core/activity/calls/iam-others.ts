import { back, by, type CallRow, roleRows, watchedRows } from './row.ts';
import { given } from './shapes.ts';

const userArn = { at: 'in.userName', arn: 'iam::{account}:user/*{name}' };
const user = [userArn, { at: 'userIdentity.arn' }];
const mfaDevice = [...given('in.serialNumber', 'out.virtualMFADevice.serialNumber'), { at: 'in.virtualMFADeviceName' }];
const samlProvider = given('out.sAMLProviderArn', 'in.sAMLProviderArn');
const oidcProvider = given('out.openIDConnectProviderArn', 'in.openIDConnectProviderArn');
const profile = [{ at: 'in.instanceProfileName', arn: 'iam::{account}:instance-profile/*{name}' }];
const delegation = given('out.delegationRequestId', 'in.delegationRequestId');
const ofAccount = [{ arn: 'iam::{account}:root' }];
const certificate = [{ at: 'in.serverCertificateName', arn: 'iam::{account}:server-certificate/*{name}' }];

/**
 * Calls of IAM that change no policy, no trust and no membership, so that the model of an account (`iam.ts`) has no place for
 * them: other credentials of users, identity providers, settings of the account, delegation.
 * Source: IAM API reference; IAM user guide, "Temporary delegation".
 */
export const OTHER_IAM_CALLS: readonly CallRow[] = [
  ...watchedRows('credential', 'iam', {
    ChangePassword: user,
    DeleteServiceSpecificCredential: user,
    DeleteSSHPublicKey: user,
    DeleteSigningCertificate: user,
    CreateVirtualMFADevice: { resources: mfaDevice, undo: by('DeleteVirtualMFADevice') },
    EnableMFADevice: { resources: user, undo: by('DeactivateMFADevice') },
    ResyncMFADevice: user,
    DeactivateMFADevice: user,
    DeleteVirtualMFADevice: mfaDevice,
    UpdateAccountPasswordPolicy: { resources: ofAccount, undo: back('UpdateAccountPasswordPolicy') },
    DeleteAccountPasswordPolicy: { resources: ofAccount, undo: back('UpdateAccountPasswordPolicy') },
    UploadServerCertificate: { resources: certificate, undo: by('DeleteServerCertificate') },
    UpdateServerCertificate: { resources: certificate, undo: back('UpdateServerCertificate') },
    DeleteServerCertificate: certificate,
  }),
  ...watchedRows('guard', 'iam', {
    SetSecurityTokenServicePreferences: { resources: ofAccount, undo: back('SetSecurityTokenServicePreferences') },
    TagInstanceProfile: { resources: profile, undo: back('UntagInstanceProfile', 'TagInstanceProfile') },
    UntagInstanceProfile: { resources: profile, undo: back('TagInstanceProfile') },
    // the account may let templates make roles by it
    PutAccountProperties: { resources: ofAccount, undo: back('PutAccountProperties'), spelling: 'unproved' },
  }),
  ...roleRows('trust', 'iam', {
    CreateSAMLProvider: { resources: samlProvider, undo: by('DeleteSAMLProvider') },
    UpdateSAMLProvider: { resources: samlProvider, undo: back('UpdateSAMLProvider') },
    DeleteSAMLProvider: { resources: samlProvider, undo: back('CreateSAMLProvider') },
    TagSAMLProvider: { resources: samlProvider, undo: back('UntagSAMLProvider', 'TagSAMLProvider') },
    UntagSAMLProvider: { resources: samlProvider, undo: back('TagSAMLProvider') },
    CreateOpenIDConnectProvider: {
      resources: oidcProvider,
      grantees: ['in.url'],
      undo: by('DeleteOpenIDConnectProvider'),
    },
    UpdateOpenIDConnectProviderThumbprint: {
      resources: oidcProvider,
      undo: back('UpdateOpenIDConnectProviderThumbprint'),
    },
    AddClientIDToOpenIDConnectProvider: {
      resources: oidcProvider,
      grantees: ['in.clientID'],
      undo: by('RemoveClientIDFromOpenIDConnectProvider'),
    },
    RemoveClientIDFromOpenIDConnectProvider: {
      resources: oidcProvider,
      undo: by('AddClientIDToOpenIDConnectProvider'),
    },
    DeleteOpenIDConnectProvider: { resources: oidcProvider, undo: back('CreateOpenIDConnectProvider') },
    TagOpenIDConnectProvider: {
      resources: oidcProvider,
      undo: back('UntagOpenIDConnectProvider', 'TagOpenIDConnectProvider'),
    },
    UntagOpenIDConnectProvider: { resources: oidcProvider, undo: back('TagOpenIDConnectProvider') },
    CreateDelegationRequest: {
      resources: delegation,
      grantees: ['in.requestorWorkflowId'],
      undo: by('RejectDelegationRequest'),
    },
    AssociateDelegationRequest: { resources: delegation, undo: by('RejectDelegationRequest') },
    UpdateDelegationRequest: { resources: delegation, undo: by('RejectDelegationRequest') },
    AcceptDelegationRequest: { resources: delegation, undo: by('RejectDelegationRequest') },
    RejectDelegationRequest: delegation,
    // from here on the partner acts, and nothing takes the token back
    SendDelegationToken: delegation,
    EnableOutboundWebIdentityFederation: { resources: ofAccount, undo: by('DisableOutboundWebIdentityFederation') },
    DisableOutboundWebIdentityFederation: { resources: ofAccount, undo: by('EnableOutboundWebIdentityFederation') },
  }),
  ...watchedRows('organization', 'iam', {
    EnableOrganizationsRootCredentialsManagement: {
      resources: ofAccount,
      undo: by('DisableOrganizationsRootCredentialsManagement'),
    },
    DisableOrganizationsRootCredentialsManagement: {
      resources: ofAccount,
      undo: by('EnableOrganizationsRootCredentialsManagement'),
    },
    EnableOrganizationsRootSessions: { resources: ofAccount, undo: by('DisableOrganizationsRootSessions') },
    DisableOrganizationsRootSessions: { resources: ofAccount, undo: by('EnableOrganizationsRootSessions') },
    CreateAccountAlias: { resources: ofAccount, undo: by('DeleteAccountAlias') },
    DeleteAccountAlias: { resources: ofAccount, undo: by('CreateAccountAlias') },
  }),
];
