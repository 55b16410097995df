import type { IamCall } from '../../../lib/core/account/call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';

/** A call as its record has it, and as it is read. */
export interface Case {
  readonly request: JsonObject;
  readonly response?: JsonObject;
  readonly call: IamCall;
  /** Parameters without which the call cannot be read. */
  readonly required: readonly string[];
}

/** A policy as a request has it. */
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*'], Resource: '*' }] };

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** The ARN of a policy. */
export const POLICY = 'arn:aws:iam::111122223333:policy/deploy';

const TAGS = [{ key: 'team', value: 'cost' }];

/** That policy as text. */
export const text = JSON.stringify(DOCUMENT);

const encodedTrust = encodeURIComponent(JSON.stringify(TRUST));

/** Calls whose parameters and members are the same: what is sent is what is read, and all of it is needed. */
const plain = (call: IamCall): Case => {
  const request = Object.fromEntries(
    Object.entries(call).flatMap(([key, value]): [string, string | readonly string[]][] =>
      key !== 'name' && typeof value === 'string' ? [[key, value]] : [],
    ),
  );
  return { request, call, required: Object.keys(request) };
};

const document = (call: IamCall): Case => {
  const { request, required } = plain(call);
  return { request: { ...request, policyDocument: text }, call, required: [...required, 'policyDocument'] };
};

const tagging = (call: IamCall): Case => {
  const { request, required } = plain(call);
  return { request: { ...request, tags: TAGS }, call, required: [...required, 'tags'] };
};

const untagging = (call: IamCall): Case => {
  const { request, required } = plain(call);
  return { request: { ...request, tagKeys: ['team'] }, call, required: [...required, 'tagKeys'] };
};

