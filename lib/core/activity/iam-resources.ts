import * as z from 'zod/mini';
import { problemOf } from '../account/account-problem.ts';
import type { IamCall, Tag } from '../account/call.ts';
import { iamArn } from '../account/iam-arn.ts';
import type { JsonObject } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import type { ResourceRequest } from './hook-request.ts';
import { isSame } from './settled.ts';
import { hasUnresolved } from './template.ts';

/** One thing that a resource gives, and the calls that set and remove it. */
interface Grant {
  readonly key: string;
  readonly put: IamCall;
  /** Undefined: it cannot be taken away, only changed. */
  readonly remove: IamCall | undefined;
}

/** Who holds policies: a role, a user or a group, by name. */
interface Holder {
  readonly kind: 'role' | 'user' | 'group';
  readonly name: string;
}

/** Reads the properties of one type, and says what they give; refused with what is out of form. */
type ReadGrants = (properties: JsonObject, name: string, request: ResourceRequest) => Result<readonly Grant[], string>;

const text = z.string().check(z.minLength(1));
const document = z.union([z.record(z.string(), z.json()), text]);
const inline = z.object({ PolicyName: text, PolicyDocument: document });
const path = z._default(text, '/');
const names = z._default(z.array(text), []);
const own = z.object({
  Path: path,
  Policies: z._default(z.array(inline), []),
  ManagedPolicyArns: names,
  PermissionsBoundary: z.optional(text),
  Tags: z._default(z.array(z.object({ Key: text, Value: z.string() })), []),
});
const holders = z.object({ Roles: names, Users: names, Groups: names });
const role = z.extend(own, { AssumeRolePolicyDocument: document });
const managedPolicy = z.extend(holders, { Path: path, PolicyDocument: document });

/** What the types that decide about access give. The others of IAM give nobody anything by themselves. */
const GRANTS: ReadonlyMap<string, ReadGrants> = new Map([
  ['AWS::IAM::Role', reading(role, (read, name) => [trustOf(read, name), ...ownGrants(read, { kind: 'role', name })])],
  [
    'AWS::IAM::User',
    reading(z.extend(own, { Groups: names }), (read, name) => [
      ...ownGrants(read, { kind: 'user', name }),
      ...read.Groups.map((groupName) => membership(groupName, name)),
    ]),
  ],
  ['AWS::IAM::Group', reading(own, (read, name) => ownGrants(read, { kind: 'group', name }))],
  [
    'AWS::IAM::Policy',
    reading(z.extend(holders, inline.shape), (read) => holdersIn(read).map((holder) => inlineOf(read, holder))),
  ],
  [
    'AWS::IAM::RolePolicy',
    reading(z.extend(inline, { RoleName: text }), (read) => [inlineOf(read, roleNamed(read.RoleName))]),
  ],
  [
    'AWS::IAM::UserPolicy',
    reading(z.extend(inline, { UserName: text }), (read) => [inlineOf(read, { kind: 'user', name: read.UserName })]),
  ],
  [
    'AWS::IAM::GroupPolicy',
    reading(z.extend(inline, { GroupName: text }), (read) => [inlineOf(read, { kind: 'group', name: read.GroupName })]),
  ],
  [
    'AWS::IAM::UserToGroupAddition',
    reading(z.object({ GroupName: text, Users: names }), (read) =>
      read.Users.map((user) => membership(read.GroupName, user)),
    ),
  ],
  ['AWS::IAM::ManagedPolicy', reading(managedPolicy, managedPolicyGrants)],
]);

function reading<Shape extends z.ZodMiniType>(
  shape: Shape,
  grants: (read: z.output<Shape>, name: string, request: ResourceRequest) => readonly Grant[],
): ReadGrants {
  return (properties, name, request) => {
    const read = shape.safeParse(properties);
    if (read.success) return ok(grants(read.data, name, request));
    const { place, detail } = problemOf(read.error);
    return err(`its property ${place} is not as expected: ${detail}`);
  };
}

