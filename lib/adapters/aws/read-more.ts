import { ListAccessKeysCommand, ListPolicyVersionsCommand } from '@aws-sdk/client-iam';
import type { IamCall } from '../../core/account/call.ts';
import { withEntry } from '../../core/account/maps.ts';
import { namedIn } from '../../core/account/named-in.ts';
import type { AccountState, ManagedPolicy, User } from '../../core/account/state.ts';
import type { AccountSource } from './account-source.ts';

/**
 * The state with what reading an account does not list, where it decides whether a call would change anything: the keys of
 * a user, and the versions of a policy that are not its default.
 */
export async function withMore(state: AccountState, call: IamCall, source: AccountSource): Promise<AccountState> {
  if (call.name === 'UpdateAccessKey') {
    const user = namedIn(state.users, call.userName);
    if (user === undefined) return state;
    return { ...state, users: withEntry(state.users, user.name, await withKeys(user, source)) };
  }
  if (call.name === 'CreatePolicyVersion' && !call.setAsDefault) {
    const policy = state.policies.get(call.policyArn);
    if (policy === undefined) return state;
    return { ...state, policies: withEntry(state.policies, policy.arn, await withVersions(policy, source)) };
  }
  return state;
}

async function withKeys(user: User, { asking }: AccountSource): Promise<User> {
  const keys = await asking.all(
    'iam:ListAccessKeys',
    (Marker, options) => asking.iam.send(new ListAccessKeysCommand({ UserName: user.name, Marker }), options),
    ({ AccessKeyMetadata }) => AccessKeyMetadata ?? [],
  );
  const accessKeys = new Map<string, 'Active' | 'Inactive'>();
  for (const { AccessKeyId, Status } of keys) {
    if (AccessKeyId !== undefined) accessKeys.set(AccessKeyId, Status === 'Active' ? 'Active' : 'Inactive');
  }
  return { ...user, accessKeys };
}

async function withVersions(policy: ManagedPolicy, { asking, policies }: AccountSource): Promise<ManagedPolicy> {
  const listed = await asking.all(
    'iam:ListPolicyVersions',
    (Marker, options) => asking.iam.send(new ListPolicyVersionsCommand({ PolicyArn: policy.arn, Marker }), options),
    ({ Versions }) => Versions ?? [],
  );
  const ids = listed.flatMap(({ VersionId }) => VersionId ?? []);
  const documents = await Promise.all(
    ids.map(
      async (id) => [id, await policies.document(asking, { arn: policy.arn, id: policy.id, version: id })] as const,
    ),
  );
  return { ...policy, versions: new Map(documents) };
}
