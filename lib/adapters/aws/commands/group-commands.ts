import {
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DetachGroupPolicyCommand,
  PutGroupPolicyCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import type { GroupCall } from '../../../core/account/call.ts';
import { type Commands, documentText, sent } from './command.ts';

/** How the calls on groups are made. */
export const groupCommands: Commands<GroupCall> = {
  CreateGroup: ({ groupName, path }) =>
    sent((iam, options) => iam.send(new CreateGroupCommand({ GroupName: groupName, Path: path }), options)),
  DeleteGroup: ({ groupName }) =>
    sent((iam, options) => iam.send(new DeleteGroupCommand({ GroupName: groupName }), options)),
  UpdateGroup: ({ groupName, newPath, newGroupName }) => {
    const changed = { GroupName: groupName, NewPath: newPath, NewGroupName: newGroupName };
    return sent((iam, options) => iam.send(new UpdateGroupCommand(changed), options));
  },
  AttachGroupPolicy: ({ groupName, policyArn }) => {
    const command = new AttachGroupPolicyCommand({ GroupName: groupName, PolicyArn: policyArn });
    return sent((iam, options) => iam.send(command, options));
  },
  DetachGroupPolicy: ({ groupName, policyArn }) => {
    const command = new DetachGroupPolicyCommand({ GroupName: groupName, PolicyArn: policyArn });
    return sent((iam, options) => iam.send(command, options));
  },
  PutGroupPolicy: ({ groupName, policyName, policyDocument }) => {
    const PolicyDocument = documentText(policyDocument);
    const command = new PutGroupPolicyCommand({ GroupName: groupName, PolicyName: policyName, PolicyDocument });
    return sent((iam, options) => iam.send(command, options));
  },
  DeleteGroupPolicy: ({ groupName, policyName }) => {
    const command = new DeleteGroupPolicyCommand({ GroupName: groupName, PolicyName: policyName });
    return sent((iam, options) => iam.send(command, options));
  },
};
