import * as z from 'zod';
import type { Change } from './changes.ts';
import { policyDocument, rulesIn, trustDocument, trustsIn } from './written-policies.ts';

const [roleName, userName, groupName] = [z.string(), z.string(), z.string()];
const [policyName, policyArn, versionId] = [z.string(), z.string(), z.string()];

const roleForms = [
  z.object({ name: z.literal('PutRolePolicy'), roleName, policyName, policyDocument }),
  z.object({ name: z.literal('DeleteRolePolicy'), roleName, policyName }),
  z.object({ name: z.literal('AttachRolePolicy'), roleName, policyArn }),
  z.object({ name: z.literal('DetachRolePolicy'), roleName, policyArn }),
  z.object({ name: z.literal('PutRolePermissionsBoundary'), roleName, permissionsBoundary: z.string() }),
  z.object({ name: z.literal('DeleteRolePermissionsBoundary'), roleName }),
  z.object({ name: z.literal('UpdateAssumeRolePolicy'), roleName, policyDocument: trustDocument }),
] as const;

const userForms = [
  z.object({ name: z.literal('PutUserPolicy'), userName, policyName, policyDocument }),
  z.object({ name: z.literal('DeleteUserPolicy'), userName, policyName }),
  z.object({ name: z.literal('AttachUserPolicy'), userName, policyArn }),
  z.object({ name: z.literal('DetachUserPolicy'), userName, policyArn }),
  z.object({ name: z.literal('AddUserToGroup'), userName, groupName }),
  z.object({ name: z.literal('RemoveUserFromGroup'), userName, groupName }),
  z.object({ name: z.literal('CreateAccessKey'), userName, accessKeyId: z.string() }),
  z.object({
    name: z.literal('UpdateAccessKey'),
    userName,
    accessKeyId: z.string(),
    status: z.enum(['Active', 'Inactive']),
  }),
  z.object({ name: z.literal('CreateLoginProfile'), userName }),
] as const;

const groupForms = [
  z.object({ name: z.literal('PutGroupPolicy'), groupName, policyName, policyDocument }),
  z.object({ name: z.literal('DeleteGroupPolicy'), groupName, policyName }),
  z.object({ name: z.literal('AttachGroupPolicy'), groupName, policyArn }),
  z.object({ name: z.literal('DetachGroupPolicy'), groupName, policyArn }),
] as const;

const policyForms = [
  z.object({
    name: z.literal('CreatePolicyVersion'),
    policyArn,
    policyDocument,
    versionId,
    setAsDefault: z.literal(true),
  }),
  z.object({ name: z.literal('SetDefaultPolicyVersion'), policyArn, versionId }),
  z.object({ name: z.literal('DeletePolicyVersion'), policyArn, versionId }),
] as const;

const callForm = z.discriminatedUnion('name', [...roleForms, ...userForms, ...groupForms, ...policyForms]);
type Written = z.infer<typeof callForm>;

/** What an IAM call of the runs changes; any other is a fault of the run. */
export function changeFrom(call: unknown): Change {
  const read = callForm.parse(call);
  if ('userName' in read) return changeOfUser(read);
  if ('roleName' in read) return changeOfRole(read);
  return 'groupName' in read ? changeOfGroup(read) : changeOfPolicy(read);
}

function changeOfRole(read: Extract<Written, { readonly roleName: string }>): Change {
  const holder = read.roleName;
  switch (read.name) {
    case 'PutRolePolicy':
      return { kind: 'put', holder, policy: read.policyName, rules: rulesIn(read.policyDocument) };
    case 'DeleteRolePolicy':
      return { kind: 'drop', holder, policy: read.policyName };
    case 'AttachRolePolicy':
      return { kind: 'attach', holder, arn: read.policyArn };
    case 'DetachRolePolicy':
      return { kind: 'detach', holder, arn: read.policyArn };
    case 'PutRolePermissionsBoundary':
      return { kind: 'fence', holder, arn: read.permissionsBoundary };
    case 'DeleteRolePermissionsBoundary':
      return { kind: 'fence', holder, arn: undefined };
    case 'UpdateAssumeRolePolicy':
      return { kind: 'trust', holder, trusts: trustsIn(read.policyDocument) };
  }
}

function changeOfUser(read: Extract<Written, { readonly userName: string }>): Change {
  const holder = read.userName;
  switch (read.name) {
    case 'PutUserPolicy':
      return { kind: 'put', holder, policy: read.policyName, rules: rulesIn(read.policyDocument) };
    case 'DeleteUserPolicy':
      return { kind: 'drop', holder, policy: read.policyName };
    case 'AttachUserPolicy':
      return { kind: 'attach', holder, arn: read.policyArn };
    case 'DetachUserPolicy':
      return { kind: 'detach', holder, arn: read.policyArn };
    case 'AddUserToGroup':
      return { kind: 'join', holder, group: read.groupName };
    case 'RemoveUserFromGroup':
      return { kind: 'leave', holder, group: read.groupName };
    case 'CreateAccessKey':
      return { kind: 'key', holder, key: read.accessKeyId, isActive: true };
    case 'UpdateAccessKey':
      return { kind: 'key', holder, key: read.accessKeyId, isActive: read.status === 'Active' };
    case 'CreateLoginProfile':
      return { kind: 'password', holder };
  }
}

function changeOfGroup(
  read: Exclude<Extract<Written, { readonly groupName: string }>, { readonly userName: string }>,
): Change {
  const holder = read.groupName;
  switch (read.name) {
    case 'PutGroupPolicy':
      return { kind: 'put', holder, policy: read.policyName, rules: rulesIn(read.policyDocument) };
    case 'DeleteGroupPolicy':
      return { kind: 'drop', holder, policy: read.policyName };
    case 'AttachGroupPolicy':
      return { kind: 'attach', holder, arn: read.policyArn };
    case 'DetachGroupPolicy':
      return { kind: 'detach', holder, arn: read.policyArn };
  }
}

function changeOfPolicy(read: Extract<Written, { readonly versionId: string }>): Change {
  switch (read.name) {
    case 'CreatePolicyVersion':
      return { kind: 'add-version', arn: read.policyArn, version: read.versionId, rules: rulesIn(read.policyDocument) };
    case 'SetDefaultPolicyVersion':
      return { kind: 'use-version', arn: read.policyArn, version: read.versionId };
    case 'DeletePolicyVersion':
      return { kind: 'drop-version', arn: read.policyArn, version: read.versionId };
  }
}