/** Whether resources of a type decide about access. */
export function isIamGrant(type: string): boolean {
  return GRANTS.has(type);
}

/**
 * The IAM calls that creating, changing or deleting a resource comes to. `name`: of the role, user, group or policy itself, which
 * CloudFormation chooses where the template does not. Refused with what cannot be read: then nobody knows what it gives.
 */
export function iamCallsOf(request: ResourceRequest, name: string): Result<readonly IamCall[], string> {
  const read = GRANTS.get(request.type);
  if (read === undefined) return ok([]);
  const { properties, previous, action } = request;
  if ([properties, previous ?? {}].some(hasUnresolved)) {
    return err('its properties hold functions that CloudFormation has not resolved');
  }
  const now = action === 'delete' ? ok([]) : read(properties, name, request);
  if (!now.ok) return now;
  const isNew = action === 'create' || isReplaced(request);
  const before = isNew ? undefined : formerProperties(request);
  const former = before === undefined ? ok([]) : read(before, name, request);
  if (!former.ok) return former;
  const keys = new Set(now.value.map(({ key }) => key));
  const removals = former.value.filter(({ key }) => !keys.has(key)).flatMap(({ remove }) => remove ?? []);
  const creation = isNew ? creationOf(request, name) : [];
  return ok([...creation, ...now.value.map(({ put }) => put), ...removals]);
}

/** What a change takes the place of; of a deletion, what is deleted. */
function formerProperties({ action, properties, previous }: ResourceRequest): JsonObject | undefined {
  return previous ?? (action === 'delete' ? properties : undefined);
}

/** Another name or path is another principal: the old one goes only afterwards. */
function isReplaced({ action, properties, previous }: ResourceRequest): boolean {
  if (action !== 'update' || previous === undefined) return false;
  return NAMES.some((name) => !isSame(properties[name], previous[name]));
}

const NAMES = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'Path'];

/** The call that makes it, with nothing in it yet: what it gives is put afterwards. */
function creationOf({ type, properties }: ResourceRequest, name: string): readonly IamCall[] {
  const path = pathOf(properties);
  const nobody = { Version: '2012-10-17', Statement: [] };
  switch (type) {
    case 'AWS::IAM::Role':
      return [{ name: 'CreateRole', roleName: name, path, assumeRolePolicyDocument: nobody, tags: [] }];
    case 'AWS::IAM::User':
      return [{ name: 'CreateUser', userName: name, path, tags: [] }];
    case 'AWS::IAM::Group':
      return [{ name: 'CreateGroup', groupName: name, path }];
    case 'AWS::IAM::ManagedPolicy':
      return [{ name: 'CreatePolicy', policyName: name, path, policyDocument: nobody, tags: [] }];
    default:
      return [];
  }
}

function pathOf({ Path: path }: JsonObject): string {
  return typeof path === 'string' && path !== '' ? path : '/';
}

function trustOf({ AssumeRolePolicyDocument: policyDocument }: z.output<typeof role>, roleName: string): Grant {
  return { key: 'trust', put: { name: 'UpdateAssumeRolePolicy', roleName, policyDocument }, remove: undefined };
}

function ownGrants(read: z.output<typeof own>, holder: Holder): readonly Grant[] {
  const { PermissionsBoundary: boundary } = read;
  return [
    ...read.Policies.map((policy) => inlineOf(policy, holder)),
    ...read.ManagedPolicyArns.map((arn) => attachment(arn, holder)),
    ...(boundary === undefined ? [] : boundaryOf(boundary, holder)),
    ...read.Tags.flatMap(({ Key: key, Value: value }) => tagOf({ key, value }, holder)),
  ];
}

