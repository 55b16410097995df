import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  ListInstancesCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll } from '@jest/globals';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { IdentityCenterReader } from '../../../lib/adapters/aws/identity-center-reader.ts';
import { type Company, identityCenterContract } from '../../contract/identity-center.contract.ts';
import { startMoto, type Moto } from '../moto.ts';
import { CLOCK } from './moto-accounts.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

function clients() {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const config = { endpoint: moto.endpoint, region: 'eu-west-1', credentials };
  const sso = new SSOAdminClient(config);
  // moto has no boundaries of permission sets, and does not even say that there is none
  sso.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName !== 'GetPermissionsBoundaryForPermissionSetCommand') return next(args);
      throw Object.assign(new Error('no boundary'), { name: 'ResourceNotFoundException' });
    },
    { step: 'initialize' },
  );
  return { sso, identityStore: new IdentitystoreClient(config) };
}

/** Makes the company, and gives the ids and ARNs of all that has a name. */
async function found({ users, groups, sets, assignments }: Company): Promise<ReadonlyMap<string, string>> {
  const { sso, identityStore } = clients();
  const ids = new Map<string, string>();
  const { Instances } = await sso.send(new ListInstancesCommand({}));
  const { InstanceArn, IdentityStoreId } = Instances?.[0] ?? {};
  for (const UserName of users) {
    const Name = { GivenName: UserName, FamilyName: UserName };
    const made = { IdentityStoreId, UserName, DisplayName: UserName, Name };
    ids.set(UserName, (await identityStore.send(new CreateUserCommand(made))).UserId ?? '');
  }
  for (const [DisplayName, members] of Object.entries(groups)) {
    const { GroupId } = await identityStore.send(new CreateGroupCommand({ IdentityStoreId, DisplayName }));
    ids.set(DisplayName, GroupId ?? '');
    for (const member of members) {
      const MemberId = { UserId: ids.get(member) ?? '' };
      await identityStore.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId }));
    }
  }
  for (const { name, inline, managed, customerManaged } of sets) {
    const { PermissionSet } = await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: name }));
    const named = { InstanceArn, PermissionSetArn: PermissionSet?.PermissionSetArn };
    ids.set(name, named.PermissionSetArn ?? '');
    if (inline !== undefined) {
      await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...named, InlinePolicy: JSON.stringify(inline) }));
    }
    for (const ManagedPolicyArn of managed) {
      await sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...named, ManagedPolicyArn }));
    }
    for (const { name: Name, path: Path } of customerManaged) {
      const CustomerManagedPolicyReference = { Name, Path };
      const reference = { ...named, CustomerManagedPolicyReference };
      await sso.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand(reference));
    }
    await sso.send(new ProvisionPermissionSetCommand({ ...named, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
  }
  for (const { set, account, to } of assignments) {
    await sso.send(
      new CreateAccountAssignmentCommand({
        InstanceArn,
        PermissionSetArn: ids.get(set),
        TargetId: account,
        TargetType: 'AWS_ACCOUNT',
        PrincipalType: to.kind === 'user' ? 'USER' : 'GROUP',
        PrincipalId: ids.get(to.name),
      }),
    );
  }
  return ids;
}

identityCenterContract('Identity Center in moto', async (company, work) => {
  await moto.reset();
  const ids = await found(company);
  const budget = new CallBudget({ attempts: 1_000, milliseconds: 60_000 }, CLOCK);
  const center = new IdentityCenterReader({ ...clients(), budget });
  await work({ center, idOf: (name) => ids.get(name) ?? `${name} has no id` });
});
