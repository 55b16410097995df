import { ok, type Result } from '../../result.ts';
import type { RoleCall } from '../call.ts';
import { withEntry, withoutEntry, withoutItem } from '../maps.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState, InstanceProfile } from '../state.ts';
import { type CallRefusal, refuse, type Steps } from './step.ts';

type InstanceProfileCall = Extract<
  RoleCall,
  {
    readonly name:
      | 'CreateInstanceProfile'
      | 'DeleteInstanceProfile'
      | 'AddRoleToInstanceProfile'
      | 'RemoveRoleFromInstanceProfile';
  }
>;

/** What the calls on instance profiles do: the containers that hand a role to an EC2 instance. */
export const instanceProfileSteps: Steps<InstanceProfileCall> = {
  CreateInstanceProfile: (state, call) => {
    const existing = namedIn(state.instanceProfiles, call.instanceProfileName);
    if (existing !== undefined) return refuse('EntityAlreadyExists', `the instance profile "${existing.name}" exists`);
    return ok(keepProfile(state, { name: call.instanceProfileName, path: call.path, roles: [] }));
  },
  DeleteInstanceProfile: (state, call) => {
    const profile = profileNamed(state, call.instanceProfileName);
    if (!profile.ok) return profile;
    const { name, roles } = profile.value;
    if (roles.length > 0) return refuse('DeleteConflict', `the instance profile "${name}" still has a role`);
    return ok({ ...state, instanceProfiles: withoutEntry(state.instanceProfiles, name) });
  },
  AddRoleToInstanceProfile: (state, call) => {
    const profile = profileNamed(state, call.instanceProfileName);
    if (!profile.ok) return profile;
    const role = namedIn(state.roles, call.roleName);
    if (role === undefined) return refuse('NoSuchEntity', `the role "${call.roleName}" does not exist`);
    // one role for each instance profile, which cannot be raised (IAM user guide, "IAM and AWS STS quotas")
    if (profile.value.roles.length > 0) {
      return refuse('LimitExceeded', `the instance profile "${profile.value.name}" already has a role`);
    }
    return ok(keepProfile(state, { ...profile.value, roles: [role.name] }));
  },
  RemoveRoleFromInstanceProfile: (state, call) => {
    const profile = profileNamed(state, call.instanceProfileName);
    if (!profile.ok) return profile;
    const { name, roles } = profile.value;
    const role = namedIn(state.roles, call.roleName)?.name ?? call.roleName;
    if (!roles.includes(role)) {
      return refuse('NoSuchEntity', `the role "${call.roleName}" is not in the instance profile "${name}"`);
    }
    return ok(keepProfile(state, { ...profile.value, roles: withoutItem(roles, role) }));
  },
};

function profileNamed(state: AccountState, name: string): Result<InstanceProfile, CallRefusal> {
  const profile = namedIn(state.instanceProfiles, name);
  return profile === undefined ? refuse('NoSuchEntity', `the instance profile "${name}" does not exist`) : ok(profile);
}

function keepProfile(state: AccountState, profile: InstanceProfile): AccountState {
  return { ...state, instanceProfiles: withEntry(state.instanceProfiles, profile.name, profile) };
}