function inlineOf(
  { PolicyName: policyName, PolicyDocument: policyDocument }: z.output<typeof inline>,
  { kind, name }: Holder,
): Grant {
  const key = `inline ${kind} ${name} ${policyName}`;
  switch (kind) {
    case 'role': {
      const put = { name: 'PutRolePolicy', roleName: name, policyName, policyDocument } as const;
      return { key, put, remove: { name: 'DeleteRolePolicy', roleName: name, policyName } };
    }
    case 'user': {
      const put = { name: 'PutUserPolicy', userName: name, policyName, policyDocument } as const;
      return { key, put, remove: { name: 'DeleteUserPolicy', userName: name, policyName } };
    }
    case 'group': {
      const put = { name: 'PutGroupPolicy', groupName: name, policyName, policyDocument } as const;
      return { key, put, remove: { name: 'DeleteGroupPolicy', groupName: name, policyName } };
    }
  }
}

function attachment(policyArn: string, { kind, name }: Holder): Grant {
  const key = `attached ${kind} ${name} ${policyArn}`;
  switch (kind) {
    case 'role': {
      const put = { name: 'AttachRolePolicy', roleName: name, policyArn } as const;
      return { key, put, remove: { ...put, name: 'DetachRolePolicy' } };
    }
    case 'user': {
      const put = { name: 'AttachUserPolicy', userName: name, policyArn } as const;
      return { key, put, remove: { ...put, name: 'DetachUserPolicy' } };
    }
    case 'group': {
      const put = { name: 'AttachGroupPolicy', groupName: name, policyArn } as const;
      return { key, put, remove: { ...put, name: 'DetachGroupPolicy' } };
    }
  }
}

function boundaryOf(permissionsBoundary: string, { kind, name }: Holder): readonly Grant[] {
  if (kind === 'group') return [];
  const [put, remove] =
    kind === 'role'
      ? ([
          { name: 'PutRolePermissionsBoundary', roleName: name, permissionsBoundary },
          { name: 'DeleteRolePermissionsBoundary', roleName: name },
        ] as const)
      : ([
          { name: 'PutUserPermissionsBoundary', userName: name, permissionsBoundary },
          { name: 'DeleteUserPermissionsBoundary', userName: name },
        ] as const);
  return [{ key: 'boundary', put, remove }];
}

function tagOf(tag: Tag, { kind, name }: Holder): readonly Grant[] {
  if (kind === 'group') return [];
  const [put, remove] =
    kind === 'role'
      ? ([
          { name: 'TagRole', roleName: name, tags: [tag] },
          { name: 'UntagRole', roleName: name, tagKeys: [tag.key] },
        ] as const)
      : ([
          { name: 'TagUser', userName: name, tags: [tag] },
          { name: 'UntagUser', userName: name, tagKeys: [tag.key] },
        ] as const);
  return [{ key: `tag ${tag.key.toLowerCase()}`, put, remove }];
}

function membership(groupName: string, userName: string): Grant {
  const put = { name: 'AddUserToGroup', groupName, userName } as const;
  return { key: `member ${groupName} ${userName}`, put, remove: { ...put, name: 'RemoveUserFromGroup' } };
}

function managedPolicyGrants(
  read: z.output<typeof managedPolicy>,
  name: string,
  { account, partition }: ResourceRequest,
): readonly Grant[] {
  const policyArn = iamArn({ account, partition }, { kind: 'policy', path: read.Path, name });
  const put = {
    name: 'CreatePolicyVersion',
    policyArn,
    policyDocument: read.PolicyDocument,
    setAsDefault: true,
  } as const;
  const attached = holdersIn(read).map((holder) => attachment(policyArn, holder));
  return [{ key: 'document', put, remove: undefined }, ...attached];
}

function holdersIn({ Roles: roles, Users: users, Groups: groups }: z.output<typeof holders>): readonly Holder[] {
  return [
    ...roles.map(roleNamed),
    ...users.map((name) => ({ kind: 'user', name }) as const),
    ...groups.map((name) => ({ kind: 'group', name }) as const),
  ];
}

function roleNamed(name: string): Holder {
  return { kind: 'role', name };
}
