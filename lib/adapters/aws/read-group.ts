import {
  GetGroupCommand,
  GetGroupPolicyCommand,
  type Group,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
} from '@aws-sdk/client-iam';
import type { JsonObject } from '../../core/json.ts';
import type { IamAsking } from './iam-asking.ts';
import { NotThere } from './iam-fault.ts';
import { present } from './present.ts';
import { attachedArns, holderDetail, type HolderReading, readInline } from './read-holder.ts';
import type { ReadMemory } from './read-memory.ts';

/** A group and the names of its members. */
export interface GroupMembers {
  readonly group: Group;
  readonly members: readonly string[];
}

/** A group with its members; undefined: not there. */
export async function readMembers(asking: IamAsking, GroupName: string): Promise<GroupMembers | undefined> {
  const groups: Group[] = [];
  try {
    const users = await asking.all(
      'iam:GetGroup',
      (Marker, options) => asking.iam.send(new GetGroupCommand({ GroupName, Marker }), options),
      ({ Group, Users }) => {
        if (Group !== undefined) groups.push(Group);
        return Users ?? [];
      },
    );
    const [group] = groups;
    if (group === undefined) throw new Error(`IAM gave no group "${GroupName}"`);
    return { group, members: users.flatMap(({ UserName }) => UserName ?? []) };
  } catch (fault) {
    if (fault instanceof NotThere) return undefined;
    throw fault;
  }
}

/** Reads what a group, as it was listed, holds: as GetAccountAuthorizationDetails writes it, each group once. */
export type ReadGroup = (group: Group) => Promise<HolderReading>;

/** For one reading of an account: in the next one a group may hold something else. */
export function groupsOnce(asking: IamAsking, memory: ReadMemory): ReadGroup {
  const readings = new Map<string, Promise<HolderReading>>();
  return (group) => {
    const key = group.GroupId ?? '';
    const reading = readings.get(key) ?? readGroup(asking, group, memory);
    readings.set(key, reading);
    return reading;
  };
}

async function readGroup(asking: IamAsking, group: Group, memory: ReadMemory): Promise<HolderReading> {
  const [inline, attached] = await Promise.all([
    readInlineOfGroup(asking, group, memory),
    readAttachedOfGroup(asking, group),
  ]);
  const { GroupName, GroupId } = group;
  const detail = { ...holderDetail(group, attached), ...present({ GroupName, GroupId }), GroupPolicyList: inline };
  return { detail, policies: attached };
}

async function readInlineOfGroup(asking: IamAsking, group: Group, memory: ReadMemory): Promise<readonly JsonObject[]> {
  const { GroupName, GroupId } = group;
  const names = await asking.all(
    'iam:ListGroupPolicies',
    (Marker, options) => asking.iam.send(new ListGroupPoliciesCommand({ GroupName, Marker }), options),
    ({ PolicyNames }) => PolicyNames ?? [],
  );
  const holder = { account: asking.account, kind: 'group', holder: GroupName ?? '', id: GroupId ?? '' } as const;
  return readInline({ ...holder, names, memory }, (PolicyName) =>
    asking.ask('iam:GetGroupPolicy', (options) =>
      asking.iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }), options),
    ),
  );
}

async function readAttachedOfGroup(asking: IamAsking, { GroupName }: Group): Promise<readonly string[]> {
  const attached = await asking.all(
    'iam:ListAttachedGroupPolicies',
    (Marker, options) => asking.iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker }), options),
    ({ AttachedPolicies }) => AttachedPolicies ?? [],
  );
  return attachedArns(attached);
}
