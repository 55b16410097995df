import type { JsonValue } from '../../json.ts';
import type { GroupCall, IamCall } from '../call.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState } from '../state.ts';
import { exact, giveBack, type Inverse, isKnown, none, undoAttach, undoDelete, undoPut } from './undo.ts';
import type { Undos } from './undos.ts';

type UpdateGroup = Extract<GroupCall, { readonly name: 'UpdateGroup' }>;

/** How calls on groups are taken back. A group is no principal: an empty one can go and come back. */
export const groupUndos: Undos<GroupCall> = {
  CreateGroup: ({ groupName }, state) =>
    namedIn(state.groups, groupName) === undefined
      ? exact({ name: 'DeleteGroup', groupName })
      : none('calls on the group were seen before its creation: it is in use'),
  DeleteGroup: ({ groupName }, state) => {
    const group = namedIn(state.groups, groupName);
    if (!isKnown(group)) return none('the path of the group before is not known');
    return exact({ name: 'CreateGroup', groupName: group.name, path: group.path });
  },
  UpdateGroup: undoUpdateGroup,
  AttachGroupPolicy: ({ groupName, policyArn }, state) =>
    undoAttach(namedIn(state.groups, groupName), policyArn, { name: 'DetachGroupPolicy', groupName, policyArn }),
  DetachGroupPolicy: ({ groupName, policyArn }, state) =>
    giveBack(namedIn(state.groups, groupName)?.attached, policyArn, {
      name: 'AttachGroupPolicy',
      groupName,
      policyArn,
    }),
  PutGroupPolicy: ({ groupName, policyName }, state) =>
    undoPut(namedIn(state.groups, groupName), policyName, {
      put: putGroupPolicy(groupName, policyName),
      remove: { name: 'DeleteGroupPolicy', groupName, policyName },
    }),
  DeleteGroupPolicy: ({ groupName, policyName }, state) =>
    undoDelete(namedIn(state.groups, groupName), policyName, putGroupPolicy(groupName, policyName)),
};

function undoUpdateGroup(call: UpdateGroup, state: AccountState): Inverse {
  const group = namedIn(state.groups, call.groupName);
  if (group === undefined) return none('the state before does not list the group');
  if (call.newPath !== undefined && !isKnown(group)) return none('the path before is not known');
  return exact({
    name: 'UpdateGroup',
    groupName: call.newGroupName ?? group.name,
    ...(call.newPath === undefined ? {} : { newPath: group.path }),
    ...(call.newGroupName === undefined ? {} : { newGroupName: group.name }),
  });
}

function putGroupPolicy(groupName: string, policyName: string): (policyDocument: JsonValue) => IamCall {
  return (policyDocument) => ({ name: 'PutGroupPolicy', groupName, policyName, policyDocument });
}
