import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { IAM_CALL_NAMES } from '../../../lib/core/activity/calls/iam.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { recordOf, without } from './records.ts';

interface Case {
  readonly request: JsonObject;
  readonly response?: JsonObject;
  readonly call: IamCall;
  /** Parameters without which the call cannot be read. */
  readonly required: readonly string[];
}

const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*'], Resource: '*' }] };
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const POLICY = 'arn:aws:iam::111122223333:policy/deploy';
const TAGS = [{ key: 'team', value: 'cost' }];
const text = JSON.stringify(DOCUMENT);
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

const CASES: readonly Case[] = [
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

const recordOfCase = ({ request, response, call }: Case, members: JsonObject = {}) =>
  recordOf({ eventName: call.name, requestParameters: request, responseElements: response ?? null, ...members });

describe('each IAM call', () => {
  test('has a case here', () => {
    expect(CASES.map((each) => each.call.name).toSorted()).toEqual(IAM_CALL_NAMES.toSorted());
  });

  test.each(CASES.map((each) => [each.call.name, each] as const))('%s is read from its record', (_, each) => {
    expect(readCall(recordOfCase(each))).toMatchObject({
      kind: 'call',
      call: { name: each.call.name, change: { kind: 'access', iam: each.call } },
    });
  });

  test.each(CASES.map((each) => [each.call.name, each] as const))(
    '%s is read whatever the letter case of its parameters',
    (_, each) => {
      const request = Object.fromEntries(
        Object.entries(each.request).map(([key, value]) => [key.slice(0, 1).toUpperCase() + key.slice(1), value]),
      );
      expect(readCall(recordOfCase({ ...each, request }))).toMatchObject({ call: { change: { iam: each.call } } });
    },
  );

  const required = CASES.flatMap((each) => each.required.map((field) => [each.call.name, field, each] as const));
  test.each(required)('%s without %s is unreadable and names it', (_, field, each) => {
    expect(readCall(recordOfCase({ ...each, request: without(each.request, field) }))).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'MISSING_FIELD', field: `requestParameters.${field}`, name: each.call.name },
    });
  });

  test.each(CASES.map((each) => [each.call.name, each] as const))(
    '%s that was refused without parameters is a call that names nothing',
    (_, each) => {
      const refused = { requestParameters: null, responseElements: null, errorCode: 'AccessDenied' };
      expect(readCall(recordOfCase(each, refused))).toMatchObject({
        kind: 'call',
        call: { change: { kind: 'access', iam: undefined }, error: { code: 'AccessDenied' } },
      });
    },
  );

  const big = CASES.filter((each) => 'policyDocument' in each.call).map((each) => [each.call.name, each] as const);
  test.each(big)('%s whose parameters CloudTrail left out is unreadable, not silent', (_, each) => {
    expect(readCall(recordOfCase(each, { requestParameters: null }))).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'MISSING_FIELD' },
    });
  });
});

describe('what the request does not say', () => {
  test.each([
    ['CreateAccessKey', null, { accessKey: { accessKeyId: 'AKIAADA' } }, { userName: 'ada', accessKeyId: 'AKIAADA' }],
    ['CreateAccessKey', null, { accessKey: { accessKeyId: 'K', userName: 'eve' } }, { userName: 'eve' }],
    ['UpdateAccessKey', { accessKeyId: 'K', status: 'Active' }, null, { userName: 'ada', status: 'Active' }],
    ['DeleteAccessKey', { accessKeyId: 'K' }, null, { userName: 'ada' }],
    ['DeleteLoginProfile', null, null, { userName: 'ada' }],
    ['CreatePolicyVersion', { policyArn: POLICY, policyDocument: text }, null, { setAsDefault: false }],
    ['CreateUser', { userName: 'bob' }, { user: { path: '/x/' } }, { path: '/x/' }],
    ['TagUser', { userName: 'bob', tags: [{ key: 'team' }] }, null, { tags: [{ key: 'team', value: '' }] }],
  ])('%s of %j takes it from elsewhere or the default', (eventName, requestParameters, responseElements, expected) => {
    const reading = readCall(recordOf({ eventName, requestParameters, responseElements }));
    expect(reading).toMatchObject({ kind: 'call', call: { change: { iam: expected } } });
  });

  test("the root user's own key is a credential of no user: its userName is an account alias", () => {
    const userIdentity = { type: 'Root', accountId: '111122223333', userName: 'alias' };
    const responseElements = { accessKey: { accessKeyId: 'AKIAROOT' } };
    const record = recordOf({ eventName: 'CreateAccessKey', userIdentity, requestParameters: null, responseElements });
    const change = { kind: 'credential', resources: ['arn:aws:iam::111122223333:root'] };
    expect(readCall(record)).toMatchObject({ kind: 'call', call: { change } });
  });

  test.each([
    ['CreateAccessKey', { userName: 'bob' }, 'responseElements.accessKey.accessKeyId'],
    ['CreateServiceLinkedRole', { aWSServiceName: 'ecs.amazonaws.com' }, 'responseElements.role.roleName'],
  ])('%s needs its response', (eventName, requestParameters, field) => {
    expect(readCall(recordOf({ eventName, requestParameters }))).toMatchObject({
      problem: { code: 'MISSING_FIELD', field },
    });
  });
});

describe('parameters that are not as IAM writes them', () => {
  const put = { roleName: 'deploy', policyName: 'inline' };
  test.each([
    ['PutRolePolicy', { ...put, policyDocument: '{"Statement":' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: '[]' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: '%7B%' }, 'BAD_DOCUMENT', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: 7 }, 'BAD_FIELD', 'policyDocument'],
    ['PutRolePolicy', { ...put, policyDocument: '' }, 'MISSING_FIELD', 'policyDocument'],
    ['PutRolePolicy', { ...put, roleName: ['deploy'], policyDocument: text }, 'BAD_FIELD', 'roleName'],
    ['AttachRolePolicy', { roleName: '', policyArn: POLICY }, 'BAD_FIELD', 'roleName'],
    ['TagRole', { roleName: 'deploy', tags: 'team' }, 'BAD_FIELD', 'tags'],
    ['TagRole', { roleName: 'deploy', tags: [{ value: 'cost' }] }, 'BAD_FIELD', 'tags'],
    ['UntagRole', { roleName: 'deploy', tagKeys: [1] }, 'BAD_FIELD', 'tagKeys'],
    ['UpdateAccessKey', { userName: 'bob', accessKeyId: 'K', status: 'Lost' }, 'BAD_FIELD', 'status'],
    ['UpdateRole', { roleName: 'deploy', maxSessionDuration: 'long' }, 'BAD_FIELD', 'maxSessionDuration'],
    [
      'CreatePolicyVersion',
      { policyArn: POLICY, policyDocument: text, setAsDefault: 'perhaps' },
      'BAD_FIELD',
      'setAsDefault',
    ],
  ])('%s with %j is %s at %s', (eventName, requestParameters, code, field) => {
    expect(readCall(recordOf({ eventName, requestParameters }))).toMatchObject({
      kind: 'unreadable',
      problem: { code, field: `requestParameters.${field}` },
    });
  });
});
