import type { IamCall } from '../../account/call.ts';
import type { JsonValue } from '../../json.ts';
import { err, ok, type Result } from '../../result.ts';
import { type FieldProblem, IamFields } from './iam-fields.ts';

type IamCallName = IamCall['name'];

/** How the record of each IAM call becomes the call. */
type IamRows = { readonly [N in IamCallName]: (fields: IamFields) => Extract<IamCall, { readonly name: N }> };

const IN = 'requestParameters';
const OUT = 'responseElements';
const ROLE_NAME = `${IN}.roleName`;
const USER_NAME = `${IN}.userName`;
const GROUP_NAME = `${IN}.groupName`;
const POLICY_NAME = `${IN}.policyName`;
const POLICY_ARN = `${IN}.policyArn`;
const DOCUMENT = `${IN}.policyDocument`;
const BOUNDARY = `${IN}.permissionsBoundary`;
const PROFILE_NAME = `${IN}.instanceProfileName`;
const TAGS = `${IN}.tags`;
const TAG_KEYS = `${IN}.tagKeys`;
const VERSION_ID = `${IN}.versionId`;
const KEY_ID = `${IN}.accessKeyId`;
const CREDENTIAL_ID = `${IN}.serviceSpecificCredentialId`;
const STATUS = `${IN}.status`;

const role = (fields: IamFields) => ({ roleName: fields.text(ROLE_NAME) });
const user = (fields: IamFields) => ({ userName: fields.text(USER_NAME) });
const group = (fields: IamFields) => ({ groupName: fields.text(GROUP_NAME) });
const policy = (fields: IamFields) => ({ policyArn: fields.text(POLICY_ARN) });
const profile = (fields: IamFields) => ({ instanceProfileName: fields.text(PROFILE_NAME) });
const policyName = (fields: IamFields) => ({ policyName: fields.text(POLICY_NAME) });
const inline = (fields: IamFields) => ({ ...policyName(fields), policyDocument: fields.document(DOCUMENT) });
const boundary = (fields: IamFields) => ({ permissionsBoundary: fields.text(BOUNDARY) });
const maybeBoundary = (fields: IamFields) =>
  fields.maybeText(BOUNDARY, (permissionsBoundary) => ({ permissionsBoundary }));
const maybeDescription = (fields: IamFields) =>
  fields.maybeText(`${IN}.description`, (description) => ({ description }));
const maybeDuration = (fields: IamFields) =>
  fields.maybeNumber(`${IN}.maxSessionDuration`, (maxSessionDuration) => ({ maxSessionDuration }));
const maybeRoleId = (fields: IamFields) => fields.maybeText(`${OUT}.role.roleId`, (roleId) => ({ roleId }));
const maybeNewPath = (fields: IamFields) => fields.maybeText(`${IN}.newPath`, (newPath) => ({ newPath }));

