import { applyCall, type ApplyOptions } from './apply.ts';
import type { IamCall } from './call.ts';
import { subjectsOf } from './call-subjects.ts';
import { withEntry, withItem, withoutEntry, withoutItem } from './maps.ts';
import { namedIn, withoutNamed } from './named-in.ts';
import type { AccountState, ManagedPolicy, PolicyHolder } from './state.ts';

/**
 * The state after a call that AWS took. Where the state speaks against it, the state is out of date, for records are
 * lost or cannot be read: what is deleted is gone whatever it held, a limit is none, a version that nobody has seen
 * decides from now on and is unreadable. Only what exists already is left as it is: it may be seen later than the call.
 */
export function applyTaken(state: AccountState, call: IamCall, options: ApplyOptions = {}): AccountState {
  const applied = applyCall(state, call, options);
  if (applied.ok) return applied.value;
  switch (applied.error.code) {
    case 'NoSuchEntity':
      return call.name === 'SetDefaultPolicyVersion' ? withDefault(state, call.policyArn, call.versionId) : state;
    case 'DeleteConflict':
      return withoutDeleted(state, call);
    case 'LimitExceeded':
      return beyondLimit(state, call, options);
    case 'EntityAlreadyExists':
    case 'UnmodifiableEntity':
      return state;
  }
}

function withDefault(state: AccountState, policyArn: string, defaultVersion: string): AccountState {
  const policy = state.policies.get(policyArn);
  return policy === undefined ? state : withPolicy(state, { ...policy, defaultVersion });
}

function withPolicy(state: AccountState, policy: ManagedPolicy): AccountState {
  return { ...state, policies: withEntry(state.policies, policy.arn, policy) };
}

function withoutDeleted(state: AccountState, call: IamCall): AccountState {
  // the default version cannot be deleted, so another one is the default by now
  if (call.name === 'DeletePolicyVersion') return withDefault(state, call.policyArn, '');
  const [subject] = subjectsOf(call);
  if (subject === undefined) return state;
  const { kind, name } = subject;
  switch (kind) {
    case 'role':
      return { ...state, roles: withoutNamed(state.roles, name) };
    case 'user':
      return { ...state, users: withoutNamed(state.users, name) };
    case 'instance-profile':
      return { ...state, instanceProfiles: withoutNamed(state.instanceProfiles, name) };
    case 'group':
      return {
        ...state,
        groups: withoutNamed(state.groups, name),
        users: mapped(state.users, (user) => ({ ...user, groups: withoutItem(user.groups, name) })),
      };
    case 'policy': {
      const without = <H extends PolicyHolder>(holder: H): H => ({
        ...holder,
        attached: withoutItem(holder.attached, name),
      });
      return {
        ...state,
        roles: mapped(state.roles, without),
        users: mapped(state.users, without),
        groups: mapped(state.groups, without),
        policies: withoutEntry(state.policies, name),
      };
    }
  }
}

function mapped<V>(map: ReadonlyMap<string, V>, change: (value: V) => V): ReadonlyMap<string, V> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

/** Makes room, makes the call, and puts back what made the room: what was really taken away before is not known. */
function beyondLimit(state: AccountState, call: IamCall, options: ApplyOptions): AccountState {
  if (call.name === 'CreatePolicyVersion') {
    const policy = state.policies.get(call.policyArn);
    const spare = policy && [...policy.versions.keys()].find((id) => id !== policy.defaultVersion);
    if (policy === undefined || spare === undefined) return state;
    const room = withPolicy(state, { ...policy, versions: withoutEntry(policy.versions, spare) });
    return applyTaken(room, call, options);
  }
  if (call.name === 'AddUserToGroup') {
    const user = namedIn(state.users, call.userName);
    const group = namedIn(state.groups, call.groupName);
    if (user === undefined || group === undefined) return state;
    const member = { ...user, groups: withItem(user.groups, group.name) };
    return { ...state, users: withEntry(state.users, user.name, member) };
  }
  if (!('policyArn' in call)) return state;
  const attached = <H extends PolicyHolder>(map: ReadonlyMap<string, H>, name: string): ReadonlyMap<string, H> => {
    const holder = namedIn(map, name);
    if (holder === undefined) return map;
    return withEntry(map, holder.name, { ...holder, attached: withItem(holder.attached, call.policyArn) });
  };
  if (call.name === 'AttachRolePolicy') return { ...state, roles: attached(state.roles, call.roleName) };
  if (call.name === 'AttachUserPolicy') return { ...state, users: attached(state.users, call.userName) };
  if (call.name === 'AttachGroupPolicy') return { ...state, groups: attached(state.groups, call.groupName) };
  return state;
}