/** Each IAM call that changes access. */
export const CASES: readonly Case[] = [
  {
    request: {
      roleName: 'deploy',
      path: '/agents/',
      assumeRolePolicyDocument: JSON.stringify(TRUST),
      permissionsBoundary: POLICY,
      description: 'deploys',
      maxSessionDuration: 7200,
      tags: TAGS,
    },
    response: { role: { roleName: 'deploy', roleId: 'AROAEXAMPLE', assumeRolePolicyDocument: encodedTrust } },
    call: {
      name: 'CreateRole',
      roleName: 'deploy',
      path: '/agents/',
      assumeRolePolicyDocument: TRUST,
      permissionsBoundary: POLICY,
      description: 'deploys',
      maxSessionDuration: 7200,
      tags: TAGS,
      roleId: 'AROAEXAMPLE',
    },
    required: ['roleName', 'assumeRolePolicyDocument'],
  },
  {
    request: { aWSServiceName: 'autoscaling.amazonaws.com' },
    response: {
      role: {
        path: '/aws-service-role/autoscaling.amazonaws.com/',
        roleName: 'AWSServiceRoleForAutoScaling',
        roleId: 'AROAEXAMPLE',
        assumeRolePolicyDocument: encodedTrust,
      },
    },
    call: {
      name: 'CreateServiceLinkedRole',
      awsServiceName: 'autoscaling.amazonaws.com',
      roleName: 'AWSServiceRoleForAutoScaling',
      path: '/aws-service-role/autoscaling.amazonaws.com/',
      assumeRolePolicyDocument: TRUST,
      roleId: 'AROAEXAMPLE',
    },
    required: ['aWSServiceName'],
  },
  plain({ name: 'DeleteRole', roleName: 'deploy' }),
  plain({ name: 'DeleteServiceLinkedRole', roleName: 'AWSServiceRoleForAutoScaling' }),
  {
    request: { roleName: 'deploy', maxSessionDuration: 43200 },
    call: { name: 'UpdateRole', roleName: 'deploy', maxSessionDuration: 43200 },
    required: ['roleName'],
  },
  plain({ name: 'UpdateRoleDescription', roleName: 'deploy', description: 'deploys' }),
  document({ name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: DOCUMENT }),
  tagging({ name: 'TagRole', roleName: 'deploy', tags: TAGS }),
  untagging({ name: 'UntagRole', roleName: 'deploy', tagKeys: ['team'] }),
  plain({ name: 'AttachRolePolicy', roleName: 'deploy', policyArn: POLICY }),
  plain({ name: 'DetachRolePolicy', roleName: 'deploy', policyArn: POLICY }),
  document({ name: 'PutRolePolicy', roleName: 'deploy', policyName: 'inline', policyDocument: DOCUMENT }),
  plain({ name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'inline' }),
  plain({ name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: POLICY }),
  plain({ name: 'DeleteRolePermissionsBoundary', roleName: 'deploy' }),
  {
    request: { instanceProfileName: 'web' },
    response: { instanceProfile: { instanceProfileName: 'web', path: '/servers/', roles: [] } },
    call: { name: 'CreateInstanceProfile', instanceProfileName: 'web', path: '/servers/' },
    required: ['instanceProfileName'],
  },
  plain({ name: 'DeleteInstanceProfile', instanceProfileName: 'web' }),
  plain({ name: 'AddRoleToInstanceProfile', instanceProfileName: 'web', roleName: 'deploy' }),
  plain({ name: 'RemoveRoleFromInstanceProfile', instanceProfileName: 'web', roleName: 'deploy' }),
  {
    request: { userName: 'bob', permissionsBoundary: POLICY },
    response: { user: { path: '/', userName: 'bob', userId: 'AIDABOB' } },
    call: { name: 'CreateUser', userName: 'bob', path: '/', permissionsBoundary: POLICY, tags: [], userId: 'AIDABOB' },
    required: ['userName'],
  },
  plain({ name: 'DeleteUser', userName: 'bob' }),
  {
    request: { userName: 'bob', newUserName: 'rob', newPath: '/left/' },
    call: { name: 'UpdateUser', userName: 'bob', newPath: '/left/', newUserName: 'rob' },
    required: ['userName'],
  },
  tagging({ name: 'TagUser', userName: 'bob', tags: TAGS }),
  untagging({ name: 'UntagUser', userName: 'bob', tagKeys: ['team'] }),
  plain({ name: 'AttachUserPolicy', userName: 'bob', policyArn: POLICY }),
  plain({ name: 'DetachUserPolicy', userName: 'bob', policyArn: POLICY }),
  document({ name: 'PutUserPolicy', userName: 'bob', policyName: 'inline', policyDocument: DOCUMENT }),
  plain({ name: 'DeleteUserPolicy', userName: 'bob', policyName: 'inline' }),
  plain({ name: 'PutUserPermissionsBoundary', userName: 'bob', permissionsBoundary: POLICY }),
  plain({ name: 'DeleteUserPermissionsBoundary', userName: 'bob' }),
  plain({ name: 'AddUserToGroup', groupName: 'admins', userName: 'bob' }),
  plain({ name: 'RemoveUserFromGroup', groupName: 'admins', userName: 'bob' }),
  {
    request: { userName: 'bob' },
    response: { accessKey: { accessKeyId: 'AKIABOB', status: 'Active', userName: 'bob' } },
    call: { name: 'CreateAccessKey', userName: 'bob', accessKeyId: 'AKIABOB' },
    required: [],
  },
  {
    request: { userName: 'bob', accessKeyId: 'AKIABOB', status: 'Inactive' },
    call: { name: 'UpdateAccessKey', userName: 'bob', accessKeyId: 'AKIABOB', status: 'Inactive' },
    required: ['accessKeyId', 'status'],
  },
  {
    request: { userName: 'bob', accessKeyId: 'AKIABOB' },
    call: { name: 'DeleteAccessKey', userName: 'bob', accessKeyId: 'AKIABOB' },
    required: ['accessKeyId'],
  },
  {
    request: { userName: 'bob', passwordResetRequired: false },
    response: { loginProfile: { userName: 'bob', createDate: 'Feb 22, 2026, 4:11:47 PM' } },
    call: { name: 'CreateLoginProfile', userName: 'bob' },
    required: [],
  },
  plain({ name: 'UpdateLoginProfile', userName: 'bob' }),
  { request: { userName: 'bob' }, call: { name: 'DeleteLoginProfile', userName: 'bob' }, required: [] },
  {
    request: { userName: 'bob', serviceName: 'bedrock.amazonaws.com' },
    response: { serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCA', userName: 'bob' } },
    call: {
      name: 'CreateServiceSpecificCredential',
      userName: 'bob',
      serviceName: 'bedrock.amazonaws.com',
      serviceSpecificCredentialId: 'ACCA',
    },
    required: ['serviceName'],
  },
  {
    request: { userName: 'bob', serviceSpecificCredentialId: 'ACCA' },
    call: { name: 'ResetServiceSpecificCredential', userName: 'bob', serviceSpecificCredentialId: 'ACCA' },
    required: ['serviceSpecificCredentialId'],
  },
  {
    request: { userName: 'bob', serviceSpecificCredentialId: 'ACCA', status: 'Active' },
    call: {
      name: 'UpdateServiceSpecificCredential',
      userName: 'bob',
      serviceSpecificCredentialId: 'ACCA',
      status: 'Active',
    },
    required: ['serviceSpecificCredentialId', 'status'],
  },
  {
    request: { userName: 'bob', sSHPublicKeyBody: 'ssh-rsa AAAA' },
    response: { sSHPublicKey: { userName: 'bob', sSHPublicKeyId: 'APKA', status: 'Active' } },
    call: { name: 'UploadSSHPublicKey', userName: 'bob', sSHPublicKeyId: 'APKA' },
    required: [],
  },
  {
    request: { userName: 'bob', sSHPublicKeyId: 'APKA', status: 'Active' },
    call: { name: 'UpdateSSHPublicKey', userName: 'bob', sSHPublicKeyId: 'APKA', status: 'Active' },
    required: ['sSHPublicKeyId', 'status'],
  },
  {
    request: { userName: 'bob', certificateBody: '-----BEGIN CERTIFICATE-----' },
    response: { certificate: { userName: 'bob', certificateId: 'CERT', status: 'Active' } },
    call: { name: 'UploadSigningCertificate', userName: 'bob', certificateId: 'CERT' },
    required: [],
  },
  {
    request: { userName: 'bob', certificateId: 'CERT', status: 'Active' },
    call: { name: 'UpdateSigningCertificate', userName: 'bob', certificateId: 'CERT', status: 'Active' },
    required: ['certificateId', 'status'],
  },
  {
    request: { groupName: 'admins', path: '/people/' },
    response: { group: { groupName: 'admins', groupId: 'AGPAADMINS' } },
    call: { name: 'CreateGroup', groupName: 'admins', path: '/people/', groupId: 'AGPAADMINS' },
    required: ['groupName'],
  },
  plain({ name: 'DeleteGroup', groupName: 'admins' }),
  {
    request: { groupName: 'admins', newGroupName: 'owners' },
    call: { name: 'UpdateGroup', groupName: 'admins', newGroupName: 'owners' },
    required: ['groupName'],
  },
  plain({ name: 'AttachGroupPolicy', groupName: 'admins', policyArn: POLICY }),
  plain({ name: 'DetachGroupPolicy', groupName: 'admins', policyArn: POLICY }),
  document({ name: 'PutGroupPolicy', groupName: 'admins', policyName: 'inline', policyDocument: DOCUMENT }),
  plain({ name: 'DeleteGroupPolicy', groupName: 'admins', policyName: 'inline' }),
  {
    request: { policyName: 'deploy', policyDocument: text },
    response: { policy: { policyName: 'deploy', policyId: 'ANPADEPLOY', arn: POLICY, path: '/' } },
    call: {
      name: 'CreatePolicy',
      policyName: 'deploy',
      path: '/',
      policyDocument: DOCUMENT,
      tags: [],
      policyId: 'ANPADEPLOY',
    },
    required: ['policyName', 'policyDocument'],
  },
  plain({ name: 'DeletePolicy', policyArn: POLICY }),
  {
    request: { policyArn: POLICY, policyDocument: text, setAsDefault: true },
    response: { policyVersion: { versionId: 'v3', isDefaultVersion: true } },
    call: {
      name: 'CreatePolicyVersion',
      policyArn: POLICY,
      policyDocument: DOCUMENT,
      setAsDefault: true,
      versionId: 'v3',
    },
    required: ['policyArn', 'policyDocument'],
  },
  plain({ name: 'DeletePolicyVersion', policyArn: POLICY, versionId: 'v2' }),
  plain({ name: 'SetDefaultPolicyVersion', policyArn: POLICY, versionId: 'v2' }),
  tagging({ name: 'TagPolicy', policyArn: POLICY, tags: TAGS }),
  untagging({ name: 'UntagPolicy', policyArn: POLICY, tagKeys: ['team'] }),
];
