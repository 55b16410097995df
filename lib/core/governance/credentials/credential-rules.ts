import type { JsonObject, JsonValue } from '../../json.ts';
import type { Severity } from '../finding.ts';

/** What a call on what opens something does, and whom that concerns. */
export type CredentialRule =
  /** It takes away, or makes what opens nothing yet. */
  | { readonly kind: 'gives-nothing' }
  /** It gives a user of IAM, or the root user, something to come in by: nothing new where they do it themselves. */
  | { readonly kind: 'of-user'; readonly what: string }
  /** It takes a second factor away from a user of IAM, or the root user. */
  | { readonly kind: 'second-factor'; readonly what: string }
  /** It gives a user of Identity Center something to come in by, or takes their second factor away. */
  | { readonly kind: 'of-directory-user'; readonly what: string; readonly effect: 'gives' | 'takes-second-factor' }
  /** It gives a root user something to come in by. */
  | { readonly kind: 'of-root'; readonly what: string }
  /** It lets who made the call come in as somebody, or something, else. */
  | { readonly kind: 'opens'; readonly what: string; readonly severity: Severity }
  /** It sets how strong passwords must be. */
  | { readonly kind: 'password-policy' };

const nothing: CredentialRule = { kind: 'gives-nothing' };
const ofUser = (what: string): CredentialRule => ({ kind: 'of-user', what });
const secondFactor = (what: string): CredentialRule => ({ kind: 'second-factor', what });
const ofRoot = (what: string): CredentialRule => ({ kind: 'of-root', what });
const opens = (what: string, severity: Severity): CredentialRule => ({ kind: 'opens', what, severity });

/** By service and operation. What stands nowhere here is not assessed. Source: API references of the services. */
const RULES: Readonly<Record<string, CredentialRule>> = {
  'iam:ChangePassword': ofUser('a new password'),
  'iam:EnableMFADevice': ofUser('a second factor'),
  'iam:ResyncMFADevice': ofUser('a second factor, set in step again'),
  'iam:CreateVirtualMFADevice': nothing,
  'iam:DeleteServiceSpecificCredential': nothing,
  'iam:DeleteSSHPublicKey': nothing,
  'iam:DeleteSigningCertificate': nothing,
  'iam:DeactivateMFADevice': secondFactor('takes away the second factor'),
  'iam:DeleteVirtualMFADevice': secondFactor('deletes the second factor'),
  'iam:UpdateAccountPasswordPolicy': { kind: 'password-policy' },
  'iam:DeleteAccountPasswordPolicy': { kind: 'password-policy' },
  'iam:CreateAccessKey': ofRoot('an access key'),
  'iam:UpdateAccessKey': ofRoot('an access key'),
  'iam:DeleteAccessKey': nothing,
  'iam:CreateLoginProfile': ofRoot('a password'),
  'iam:UpdateLoginProfile': ofRoot('a password'),
  'iam:DeleteLoginProfile': nothing,
  'iam:UploadSigningCertificate': ofRoot('a signing certificate'),
  'iam:UpdateSigningCertificate': ofRoot('a signing certificate'),
  'sts:AssumeRoot': opens('a session of the root user', 'high'),
  'account:StartPrimaryEmailUpdate': ofRoot('another address, to which its password can be reset'),
  'signin:PasswordRecoveryRequested': ofRoot('a new password, asked for'),
  'signin:PasswordRecoveryCompleted': ofRoot('a new password'),
  'signin:PasswordUpdated': ofRoot('a new password'),
  'signin:EmailUpdated': ofRoot('another address, to which its password can be reset'),
  'sso-directory:UpdatePassword': { kind: 'of-directory-user', what: 'a new password', effect: 'gives' },
  'sso-directory:UpdateMfaDeviceForUser': { kind: 'of-directory-user', what: 'a second factor', effect: 'gives' },
  'sso-directory:StartVirtualMfaDeviceRegistration': {
    kind: 'of-directory-user',
    what: 'a second factor',
    effect: 'gives',
  },
  'sso-directory:DeleteMfaDeviceForUser': {
    kind: 'of-directory-user',
    what: 'takes away the second factor',
    effect: 'takes-second-factor',
  },
  'sso-directory:CreateBearerToken': opens('a token by which the directory of users can be rewritten', 'high'),
  'ec2:GetPasswordData': opens('the administrator password of an instance', 'medium'),
  'lightsail:DownloadDefaultKeyPair': opens('the key of all instances that have no other', 'medium'),
  'lightsail:CreateBucketAccessKey': opens('an access key to a bucket', 'medium'),
  'cognito-idp:AdminSetUserPassword': opens('the password of a user of the pool', 'medium'),
};

/** What is known to be done by a call of this source (`iam.amazonaws.com`); undefined: nothing precise. */
export function credentialRuleOf(source: string, name: string, asked: JsonObject): CredentialRule | undefined {
  // a key or certificate that is made inactive opens nothing any more
  if (asked['status'] === 'Inactive') return nothing;
  return RULES[`${source.toLowerCase().split('.')[0] ?? ''}:${name}`];
}

/**
 * In what a password policy asks for less than AWS does where an account has none.
 * Source: IAM user guide, "Set an account password policy for IAM users": eight characters, of three of four kinds.
 */
export function weakensPasswords(asked: JsonObject): readonly string[] {
  const least = asked['minimumPasswordLength'];
  const isShort = typeof least !== 'number' || least < 8;
  const kinds = ['requireSymbols', 'requireNumbers', 'requireUppercaseCharacters', 'requireLowercaseCharacters'];
  const asks = kinds.filter((kind) => isTrue(asked[kind])).length;
  return [
    ...(isShort ? [`passwords of ${typeof least === 'number' ? least : 6} characters are enough`] : []),
    ...(asks < 3 ? [`it asks for ${asks} kinds of characters`] : []),
  ];
}

function isTrue(value: JsonValue | undefined): boolean {
  return value === true || value === 'true';
}
