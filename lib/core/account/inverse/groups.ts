import type { GroupCall } from '../call.ts';
import { namedIn } from '../named-in.ts';
import type { AccountState } from '../state.ts';
import {
  exact,
  exactIfKnown,
  giveBack,
  type Inverse,
  isAwsQuarantine,
  isKnown,
  none,
  QUARANTINE_STAYS,
} from './undo.ts';
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
  AttachGroupPolicy: ({ groupName, policyArn }, state) => {
    const group = namedIn(state.groups, groupName);
    if (group?.attached.includes(policyArn) === true) return exact();
    if (isAwsQuarantine(policyArn)) return none(QUARANTINE_STAYS);
    return exactIfKnown(group, { name: 'DetachGroupPolicy', groupName, policyArn });
  },
  DetachGroupPolicy: ({ groupName, policyArn }, state) =>
    giveBack(namedIn(state.groups, groupName)?.attached, policyArn, {
      name: 'AttachGroupPolicy',
      groupName,
      policyArn,
    }),
  PutGroupPolicy: ({ groupName, policyName }, state) => {
    const group = namedIn(state.groups, groupName);
    const policyDocument = group?.inline.get(policyName);
    if (policyDocument !== undefined) return exact({ name: 'PutGroupPolicy', groupName, policyName, policyDocument });
    return exactIfKnown(group, { name: 'DeleteGroupPolicy', groupName, policyName });
  },
  DeleteGroupPolicy: ({ groupName, policyName }, state) => {
    const policyDocument = namedIn(state.groups, groupName)?.inline.get(policyName);
    if (policyDocument === undefined) return none('the document before is not known');
    return exact({ name: 'PutGroupPolicy', groupName, policyName, policyDocument });
  },
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
