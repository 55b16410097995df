import type { Reason } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import type { IamCall } from '../../account/call.ts';
import type { Actor } from '../../activity/actor.ts';

/** Whether a call changes what is, or was, the principal's permissions boundary. */
export function isBoundaryChange(iam: IamCall | undefined, after: PolicySet): boolean {
  if (iam === undefined) return false;
  if (iam.name.endsWith('PermissionsBoundary')) return true;
  if (iam.name !== 'CreatePolicyVersion' && iam.name !== 'SetDefaultPolicyVersion') return false;
  return (after.boundary ?? []).some(({ name }) => name === iam.policyArn);
}

/** What a call that makes, or wakes, a credential of a user is reported for. */
export interface CredentialReason {
  readonly reason: Reason;
  /** Present where someone other than the user made it. */
  readonly byAnother: Reason | undefined;
}

/** Why a call counts as making a credential of this user; undefined where it makes none. */
export function credentialReason(iam: IamCall, actor: Actor, principalArn: string): CredentialReason | undefined {
  const made = credentialMade(iam);
  if (made === undefined) return undefined;
  const reason = { rule: 'credential', detail: `${made} opens all that ${principalArn} holds` };
  if (actor.principalArn === principalArn) return { reason, byAnother: undefined };
  const detail = `${made} was made by ${actor.name}, not by the user it belongs to`;
  return { reason, byAnother: { rule: 'credential-for-another', detail } };
}

function credentialMade(iam: IamCall): string | undefined {
  // one that is made inactive opens nothing any more
  if ('status' in iam && iam.status === 'Inactive') return undefined;
  if (iam.name === 'CreateLoginProfile' || iam.name === 'UpdateLoginProfile') return 'a console password';
  if (iam.name === 'CreateAccessKey' || iam.name === 'UpdateAccessKey') return `access key ${iam.accessKeyId}`;
  if (iam.name === 'CreateServiceSpecificCredential') return `a credential for ${iam.serviceName}`;
  if ('serviceSpecificCredentialId' in iam) return `the credential ${iam.serviceSpecificCredentialId}`;
  if (iam.name === 'UploadSSHPublicKey' || iam.name === 'UpdateSSHPublicKey') return 'an SSH key';
  const isCertificate = iam.name === 'UploadSigningCertificate' || iam.name === 'UpdateSigningCertificate';
  return isCertificate ? 'a signing certificate' : undefined;
}
