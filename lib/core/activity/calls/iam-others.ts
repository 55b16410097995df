import { back, by, type CallRow, roleRows, watchedRows, unlessBefore } from './row.ts';
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
    CreateVirtualMFADevice: { resources: mfaDevice, advice: by('DeleteVirtualMFADevice') },
    EnableMFADevice: { resources: user, undo: by('DeactivateMFADevice') },
    ResyncMFADevice: user,
    DeactivateMFADevice: user,
    DeleteVirtualMFADevice: mfaDevice,
    UpdateAccountPasswordPolicy: { resources: ofAccount, advice: back('UpdateAccountPasswordPolicy') },
    DeleteAccountPasswordPolicy: { resources: ofAccount, advice: back('UpdateAccountPasswordPolicy') },
    UploadServerCertificate: { resources: certificate, advice: by('DeleteServerCertificate') },
    UpdateServerCertificate: { resources: certificate, advice: back('UpdateServerCertificate') },
    DeleteServerCertificate: certificate,
  }),
  ...watchedRows('guard', 'iam', {
    SetSecurityTokenServicePreferences: { resources: ofAccount, advice: back('SetSecurityTokenServicePreferences') },
    TagInstanceProfile: { resources: profile, advice: back('UntagInstanceProfile', 'TagInstanceProfile') },
    UntagInstanceProfile: { resources: profile, advice: back('TagInstanceProfile') },
    // the account may let templates make roles by it
    PutAccountProperties: { resources: ofAccount, advice: back('PutAccountProperties'), spelling: 'unproved' },
  }),
  ...roleRows('trust', 'iam', {
    CreateSAMLProvider: { resources: samlProvider, advice: by('DeleteSAMLProvider') },
    UpdateSAMLProvider: { resources: samlProvider, advice: back('UpdateSAMLProvider') },
    DeleteSAMLProvider: { resources: samlProvider, advice: back('CreateSAMLProvider') },
    TagSAMLProvider: { resources: samlProvider, advice: back('UntagSAMLProvider', 'TagSAMLProvider') },
    UntagSAMLProvider: { resources: samlProvider, advice: back('TagSAMLProvider') },
    CreateOpenIDConnectProvider: {
      resources: oidcProvider,
      grantees: ['in.url'],
      advice: by('DeleteOpenIDConnectProvider'),
    },
    UpdateOpenIDConnectProviderThumbprint: {
      resources: oidcProvider,
      advice: back('UpdateOpenIDConnectProviderThumbprint'),
    },
    AddClientIDToOpenIDConnectProvider: {
      resources: oidcProvider,
      grantees: ['in.clientID'],
      undo: unlessBefore('RemoveClientIDFromOpenIDConnectProvider'),
    },
    RemoveClientIDFromOpenIDConnectProvider: {
      resources: oidcProvider,
      undo: unlessBefore('AddClientIDToOpenIDConnectProvider'),
    },
    DeleteOpenIDConnectProvider: { resources: oidcProvider, advice: back('CreateOpenIDConnectProvider') },
    TagOpenIDConnectProvider: {
      resources: oidcProvider,
      advice: back('UntagOpenIDConnectProvider', 'TagOpenIDConnectProvider'),
    },
    UntagOpenIDConnectProvider: { resources: oidcProvider, advice: back('TagOpenIDConnectProvider') },
    CreateDelegationRequest: {
      resources: delegation,
      grantees: ['in.requestorWorkflowId'],
      advice: by('RejectDelegationRequest'),
    },
    AssociateDelegationRequest: { resources: delegation, advice: by('RejectDelegationRequest') },
    UpdateDelegationRequest: { resources: delegation, advice: by('RejectDelegationRequest') },
    AcceptDelegationRequest: { resources: delegation, advice: by('RejectDelegationRequest') },
    RejectDelegationRequest: delegation,
    // from here on the partner acts, and nothing takes the token back
    SendDelegationToken: delegation,
    EnableOutboundWebIdentityFederation: { resources: ofAccount, undo: by('DisableOutboundWebIdentityFederation') },
    DisableOutboundWebIdentityFederation: { resources: ofAccount, undo: by('EnableOutboundWebIdentityFederation') },
  }),
  ...watchedRows('organization', 'iam', {
    EnableOrganizationsRootCredentialsManagement: {
      resources: ofAccount,
      undo: unlessBefore('DisableOrganizationsRootCredentialsManagement'),
    },
    DisableOrganizationsRootCredentialsManagement: {
      resources: ofAccount,
      undo: unlessBefore('EnableOrganizationsRootCredentialsManagement'),
    },
    EnableOrganizationsRootSessions: { resources: ofAccount, undo: unlessBefore('DisableOrganizationsRootSessions') },
    DisableOrganizationsRootSessions: { resources: ofAccount, undo: unlessBefore('EnableOrganizationsRootSessions') },
    CreateAccountAlias: { resources: ofAccount, advice: by('DeleteAccountAlias') },
    DeleteAccountAlias: { resources: ofAccount, advice: by('CreateAccountAlias') },
  }),
];
