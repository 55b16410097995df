import type { IamCall } from '../../../lib/core/account/call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';

/** The account: */
export const ACCOUNT = '111122223333';
/** a policy that a role, a user and a group have, */
export const LOCAL_READ = `arn:aws:iam::${ACCOUNT}:policy/LocalRead`;
/** the boundary of the role and of the user, */
export const LOCAL_LIMIT = `arn:aws:iam::${ACCOUNT}:policy/limits/LocalLimit`;
/** a policy that nobody has, */
export const LOCAL_SPARE = `arn:aws:iam::${ACCOUNT}:policy/LocalSpare`;
/** one of AWS's own, */
export const AWS_ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
/** a role with policies and a boundary, */
export const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/team/Deploy`;
/** one with none, */
export const IDLE = `arn:aws:iam::${ACCOUNT}:role/Idle`;
/** and a user with all that a user can have. */
export const ADA = `arn:aws:iam::${ACCOUNT}:user/ada`;
const LINKED = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ops.amazonaws.com/AWSServiceRoleForOps`;

/** A policy document that allows one action on everything. */
export function allow(action: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

/** A trust policy that lets a service in. */
export function trust(service: string) {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function policy(arn: string, name: string, path: string, versions: readonly string[]) {
  return {
    arn,
    name,
    path,
    id: `ANPA${name}`,
    defaultVersion: 'v1',
    versions: new Map(versions.map((action, index) => [`v${index + 1}`, allow(action)])),
    tags: new Map([['owner', 'platform']]),
  };
}

const ROLE = {
  kind: 'role' as const,
  path: '/',
  inline: new Map(),
  attached: [],
  trust: trust('ec2.amazonaws.com'),
  tags: new Map(),
  maxSessionDuration: 3600,
};

/** A small account with something of everything. */
export const SAMPLE: AccountState = {
  account: ACCOUNT,
  partition: 'aws',
  coverage: 'whole',
  roles: new Map([
    [
      'Deploy',
      {
        ...ROLE,
        name: 'Deploy',
        path: '/team/',
        arn: DEPLOY,
        id: 'AROADEPLOY',
        inline: new Map([['logs', allow('logs:*')]]),
        attached: [LOCAL_READ],
        boundary: LOCAL_LIMIT,
        tags: new Map([['Team', 'blue']]),
        description: 'deploys',
      },
    ],
    ['Idle', { ...ROLE, name: 'Idle', arn: IDLE, id: 'AROAIDLE' }],
    [
      'AWSServiceRoleForOps',
      {
        ...ROLE,
        name: 'AWSServiceRoleForOps',
        path: '/aws-service-role/ops.amazonaws.com/',
        arn: LINKED,
        id: 'AROALINKED',
      },
    ],
  ]),
  users: new Map([
    [
      'ada',
      {
        kind: 'user',
        name: 'ada',
        path: '/',
        arn: ADA,
        id: 'AIDAADA',
        inline: new Map([['own', allow('s3:ListBucket')]]),
        attached: [LOCAL_READ],
        boundary: LOCAL_LIMIT,
        tags: new Map([['Team', 'blue']]),
        groups: ['staff'],
        accessKeys: new Map([['AKIAOLD', 'Active']]),
        loginProfile: true,
      },
    ],
    [
      'Bob',
      {
        kind: 'user',
        name: 'Bob',
        path: '/',
        arn: `arn:aws:iam::${ACCOUNT}:user/Bob`,
        id: 'AIDABOB',
        inline: new Map(),
        attached: [],
        tags: new Map(),
        groups: [],
        accessKeys: new Map(),
        loginProfile: false,
      },
    ],
  ]),
  groups: new Map([
    [
      'staff',
      {
        kind: 'group',
        name: 'staff',
        path: '/',
        arn: `arn:aws:iam::${ACCOUNT}:group/staff`,
        id: 'AGPASTAFF',
        inline: new Map([['base', allow('ec2:Describe*')]]),
        attached: [LOCAL_READ],
      },
    ],
    [
      'empty',
      {
        kind: 'group',
        name: 'empty',
        path: '/',
        arn: `arn:aws:iam::${ACCOUNT}:group/empty`,
        id: 'AGPAEMPTY',
        inline: new Map(),
        attached: [],
      },
    ],
  ]),
  policies: new Map([
    [LOCAL_READ, policy(LOCAL_READ, 'LocalRead', '/', ['s3:Get*', 's3:*'])],
    [LOCAL_LIMIT, policy(LOCAL_LIMIT, 'LocalLimit', '/limits/', ['*'])],
    [LOCAL_SPARE, policy(LOCAL_SPARE, 'LocalSpare', '/', ['sqs:*'])],
  ]),
  instanceProfiles: new Map([
    ['web', { name: 'web', path: '/', roles: ['Deploy'] }],
    ['bare', { name: 'bare', path: '/', roles: [] }],
  ]),
};

type Examples = { readonly [C in IamCall as C['name']]: C };

const tags = [{ key: 'Team', value: 'red' }];

/** One call of each name, each of which AWS would take in the sample account. */
export const EXAMPLES: Examples = {
  CreateRole: {
    name: 'CreateRole',
    roleName: 'New',
    path: '/',
    assumeRolePolicyDocument: trust('lambda.amazonaws.com'),
    permissionsBoundary: LOCAL_LIMIT,
    tags,
  },
  CreateServiceLinkedRole: {
    name: 'CreateServiceLinkedRole',
    awsServiceName: 'x.amazonaws.com',
    roleName: 'AWSServiceRoleForX',
    path: '/aws-service-role/x.amazonaws.com/',
    assumeRolePolicyDocument: trust('x.amazonaws.com'),
  },
  DeleteRole: { name: 'DeleteRole', roleName: 'Idle' },
  DeleteServiceLinkedRole: { name: 'DeleteServiceLinkedRole', roleName: 'AWSServiceRoleForOps' },
  UpdateRole: { name: 'UpdateRole', roleName: 'Deploy', description: 'ships', maxSessionDuration: 43_200 },
  UpdateRoleDescription: { name: 'UpdateRoleDescription', roleName: 'Deploy', description: '' },
  UpdateAssumeRolePolicy: {
    name: 'UpdateAssumeRolePolicy',
    roleName: 'Deploy',
    policyDocument: trust('lambda.amazonaws.com'),
  },
  TagRole: { name: 'TagRole', roleName: 'Deploy', tags },
  UntagRole: { name: 'UntagRole', roleName: 'Deploy', tagKeys: ['team', 'absent'] },
  AttachRolePolicy: { name: 'AttachRolePolicy', roleName: 'Deploy', policyArn: AWS_ADMIN },
  DetachRolePolicy: { name: 'DetachRolePolicy', roleName: 'Deploy', policyArn: LOCAL_READ },
  PutRolePolicy: { name: 'PutRolePolicy', roleName: 'Deploy', policyName: 'logs', policyDocument: allow('*') },
  DeleteRolePolicy: { name: 'DeleteRolePolicy', roleName: 'Deploy', policyName: 'logs' },
  PutRolePermissionsBoundary: {
    name: 'PutRolePermissionsBoundary',
    roleName: 'Deploy',
    permissionsBoundary: AWS_ADMIN,
  },
  DeleteRolePermissionsBoundary: { name: 'DeleteRolePermissionsBoundary', roleName: 'Deploy' },
  CreateInstanceProfile: { name: 'CreateInstanceProfile', instanceProfileName: 'batch', path: '/' },
  DeleteInstanceProfile: { name: 'DeleteInstanceProfile', instanceProfileName: 'bare' },
  AddRoleToInstanceProfile: { name: 'AddRoleToInstanceProfile', instanceProfileName: 'bare', roleName: 'Idle' },
  RemoveRoleFromInstanceProfile: {
    name: 'RemoveRoleFromInstanceProfile',
    instanceProfileName: 'web',
    roleName: 'Deploy',
  },
  CreateUser: { name: 'CreateUser', userName: 'eve', path: '/', tags },
  DeleteUser: { name: 'DeleteUser', userName: 'Bob' },
  UpdateUser: { name: 'UpdateUser', userName: 'ada', newUserName: 'ada.l', newPath: '/staff/' },
  TagUser: { name: 'TagUser', userName: 'ada', tags },
  UntagUser: { name: 'UntagUser', userName: 'ada', tagKeys: ['Team'] },
  AttachUserPolicy: { name: 'AttachUserPolicy', userName: 'ada', policyArn: LOCAL_SPARE },
  DetachUserPolicy: { name: 'DetachUserPolicy', userName: 'ada', policyArn: LOCAL_READ },
  PutUserPolicy: { name: 'PutUserPolicy', userName: 'ada', policyName: 'more', policyDocument: allow('*') },
  DeleteUserPolicy: { name: 'DeleteUserPolicy', userName: 'ada', policyName: 'own' },
  PutUserPermissionsBoundary: { name: 'PutUserPermissionsBoundary', userName: 'Bob', permissionsBoundary: LOCAL_LIMIT },
  DeleteUserPermissionsBoundary: { name: 'DeleteUserPermissionsBoundary', userName: 'ada' },
  AddUserToGroup: { name: 'AddUserToGroup', groupName: 'staff', userName: 'Bob' },
  RemoveUserFromGroup: { name: 'RemoveUserFromGroup', groupName: 'staff', userName: 'ada' },
  CreateAccessKey: { name: 'CreateAccessKey', userName: 'ada', accessKeyId: 'AKIANEW' },
  UpdateAccessKey: { name: 'UpdateAccessKey', userName: 'ada', accessKeyId: 'AKIAOLD', status: 'Inactive' },
  DeleteAccessKey: { name: 'DeleteAccessKey', userName: 'ada', accessKeyId: 'AKIAOLD' },
  CreateLoginProfile: { name: 'CreateLoginProfile', userName: 'Bob' },
  UpdateLoginProfile: { name: 'UpdateLoginProfile', userName: 'ada' },
  DeleteLoginProfile: { name: 'DeleteLoginProfile', userName: 'ada' },
  CreateServiceSpecificCredential: {
    name: 'CreateServiceSpecificCredential',
    userName: 'ada',
    serviceName: 'bedrock.amazonaws.com',
    serviceSpecificCredentialId: 'ACCA',
  },
  ResetServiceSpecificCredential: {
    name: 'ResetServiceSpecificCredential',
    userName: 'ada',
    serviceSpecificCredentialId: 'ACCA',
  },
  UpdateServiceSpecificCredential: {
    name: 'UpdateServiceSpecificCredential',
    userName: 'ada',
    serviceSpecificCredentialId: 'ACCA',
    status: 'Active',
  },
  UploadSSHPublicKey: { name: 'UploadSSHPublicKey', userName: 'ada', sSHPublicKeyId: 'APKA' },
  UpdateSSHPublicKey: { name: 'UpdateSSHPublicKey', userName: 'ada', sSHPublicKeyId: 'APKA', status: 'Active' },
  UploadSigningCertificate: { name: 'UploadSigningCertificate', userName: 'ada', certificateId: 'CERT' },
  UpdateSigningCertificate: {
    name: 'UpdateSigningCertificate',
    userName: 'ada',
    certificateId: 'CERT',
    status: 'Active',
  },
  CreateGroup: { name: 'CreateGroup', groupName: 'ops', path: '/' },
  DeleteGroup: { name: 'DeleteGroup', groupName: 'empty' },
  UpdateGroup: { name: 'UpdateGroup', groupName: 'staff', newGroupName: 'crew' },
  AttachGroupPolicy: { name: 'AttachGroupPolicy', groupName: 'staff', policyArn: AWS_ADMIN },
  DetachGroupPolicy: { name: 'DetachGroupPolicy', groupName: 'staff', policyArn: LOCAL_READ },
  PutGroupPolicy: { name: 'PutGroupPolicy', groupName: 'staff', policyName: 'base', policyDocument: allow('*') },
  DeleteGroupPolicy: { name: 'DeleteGroupPolicy', groupName: 'staff', policyName: 'base' },
  CreatePolicy: {
    name: 'CreatePolicy',
    policyName: 'Fresh',
    path: '/',
    policyDocument: allow('*'),
    tags,
  },
  DeletePolicy: { name: 'DeletePolicy', policyArn: LOCAL_SPARE },
  CreatePolicyVersion: {
    name: 'CreatePolicyVersion',
    policyArn: LOCAL_READ,
    policyDocument: allow('*'),
    setAsDefault: true,
    versionId: 'v3',
  },
  DeletePolicyVersion: { name: 'DeletePolicyVersion', policyArn: LOCAL_READ, versionId: 'v2' },
  SetDefaultPolicyVersion: { name: 'SetDefaultPolicyVersion', policyArn: LOCAL_READ, versionId: 'v2' },
  TagPolicy: { name: 'TagPolicy', policyArn: LOCAL_READ, tags },
  UntagPolicy: { name: 'UntagPolicy', policyArn: LOCAL_READ, tagKeys: ['owner', 'Owner'] },
};

/** An example of every IAM call. */
export const EXAMPLE_CALLS: readonly IamCall[] = Object.values(EXAMPLES);
