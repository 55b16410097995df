import {
  GetRoleCommand,
  GetRolePolicyCommand,
  type InstanceProfile,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  type Role,
} from '@aws-sdk/client-iam';
import { storedDocument } from '../../core/account/stored-document.ts';
import { canonicalText } from '../../core/digest.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { AccountSource } from './account-source.ts';
import type { IamAsking } from './iam-asking.ts';
import { attachedArns, type HolderReading, principalDetail, type PrincipalName, readInline } from './read-holder.ts';
import { present } from './present.ts';
import { profilesKey } from './changed-parts.ts';
import type { ReadMemory } from './read-memory.ts';

/** A role as GetAccountAuthorizationDetails writes it, and the managed policies that it names; undefined: not there. */
export async function readRole(
  { asking, memory }: AccountSource,
  { name, arn }: PrincipalName,
): Promise<HolderReading | undefined> {
  const command = new GetRoleCommand({ RoleName: name });
  const answer = await asking.askIfThere('iam:GetRole', (options) => asking.iam.send(command, options));
  const role = answer?.Role;
  if (role === undefined || (arn !== undefined && role.Arn !== arn)) return undefined;
  const trust = storedDocument(role.AssumeRolePolicyDocument ?? '');
  const [inline, attached, profiles] = await Promise.all([
    readInlineOfRole(asking, role, memory),
    readAttachedOfRole(asking, name),
    mayServeEc2(trust) || memory.profiles.isChanging(profilesKey(asking.account, name))
      ? readProfiles(asking, role, memory)
      : [],
  ]);
  const { detail, policies } = principalDetail(role, attached);
  return {
    policies,
    detail: {
      ...detail,
      ...present({ RoleName: role.RoleName, RoleId: role.RoleId }),
      ...present({ Description: role.Description, MaxSessionDuration: role.MaxSessionDuration }),
      AssumeRolePolicyDocument: trust,
      RolePolicyList: inline,
      InstanceProfileList: profiles,
    },
  };
}

async function readInlineOfRole(asking: IamAsking, role: Role, memory: ReadMemory): Promise<readonly JsonObject[]> {
  const { RoleName, RoleId } = role;
  const names = await asking.all(
    'iam:ListRolePolicies',
    (Marker, options) => asking.iam.send(new ListRolePoliciesCommand({ RoleName, Marker }), options),
    ({ PolicyNames }) => PolicyNames ?? [],
  );
  const holder = { account: asking.account, kind: 'role', holder: RoleName ?? '', id: RoleId ?? '' } as const;
  return readInline({ ...holder, names, memory }, (PolicyName) =>
    asking.ask('iam:GetRolePolicy', (options) =>
      asking.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), options),
    ),
  );
}

async function readAttachedOfRole(asking: IamAsking, RoleName: string): Promise<readonly string[]> {
  const attached = await asking.all(
    'iam:ListAttachedRolePolicies',
    (Marker, options) => asking.iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }), options),
    ({ AttachedPolicies }) => AttachedPolicies ?? [],
  );
  return attachedArns(attached);
}

/**
 * Whether EC2 may assume a role, which is what instance profiles are for: of other roles they decide nothing, and are not
 * asked for. A trust policy that cannot be read may name anyone.
 */
function mayServeEc2(trust: JsonValue): boolean {
  return typeof trust === 'string' || /ec2|"\*"/i.test(canonicalText(trust));
}

function readProfiles(asking: IamAsking, role: Role, memory: ReadMemory): Promise<readonly JsonObject[]> {
  const { RoleName, RoleId } = role;
  const read = async () => {
    const profiles = await asking.all(
      'iam:ListInstanceProfilesForRole',
      (Marker, options) => asking.iam.send(new ListInstanceProfilesForRoleCommand({ RoleName, Marker }), options),
      ({ InstanceProfiles }) => InstanceProfiles ?? [],
    );
    return profiles.map(profileDetail);
  };
  return memory.profiles.recall({ key: profilesKey(asking.account, RoleName ?? ''), owner: RoleId ?? '', read });
}

function profileDetail({ InstanceProfileName, Path, Roles }: InstanceProfile): JsonObject {
  return {
    ...present({ InstanceProfileName, Path }),
    Roles: (Roles ?? []).map(({ RoleName }) => present({ RoleName })),
  };
}
