import type { CredentialCall, IamCall } from './call.ts';

const CREDENTIAL_CALLS: Readonly<Record<CredentialCall['name'], true>> = {
  CreateAccessKey: true,
  UpdateAccessKey: true,
  DeleteAccessKey: true,
  CreateLoginProfile: true,
  UpdateLoginProfile: true,
  DeleteLoginProfile: true,
  CreateServiceSpecificCredential: true,
  ResetServiceSpecificCredential: true,
  UpdateServiceSpecificCredential: true,
  UploadSSHPublicKey: true,
  UpdateSSHPublicKey: true,
  UploadSigningCertificate: true,
  UpdateSigningCertificate: true,
};

/** Whether a call is about a credential of a user: it moves who can act as the user, and no policy. */
export function isCredentialCall(call: IamCall): call is CredentialCall {
  return Object.hasOwn(CREDENTIAL_CALLS, call.name);
}
