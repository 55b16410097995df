import type { IamCall } from '../../account/call.ts';

/** How a credential is made to open nothing, and to open again; what it is, for people. */
export interface CredentialSwitch {
  readonly off: IamCall;
  readonly on: IamCall;
  readonly what: string;
}

/**
 * How the credential that a call made, or woke, is deactivated: it is never deleted, so that it comes back as it was. Undefined: it
 * makes none, or one that IAM only deletes (a password), or its id is not known.
 * Source: IAM API reference, `UpdateAccessKey` and its like.
 */
export function credentialSwitch(iam: IamCall): CredentialSwitch | undefined {
  if (iam.name === 'CreateAccessKey' || iam.name === 'UpdateAccessKey') {
    const { userName, accessKeyId } = iam;
    const key = { name: 'UpdateAccessKey', userName, accessKeyId } as const;
    return { ...switched(key), what: `access key ${accessKeyId} of ${userName}` };
  }
  if (!('userName' in iam)) return undefined;
  const { userName, serviceSpecificCredentialId, sSHPublicKeyId, certificateId }: OfUser = iam;
  if (serviceSpecificCredentialId !== undefined) {
    const credential = { name: 'UpdateServiceSpecificCredential', userName, serviceSpecificCredentialId } as const;
    const what = `the credential ${serviceSpecificCredentialId} of ${userName}`;
    return { ...switched(credential), what };
  }
  if (sSHPublicKeyId !== undefined) {
    const key = { name: 'UpdateSSHPublicKey', userName, sSHPublicKeyId } as const;
    return { ...switched(key), what: `the SSH key ${sSHPublicKeyId} of ${userName}` };
  }
  if (certificateId !== undefined) {
    const certificate = { name: 'UpdateSigningCertificate', userName, certificateId } as const;
    return { ...switched(certificate), what: `the certificate ${certificateId} of ${userName}` };
  }
  return undefined;
}

/** What a call names of a user's credentials: at most one of them. */
interface OfUser {
  readonly userName: string;
  readonly serviceSpecificCredentialId?: string;
  readonly sSHPublicKeyId?: string;
  readonly certificateId?: string;
}

type Switchable = Extract<IamCall, { readonly status: 'Active' | 'Inactive' }>;
type WithoutStatus<C> = C extends unknown ? Omit<C, 'status'> : never;

function switched(call: WithoutStatus<Switchable>): Pick<CredentialSwitch, 'off' | 'on'> {
  return { off: { ...call, status: 'Inactive' }, on: { ...call, status: 'Active' } };
}
