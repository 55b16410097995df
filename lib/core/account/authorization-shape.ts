import * as z from 'zod/mini';
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

const text = (fallback: string) => z._default(z.string(), fallback);
const list = <T extends z.ZodMiniType>(entry: T) => z._default(z.array(entry), []);
const name = z.string().check(z.minLength(1));

const tags = list(z.object({ Key: z.string(), Value: text('') }));
const attached = list(z.object({ PolicyArn: z.string() }));
const inline = list(z.object({ PolicyName: z.string(), PolicyDocument: document }));
const boundary = z.nullish(z.object({ PermissionsBoundaryArn: z.exactOptional(z.string()) }));
const holder = {
  Path: text('/'),
  Arn: z.string(),
  AttachedManagedPolicies: attached,
};

const role = z.object({
  ...holder,
  RoleName: name,
  RoleId: text(''),
  AssumeRolePolicyDocument: document,
  RolePolicyList: inline,
  PermissionsBoundary: boundary,
  Tags: tags,
  Description: z.exactOptional(z.string()),
  MaxSessionDuration: z.exactOptional(z.number()),
  InstanceProfileList: list(
    z.object({
      InstanceProfileName: z.string(),
      Path: text('/'),
      Roles: list(z.object({ RoleName: z.string() })),
    }),
  ),
});

const user = z.object({
  ...holder,
  UserName: name,
  UserId: text(''),
  UserPolicyList: inline,
  PermissionsBoundary: boundary,
  Tags: tags,
  GroupList: list(z.string()),
});

const group = z.object({
  ...holder,
  GroupName: name,
  GroupId: text(''),
  GroupPolicyList: inline,
});

const policy = z.object({
  Arn: z.string(),
  // the ARN ends with it
  PolicyName: z.exactOptional(name),
  Path: text('/'),
  PolicyId: text(''),
  DefaultVersionId: z.string(),
  PolicyVersionList: list(z.object({ VersionId: z.string(), Document: document })),
  Description: z.exactOptional(z.string()),
  Tags: tags,
});

/** One page, as the API and the AWS CLI write it. */
export const authorizationPage = z.object({
  RoleDetailList: z.exactOptional(z.array(role)),
  UserDetailList: z.exactOptional(z.array(user)),
  GroupDetailList: z.exactOptional(z.array(group)),
  Policies: z.exactOptional(z.array(policy)),
  IsTruncated: z._default(z.boolean(), false),
});

/** A page of GetAccountAuthorizationDetails. */
export type AuthorizationPage = z.infer<typeof authorizationPage>;
/** What such a page lists of a role. */
export type RoleDetail = z.infer<typeof role>;
/** What such a page lists of a user. */
export type UserDetail = z.infer<typeof user>;
/** What such a page lists of a group. */
export type GroupDetail = z.infer<typeof group>;
/** What such a page lists of a managed policy. */
export type PolicyDetail = z.infer<typeof policy>;