/** Member names are the IAM API's with the first letter lowered. Sources: IAM API reference; recorded CloudTrail logs. */
const ROWS: IamRows = {
  CreateRole: (f) => ({
    name: 'CreateRole',
    ...role(f),
    path: f.path(`${IN}.path`, `${OUT}.role.path`),
    assumeRolePolicyDocument: f.document(`${IN}.assumeRolePolicyDocument`),
    ...maybeBoundary(f),
    ...maybeDescription(f),
    ...maybeDuration(f),
    tags: f.maybeTags(TAGS),
    ...maybeRoleId(f),
  }),
  // the request names the AWS service only; name, path and trust are AWS's and stand in the response
  CreateServiceLinkedRole: (f) => ({
    name: 'CreateServiceLinkedRole',
    awsServiceName: f.text(`${IN}.aWSServiceName`),
    roleName: f.text(`${OUT}.role.roleName`),
    path: f.text(`${OUT}.role.path`),
    assumeRolePolicyDocument: f.document(`${OUT}.role.assumeRolePolicyDocument`),
    ...maybeDescription(f),
    ...maybeRoleId(f),
  }),
  DeleteRole: (f) => ({ name: 'DeleteRole', ...role(f) }),
  DeleteServiceLinkedRole: (f) => ({ name: 'DeleteServiceLinkedRole', ...role(f) }),
  UpdateRole: (f) => ({ name: 'UpdateRole', ...role(f), ...maybeDescription(f), ...maybeDuration(f) }),
  UpdateRoleDescription: (f) => ({
    name: 'UpdateRoleDescription',
    ...role(f),
    description: f.anyText(`${IN}.description`),
  }),
  UpdateAssumeRolePolicy: (f) => ({ name: 'UpdateAssumeRolePolicy', ...role(f), policyDocument: f.document(DOCUMENT) }),
  TagRole: (f) => ({ name: 'TagRole', ...role(f), tags: f.tags(TAGS) }),
  UntagRole: (f) => ({ name: 'UntagRole', ...role(f), tagKeys: f.texts(TAG_KEYS) }),
  AttachRolePolicy: (f) => ({ name: 'AttachRolePolicy', ...role(f), ...policy(f) }),
  DetachRolePolicy: (f) => ({ name: 'DetachRolePolicy', ...role(f), ...policy(f) }),
  PutRolePolicy: (f) => ({ name: 'PutRolePolicy', ...role(f), ...inline(f) }),
  DeleteRolePolicy: (f) => ({ name: 'DeleteRolePolicy', ...role(f), ...policyName(f) }),
  PutRolePermissionsBoundary: (f) => ({ name: 'PutRolePermissionsBoundary', ...role(f), ...boundary(f) }),
  DeleteRolePermissionsBoundary: (f) => ({ name: 'DeleteRolePermissionsBoundary', ...role(f) }),
  CreateInstanceProfile: (f) => ({
    name: 'CreateInstanceProfile',
    ...profile(f),
    path: f.path(`${IN}.path`, `${OUT}.instanceProfile.path`),
  }),
  DeleteInstanceProfile: (f) => ({ name: 'DeleteInstanceProfile', ...profile(f) }),
  AddRoleToInstanceProfile: (f) => ({ name: 'AddRoleToInstanceProfile', ...profile(f), ...role(f) }),
  RemoveRoleFromInstanceProfile: (f) => ({ name: 'RemoveRoleFromInstanceProfile', ...profile(f), ...role(f) }),

  CreateUser: (f) => ({
    name: 'CreateUser',
    ...user(f),
    path: f.path(`${IN}.path`, `${OUT}.user.path`),
    ...maybeBoundary(f),
    tags: f.maybeTags(TAGS),
    ...f.maybeText(`${OUT}.user.userId`, (userId) => ({ userId })),
  }),
  DeleteUser: (f) => ({ name: 'DeleteUser', ...user(f) }),
  UpdateUser: (f) => ({
    name: 'UpdateUser',
    ...user(f),
    ...maybeNewPath(f),
    ...f.maybeText(`${IN}.newUserName`, (newUserName) => ({ newUserName })),
  }),
  TagUser: (f) => ({ name: 'TagUser', ...user(f), tags: f.tags(TAGS) }),
  UntagUser: (f) => ({ name: 'UntagUser', ...user(f), tagKeys: f.texts(TAG_KEYS) }),
  AttachUserPolicy: (f) => ({ name: 'AttachUserPolicy', ...user(f), ...policy(f) }),
  DetachUserPolicy: (f) => ({ name: 'DetachUserPolicy', ...user(f), ...policy(f) }),
  PutUserPolicy: (f) => ({ name: 'PutUserPolicy', ...user(f), ...inline(f) }),
  DeleteUserPolicy: (f) => ({ name: 'DeleteUserPolicy', ...user(f), ...policyName(f) }),
  PutUserPermissionsBoundary: (f) => ({ name: 'PutUserPermissionsBoundary', ...user(f), ...boundary(f) }),
  DeleteUserPermissionsBoundary: (f) => ({ name: 'DeleteUserPermissionsBoundary', ...user(f) }),
  AddUserToGroup: (f) => ({ name: 'AddUserToGroup', ...group(f), ...user(f) }),
  RemoveUserFromGroup: (f) => ({ name: 'RemoveUserFromGroup', ...group(f), ...user(f) }),
  CreateAccessKey: (f) => ({
    name: 'CreateAccessKey',
    userName: f.userOrCaller(USER_NAME, `${OUT}.accessKey.userName`),
    accessKeyId: f.text(`${OUT}.accessKey.accessKeyId`),
  }),
  UpdateAccessKey: (f) => ({
    name: 'UpdateAccessKey',
    userName: f.userOrCaller(USER_NAME),
    accessKeyId: f.text(KEY_ID),
    status: f.oneOf(STATUS, ['Active', 'Inactive']),
  }),
  DeleteAccessKey: (f) => ({
    name: 'DeleteAccessKey',
    userName: f.userOrCaller(USER_NAME),
    accessKeyId: f.text(KEY_ID),
  }),
  CreateLoginProfile: (f) => ({
    name: 'CreateLoginProfile',
    userName: f.userOrCaller(USER_NAME, `${OUT}.loginProfile.userName`),
  }),
  UpdateLoginProfile: (f) => ({ name: 'UpdateLoginProfile', ...user(f) }),
  CreateServiceSpecificCredential: (f) => ({
    name: 'CreateServiceSpecificCredential',
    userName: f.userOrCaller(USER_NAME, `${OUT}.serviceSpecificCredential.userName`),
    serviceName: f.text(`${IN}.serviceName`, `${OUT}.serviceSpecificCredential.serviceName`),
    ...f.maybeText(`${OUT}.serviceSpecificCredential.serviceSpecificCredentialId`, (serviceSpecificCredentialId) => ({
      serviceSpecificCredentialId,
    })),
  }),
  ResetServiceSpecificCredential: (f) => ({
    name: 'ResetServiceSpecificCredential',
    userName: f.userOrCaller(USER_NAME, `${OUT}.serviceSpecificCredential.userName`),
    serviceSpecificCredentialId: f.text(CREDENTIAL_ID),
  }),
  UpdateServiceSpecificCredential: (f) => ({
    name: 'UpdateServiceSpecificCredential',
    userName: f.userOrCaller(USER_NAME),
    serviceSpecificCredentialId: f.text(CREDENTIAL_ID),
    status: f.oneOf(STATUS, ['Active', 'Inactive']),
  }),
  UploadSSHPublicKey: (f) => ({
    name: 'UploadSSHPublicKey',
    userName: f.userOrCaller(USER_NAME, `${OUT}.sSHPublicKey.userName`),
    ...f.maybeText(`${OUT}.sSHPublicKey.sSHPublicKeyId`, (sSHPublicKeyId) => ({ sSHPublicKeyId })),
  }),
  UpdateSSHPublicKey: (f) => ({
    name: 'UpdateSSHPublicKey',
    userName: f.userOrCaller(USER_NAME),
    sSHPublicKeyId: f.text(`${IN}.sSHPublicKeyId`),
    status: f.oneOf(STATUS, ['Active', 'Inactive']),
  }),
  UploadSigningCertificate: (f) => ({
    name: 'UploadSigningCertificate',
    userName: f.userOrCaller(USER_NAME, `${OUT}.certificate.userName`),
    ...f.maybeText(`${OUT}.certificate.certificateId`, (certificateId) => ({ certificateId })),
  }),
  UpdateSigningCertificate: (f) => ({
    name: 'UpdateSigningCertificate',
    userName: f.userOrCaller(USER_NAME),
    certificateId: f.text(`${IN}.certificateId`),
    status: f.oneOf(STATUS, ['Active', 'Inactive']),
  }),
  DeleteLoginProfile: (f) => ({ name: 'DeleteLoginProfile', userName: f.userOrCaller(USER_NAME) }),

  CreateGroup: (f) => ({
    name: 'CreateGroup',
    ...group(f),
    path: f.path(`${IN}.path`, `${OUT}.group.path`),
    ...f.maybeText(`${OUT}.group.groupId`, (groupId) => ({ groupId })),
  }),
  DeleteGroup: (f) => ({ name: 'DeleteGroup', ...group(f) }),
  UpdateGroup: (f) => ({
    name: 'UpdateGroup',
    ...group(f),
    ...maybeNewPath(f),
    ...f.maybeText(`${IN}.newGroupName`, (newGroupName) => ({ newGroupName })),
  }),
  AttachGroupPolicy: (f) => ({ name: 'AttachGroupPolicy', ...group(f), ...policy(f) }),
  DetachGroupPolicy: (f) => ({ name: 'DetachGroupPolicy', ...group(f), ...policy(f) }),
  PutGroupPolicy: (f) => ({ name: 'PutGroupPolicy', ...group(f), ...inline(f) }),
  DeleteGroupPolicy: (f) => ({ name: 'DeleteGroupPolicy', ...group(f), ...policyName(f) }),

  CreatePolicy: (f) => ({
    name: 'CreatePolicy',
    ...policyName(f),
    path: f.path(`${IN}.path`, `${OUT}.policy.path`),
    policyDocument: f.document(DOCUMENT),
    ...maybeDescription(f),
    tags: f.maybeTags(TAGS),
    ...f.maybeText(`${OUT}.policy.policyId`, (policyId) => ({ policyId })),
  }),
  DeletePolicy: (f) => ({ name: 'DeletePolicy', ...policy(f) }),
  CreatePolicyVersion: (f) => ({
    name: 'CreatePolicyVersion',
    ...policy(f),
    policyDocument: f.document(DOCUMENT),
    setAsDefault: f.flag(`${IN}.setAsDefault`, `${OUT}.policyVersion.isDefaultVersion`),
    ...f.maybeText(`${OUT}.policyVersion.versionId`, (versionId) => ({ versionId })),
  }),
  DeletePolicyVersion: (f) => ({ name: 'DeletePolicyVersion', ...policy(f), versionId: f.text(VERSION_ID) }),
  SetDefaultPolicyVersion: (f) => ({ name: 'SetDefaultPolicyVersion', ...policy(f), versionId: f.text(VERSION_ID) }),
  TagPolicy: (f) => ({ name: 'TagPolicy', ...policy(f), tags: f.tags(TAGS) }),
  UntagPolicy: (f) => ({ name: 'UntagPolicy', ...policy(f), tagKeys: f.texts(TAG_KEYS) }),
};

/** Whether Ambit reads this operation of IAM as a change of access. */
export function isIamCallName(name: string): name is IamCallName {
  return Object.hasOwn(ROWS, name);
}

/** The names of the IAM operations that are read as a change of access. */
export const IAM_CALL_NAMES: readonly IamCallName[] = Object.keys(ROWS).filter(isIamCallName);

/** The IAM call that a CloudTrail record of this operation tells, or the first field that keeps it from being read. */
export function readIamCall(name: IamCallName, record: JsonValue): Result<IamCall, FieldProblem> {
  const fields = new IamFields(record);
  const call = ROWS[name](fields);
  return fields.problem === undefined ? ok(call) : err(fields.problem);
}
