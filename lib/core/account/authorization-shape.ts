import * as z from 'zod';
import type { JsonValue } from '../json.ts';

/**
 * The shape of one page of `GetAccountAuthorizationDetails`. Members that are not named here are ignored (dates, counts);
 * lists may be missing, as in hand-made and filtered files.
 * Source: IAM API reference, "GetAccountAuthorizationDetails".
 */
const document = z.custom<JsonValue>(
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value)),
  { error: 'expected a policy document: an object or its text' },
);

const tags = z.array(z.object({ Key: z.string(), Value: z.string().default('') })).default([]);
const attached = z.array(z.object({ PolicyArn: z.string() })).default([]);
const inline = z.array(z.object({ PolicyName: z.string(), PolicyDocument: document })).default([]);
const boundary = z.object({ PermissionsBoundaryArn: z.string().exactOptional() }).nullish();
const holder = {
  Path: z.string().default('/'),
  Arn: z.string(),
  AttachedManagedPolicies: attached,
};

const role = z.object({
  ...holder,
  RoleName: z.string().min(1),
  RoleId: z.string().default(''),
  AssumeRolePolicyDocument: document,
  RolePolicyList: inline,
  PermissionsBoundary: boundary,
  Tags: tags,
  Description: z.string().exactOptional(),
  MaxSessionDuration: z.number().exactOptional(),
  InstanceProfileList: z
    .array(
      z.object({
        InstanceProfileName: z.string(),
        Path: z.string().default('/'),
        Roles: z.array(z.object({ RoleName: z.string() })).default([]),
      }),
    )
    .default([]),
});

const user = z.object({
  ...holder,
  UserName: z.string().min(1),
  UserId: z.string().default(''),
  UserPolicyList: inline,
  PermissionsBoundary: boundary,
  Tags: tags,
  GroupList: z.array(z.string()).default([]),
});

const group = z.object({
  ...holder,
  GroupName: z.string().min(1),
  GroupId: z.string().default(''),
  GroupPolicyList: inline,
});

const policy = z.object({
  Arn: z.string(),
  // the ARN ends with it
  PolicyName: z.string().min(1).exactOptional(),
  Path: z.string().default('/'),
  PolicyId: z.string().default(''),
  DefaultVersionId: z.string(),
  PolicyVersionList: z.array(z.object({ VersionId: z.string(), Document: document })).default([]),
  Description: z.string().exactOptional(),
  Tags: tags,
});

/** One page, as the API and the AWS CLI write it. */
export const authorizationPage = z.object({
  RoleDetailList: z.array(role).exactOptional(),
  UserDetailList: z.array(user).exactOptional(),
  GroupDetailList: z.array(group).exactOptional(),
  Policies: z.array(policy).exactOptional(),
  IsTruncated: z.boolean().default(false),
});

export type AuthorizationPage = z.infer<typeof authorizationPage>;
export type RoleDetail = z.infer<typeof role>;
export type UserDetail = z.infer<typeof user>;
export type GroupDetail = z.infer<typeof group>;
export type PolicyDetail = z.infer<typeof policy>;
