import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import type { RoleCall } from '../../../core/account/call.ts';
import { type Command, type Commands, documentText, sent, tagList } from './command.ts';

const OF_A_SERVICE: Command = { never: 'only the AWS service that a service-linked role serves makes and deletes it' };

/** How the calls on roles and instance profiles are made. */
export const roleCommands: Commands<RoleCall> = {
  CreateRole: (call) => {
    const command = new CreateRoleCommand({
      RoleName: call.roleName,
      Path: call.path,
      AssumeRolePolicyDocument: documentText(call.assumeRolePolicyDocument),
      PermissionsBoundary: call.permissionsBoundary,
      Description: call.description,
      MaxSessionDuration: call.maxSessionDuration,
      Tags: tagList(call.tags),
    });
    return sent((iam, options) => iam.send(command, options));
  },
  CreateServiceLinkedRole: () => OF_A_SERVICE,
  DeleteServiceLinkedRole: () => OF_A_SERVICE,
  DeleteRole: ({ roleName }) =>
    sent((iam, options) => iam.send(new DeleteRoleCommand({ RoleName: roleName }), options)),
  UpdateRole: ({ roleName, description, maxSessionDuration }) => {
    const changed = { Description: description, MaxSessionDuration: maxSessionDuration };
    return sent((iam, options) => iam.send(new UpdateRoleCommand({ RoleName: roleName, ...changed }), options));
  },
  UpdateRoleDescription: ({ roleName, description }) => {
    const command = new UpdateRoleDescriptionCommand({ RoleName: roleName, Description: description });
    return sent((iam, options) => iam.send(command, options));
  },
  UpdateAssumeRolePolicy: ({ roleName, policyDocument }) => {
    const PolicyDocument = documentText(policyDocument);
    const command = new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument });
    return sent((iam, options) => iam.send(command, options));
  },
  TagRole: ({ roleName, tags }) =>
    sent((iam, options) => iam.send(new TagRoleCommand({ RoleName: roleName, Tags: tagList(tags) }), options)),
  UntagRole: ({ roleName, tagKeys }) =>
    sent((iam, options) => iam.send(new UntagRoleCommand({ RoleName: roleName, TagKeys: [...tagKeys] }), options)),
  AttachRolePolicy: ({ roleName, policyArn }) =>
    sent((iam, options) =>
      iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn }), options),
    ),
  DetachRolePolicy: ({ roleName, policyArn }) =>
    sent((iam, options) =>
      iam.send(new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn }), options),
    ),
  PutRolePolicy: ({ roleName, policyName, policyDocument }) => {
    const PolicyDocument = documentText(policyDocument);
    const command = new PutRolePolicyCommand({ RoleName: roleName, PolicyName: policyName, PolicyDocument });
    return sent((iam, options) => iam.send(command, options));
  },
  DeleteRolePolicy: ({ roleName, policyName }) =>
    sent((iam, options) =>
      iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: policyName }), options),
    ),
  PutRolePermissionsBoundary: ({ roleName, permissionsBoundary }) => {
    const boundary = { RoleName: roleName, PermissionsBoundary: permissionsBoundary };
    return sent((iam, options) => iam.send(new PutRolePermissionsBoundaryCommand(boundary), options));
  },
  DeleteRolePermissionsBoundary: ({ roleName }) =>
    sent((iam, options) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: roleName }), options)),
  CreateInstanceProfile: ({ instanceProfileName, path }) => {
    const command = new CreateInstanceProfileCommand({ InstanceProfileName: instanceProfileName, Path: path });
    return sent((iam, options) => iam.send(command, options));
  },
  DeleteInstanceProfile: ({ instanceProfileName }) => {
    const command = new DeleteInstanceProfileCommand({ InstanceProfileName: instanceProfileName });
    return sent((iam, options) => iam.send(command, options));
  },
  AddRoleToInstanceProfile: ({ instanceProfileName, roleName }) => {
    const both = { InstanceProfileName: instanceProfileName, RoleName: roleName };
    return sent((iam, options) => iam.send(new AddRoleToInstanceProfileCommand(both), options));
  },
  RemoveRoleFromInstanceProfile: ({ instanceProfileName, roleName }) => {
    const both = { InstanceProfileName: instanceProfileName, RoleName: roleName };
    return sent((iam, options) => iam.send(new RemoveRoleFromInstanceProfileCommand(both), options));
  },
};
