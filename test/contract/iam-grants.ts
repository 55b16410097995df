import type { HoldProof } from '../../lib/core/governance/finding.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { ADMIN, allow, roleArn, trustOf, userArn } from '../core/governance/accounts.ts';
import { ACCOUNT } from '../core/governance/cases.ts';

/** A call of IAM as CloudTrail records it. */
export interface Asked {
  readonly name: string;
  readonly parameters: JsonObject;
  /** What AWS answered. Ids in it are what later calls name it by; another AWS may give others. */
  readonly response?: JsonObject;
}

/** A call that gives somebody in `GUARDED` too much, and what of its hold is shown. */
export interface Grant extends Asked {
  readonly principal: string;
  readonly shown: HoldProof['shown'];
  /** What it needs to be there. */
  readonly first?: readonly Asked[];
}

const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const WIDE = JSON.stringify(allow('*'));
const more = { policyName: 'more', policyDocument: WIDE };
const stranger = JSON.stringify(trustOf({ AWS: 'arn:aws:iam::999999999999:root' }));
const red = [{ key: 'team', value: 'red' }];

const plain = { role: roleArn('plain'), user: userArn('plain') };
const guarded = { role: roleArn('guarded'), user: userArn('guarded') };
const tagged = { role: roleArn('tagged'), user: userArn('tagged') };

type Row = readonly [name: string, parameters: JsonObject, principal: string];

const AS_BEFORE: readonly Row[] = [
  ['AttachRolePolicy', { roleName: 'plain', policyArn: ADMIN }, plain.role],
  ['DetachRolePolicy', { roleName: 'guarded', policyArn: policyArn('no-delete') }, guarded.role],
  ['PutRolePolicy', { roleName: 'plain', ...more }, plain.role],
  ['DeleteRolePolicy', { roleName: 'guarded', policyName: 'no-get' }, guarded.role],
  ['PutRolePermissionsBoundary', { roleName: 'guarded', permissionsBoundary: ADMIN }, guarded.role],
  ['DeleteRolePermissionsBoundary', { roleName: 'guarded' }, guarded.role],
  ['UpdateAssumeRolePolicy', { roleName: 'plain', policyDocument: stranger }, plain.role],
  ['TagRole', { roleName: 'tagged', tags: red }, tagged.role],
  ['UntagRole', { roleName: 'tagged', tagKeys: ['team'] }, tagged.role],
  ['AttachUserPolicy', { userName: 'plain', policyArn: ADMIN }, plain.user],
  ['DetachUserPolicy', { userName: 'guarded', policyArn: policyArn('no-delete') }, guarded.user],
  ['PutUserPolicy', { userName: 'plain', ...more }, plain.user],
  ['DeleteUserPolicy', { userName: 'guarded', policyName: 'no-get' }, guarded.user],
  ['PutUserPermissionsBoundary', { userName: 'guarded', permissionsBoundary: ADMIN }, guarded.user],
  ['DeleteUserPermissionsBoundary', { userName: 'guarded' }, guarded.user],
  ['TagUser', { userName: 'tagged', tags: red }, tagged.user],
  ['UntagUser', { userName: 'tagged', tagKeys: ['team'] }, tagged.user],
  ['AddUserToGroup', { groupName: 'open', userName: 'plain' }, plain.user],
];

const WITHIN_LIMITS: readonly Row[] = [
  ['RemoveUserFromGroup', { groupName: 'fence', userName: 'fenced' }, userArn('fenced')],
  ['AttachGroupPolicy', { groupName: 'small', policyArn: ADMIN }, userArn('member')],
  ['DetachGroupPolicy', { groupName: 'fence', policyArn: policyArn('no-list') }, userArn('fenced')],
  ['PutGroupPolicy', { groupName: 'small', ...more }, userArn('member')],
  ['DeleteGroupPolicy', { groupName: 'fence', policyName: 'no-put' }, userArn('fenced')],
  ['SetDefaultPolicyVersion', { policyArn: policyArn('next'), versionId: 'v2' }, plain.role],
];

function made(name: string, parameters: JsonObject, response: JsonObject): Asked {
  return { name, parameters: { userName: 'plain', ...parameters }, response };
}

const user = { userName: 'plain' };
const KEY = made('CreateAccessKey', {}, { accessKey: { ...user, accessKeyId: 'AKIA1' } });
const PASSWORD = made('CreateLoginProfile', {}, { loginProfile: user });
const GIT = made(
  'CreateServiceSpecificCredential',
  { serviceName: 'codecommit.amazonaws.com' },
  { serviceSpecificCredential: { ...user, serviceSpecificCredentialId: 'ACCA1' } },
);
const SSH = made('UploadSSHPublicKey', {}, { sSHPublicKey: { ...user, sSHPublicKeyId: 'APKA1' } });
const CERTIFICATE = made('UploadSigningCertificate', {}, { certificate: { ...user, certificateId: 'TA71' } });

type Switched = readonly [name: string, id: JsonObject, first: Asked];

/** Credentials that are switched on again. */
const SWITCHED_ON: readonly Switched[] = [
  ['UpdateAccessKey', { accessKeyId: 'AKIA1' }, KEY],
  ['UpdateServiceSpecificCredential', { serviceSpecificCredentialId: 'ACCA1' }, GIT],
  ['UpdateSSHPublicKey', { sSHPublicKeyId: 'APKA1' }, SSH],
  ['UpdateSigningCertificate', { certificateId: 'TA71' }, CERTIFICATE],
];

function switched([name, id, first]: Switched): Grant {
  const to = (status: string): Asked => ({ name, parameters: { userName: 'plain', ...id, status } });
  return { ...to('Active'), principal: plain.user, shown: 'credential-off', first: [first, to('Inactive')] };
}

/** Every call of IAM that is held, once. */
export const GRANTS: readonly Grant[] = [
  ...AS_BEFORE.map(([name, parameters, principal]): Grant => ({ name, parameters, principal, shown: 'as-before' })),
  ...WITHIN_LIMITS.map(
    ([name, parameters, principal]): Grant => ({ name, parameters, principal, shown: 'within-limits' }),
  ),
  {
    name: 'CreateRole',
    parameters: { roleName: 'new', assumeRolePolicyDocument: stranger },
    principal: roleArn('new'),
    shown: 'nothing-left',
  },
  {
    name: 'CreatePolicyVersion',
    parameters: { policyArn: policyArn('next'), policyDocument: WIDE, setAsDefault: true },
    response: { policyVersion: { versionId: 'v3', isDefaultVersion: true } },
    principal: plain.role,
    shown: 'within-limits',
  },
  ...[KEY, GIT, SSH, CERTIFICATE].map((each): Grant => ({ ...each, principal: plain.user, shown: 'credential-off' })),
  { ...PASSWORD, principal: plain.user, shown: 'nothing-left' },
  {
    name: 'UpdateLoginProfile',
    parameters: { userName: 'plain' },
    principal: plain.user,
    shown: 'nothing-left',
    first: [PASSWORD],
  },
  {
    name: 'ResetServiceSpecificCredential',
    parameters: { userName: 'plain', serviceSpecificCredentialId: 'ACCA1' },
    principal: plain.user,
    shown: 'credential-off',
    first: [GIT],
  },
  ...SWITCHED_ON.map(switched),
];
