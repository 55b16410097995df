import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  type GroupDetail,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { iamClient } from '../../../lib/adapters/aws/iam-client.ts';
import { MemberClients } from '../../../lib/adapters/aws/member-clients.ts';
import type { AccountState, Group, PolicyHolder, Role, User } from '../../../lib/core/account/state.ts';
import type { Moto } from '../moto.ts';

/** The time as it is. */
export const CLOCK = { now: () => Date.now() };

/** Clients of the accounts in a moto, by roles that nobody had to make: moto lets anyone assume any. */
export function clientsOf(moto: Pick<Moto, 'endpoint'>): {
  readonly clients: MemberClients;
  readonly budget: CallBudget;
} {
  const budget = new CallBudget({ attempts: 10_000, milliseconds: 60_000 }, CLOCK);
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const sts = new STSClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
  const makeIam: ConstructorParameters<typeof MemberClients>[0]['makeIam'] = (config) =>
    iamClient({ ...config, endpoint: moto.endpoint }, budget);
  return {
    budget,
    clients: new MemberClients({ partition: 'aws', rolePrefix: 'Ambit', actingAs: 'test', sts, budget, makeIam }),
  };
}

/** Makes in moto what an account holds, by the calls that a customer would make. */
export async function seed(moto: Moto, state: AccountState): Promise<void> {
  const iam = clientsOf(moto).clients.iam(state.account, 'Restorer');
  for (const policy of state.policies.values()) {
    const PolicyDocument = JSON.stringify(policy.versions.get(policy.defaultVersion));
    await iam.send(new CreatePolicyCommand({ PolicyName: policy.name, Path: policy.path, PolicyDocument }));
  }
  for (const group of state.groups.values()) await seedGroup(iam, group);
  for (const user of state.users.values()) await seedUser(iam, user);
  for (const role of state.roles.values()) await seedRole(iam, role);
}

async function seedGroup(iam: IAMClient, group: Group): Promise<void> {
  const GroupName = group.name;
  await iam.send(new CreateGroupCommand({ GroupName, Path: group.path }));
  for (const [PolicyName, PolicyDocument] of documentsOf(group)) {
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument }));
  }
  for (const PolicyArn of group.attached) await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
}

async function seedUser(iam: IAMClient, user: User): Promise<void> {
  const UserName = user.name;
  const made = { UserName, Path: user.path, Tags: tagsOf(user) };
  await iam.send(new CreateUserCommand({ ...made, PermissionsBoundary: user.boundary }));
  for (const GroupName of user.groups) await iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
  for (const [PolicyName, PolicyDocument] of documentsOf(user)) {
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
  }
  for (const PolicyArn of user.attached) await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
}

async function seedRole(iam: IAMClient, role: Role): Promise<void> {
  const RoleName = role.name;
  const made = { RoleName, Path: role.path, Tags: tagsOf(role), AssumeRolePolicyDocument: JSON.stringify(role.trust) };
  await iam.send(new CreateRoleCommand({ ...made, PermissionsBoundary: role.boundary }));
  for (const [PolicyName, PolicyDocument] of documentsOf(role)) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  for (const PolicyArn of role.attached) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}

function documentsOf(holder: PolicyHolder): readonly (readonly [string, string])[] {
  return [...holder.inline].map(([name, document]) => [name, JSON.stringify(document)] as const);
}

function tagsOf({ tags }: Role | User): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Empties an account. Quicker than a reset, after which moto reads all managed policies of AWS again. */
export async function clear(moto: Moto, account: string): Promise<void> {
  const iam = clientsOf(moto).clients.iam(account, 'Restorer');
  const Filter = ['User' as const, 'Role' as const, 'Group' as const, 'LocalManagedPolicy' as const];
  const held = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter }));
  for (const user of held.UserDetailList ?? []) await clearUser(iam, user);
  for (const role of held.RoleDetailList ?? []) await clearRole(iam, role);
  for (const group of held.GroupDetailList ?? []) await clearGroup(iam, group);
  for (const { Arn: PolicyArn, PolicyVersionList } of held.Policies ?? []) {
    for (const { VersionId, IsDefaultVersion } of PolicyVersionList ?? []) {
      if (IsDefaultVersion !== true) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    }
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
  }
}

async function clearUser(iam: IAMClient, user: UserDetail): Promise<void> {
  const { UserName } = user;
  for (const GroupName of user.GroupList ?? []) await iam.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
  for (const { PolicyName } of user.UserPolicyList ?? []) {
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  }
  for (const { PolicyArn } of user.AttachedManagedPolicies ?? []) {
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  }
  await iam.send(new DeleteUserCommand({ UserName }));
}

async function clearRole(iam: IAMClient, role: RoleDetail): Promise<void> {
  const { RoleName } = role;
  for (const { PolicyName } of role.RolePolicyList ?? []) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  for (const { PolicyArn } of role.AttachedManagedPolicies ?? []) {
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

async function clearGroup(iam: IAMClient, group: GroupDetail): Promise<void> {
  const { GroupName } = group;
  for (const { PolicyName } of group.GroupPolicyList ?? []) {
    await iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName }));
  }
  for (const { PolicyArn } of group.AttachedManagedPolicies ?? []) {
    await iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
  }
  await iam.send(new DeleteGroupCommand({ GroupName }));
}
