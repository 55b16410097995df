import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
  UpdateSigningCertificateCommand,
  UpdateSSHPublicKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import type { UserCall } from '../../../core/account/call.ts';
import { type Command, type Commands, documentText, sent, tagList } from './command.ts';

const IS_NOT_KEPT: Command = { never: 'what was uploaded is not kept: the user uploads it again' };
const MAKES_A_SECRET: Command = { never: 'it makes a secret, which would have no owner: the user asks for a new one' };

/** How the calls on users, their groups and their credentials are made. */
export const userCommands: Commands<UserCall> = {
  CreateUser: ({ userName, path, permissionsBoundary, tags }) => {
    const made = { UserName: userName, Path: path, PermissionsBoundary: permissionsBoundary, Tags: tagList(tags) };
    return sent((iam, options) => iam.send(new CreateUserCommand(made), options));
  },
  DeleteUser: ({ userName }) =>
    sent((iam, options) => iam.send(new DeleteUserCommand({ UserName: userName }), options)),
  UpdateUser: ({ userName, newPath, newUserName }) => {
    const changed = { UserName: userName, NewPath: newPath, NewUserName: newUserName };
    return sent((iam, options) => iam.send(new UpdateUserCommand(changed), options));
  },
  TagUser: ({ userName, tags }) =>
    sent((iam, options) => iam.send(new TagUserCommand({ UserName: userName, Tags: tagList(tags) }), options)),
  UntagUser: ({ userName, tagKeys }) =>
    sent((iam, options) => iam.send(new UntagUserCommand({ UserName: userName, TagKeys: [...tagKeys] }), options)),
  AttachUserPolicy: ({ userName, policyArn }) =>
    sent((iam, options) =>
      iam.send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn: policyArn }), options),
    ),
  DetachUserPolicy: ({ userName, policyArn }) =>
    sent((iam, options) =>
      iam.send(new DetachUserPolicyCommand({ UserName: userName, PolicyArn: policyArn }), options),
    ),
  PutUserPolicy: ({ userName, policyName, policyDocument }) => {
    const PolicyDocument = documentText(policyDocument);
    const command = new PutUserPolicyCommand({ UserName: userName, PolicyName: policyName, PolicyDocument });
    return sent((iam, options) => iam.send(command, options));
  },
  DeleteUserPolicy: ({ userName, policyName }) =>
    sent((iam, options) =>
      iam.send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: policyName }), options),
    ),
  PutUserPermissionsBoundary: ({ userName, permissionsBoundary }) => {
    const boundary = { UserName: userName, PermissionsBoundary: permissionsBoundary };
    return sent((iam, options) => iam.send(new PutUserPermissionsBoundaryCommand(boundary), options));
  },
  DeleteUserPermissionsBoundary: ({ userName }) =>
    sent((iam, options) => iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: userName }), options)),
  AddUserToGroup: ({ groupName, userName }) =>
    sent((iam, options) => iam.send(new AddUserToGroupCommand({ GroupName: groupName, UserName: userName }), options)),
  RemoveUserFromGroup: ({ groupName, userName }) => {
    const both = { GroupName: groupName, UserName: userName };
    return sent((iam, options) => iam.send(new RemoveUserFromGroupCommand(both), options));
  },
  CreateAccessKey: () => MAKES_A_SECRET,
  UpdateAccessKey: ({ userName, accessKeyId, status }) => {
    const changed = { UserName: userName, AccessKeyId: accessKeyId, Status: status };
    return sent((iam, options) => iam.send(new UpdateAccessKeyCommand(changed), options));
  },
  DeleteAccessKey: ({ userName, accessKeyId }) => {
    const command = new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId });
    return sent((iam, options) => iam.send(command, options));
  },
  CreateLoginProfile: () => MAKES_A_SECRET,
  UpdateLoginProfile: () => MAKES_A_SECRET,
  CreateServiceSpecificCredential: () => MAKES_A_SECRET,
  ResetServiceSpecificCredential: () => MAKES_A_SECRET,
  UpdateServiceSpecificCredential: ({ userName, serviceSpecificCredentialId, status }) => {
    const changed = { UserName: userName, ServiceSpecificCredentialId: serviceSpecificCredentialId, Status: status };
    return sent((iam, options) => iam.send(new UpdateServiceSpecificCredentialCommand(changed), options));
  },
  UploadSSHPublicKey: () => IS_NOT_KEPT,
  UpdateSSHPublicKey: ({ userName, sSHPublicKeyId, status }) => {
    const changed = { UserName: userName, SSHPublicKeyId: sSHPublicKeyId, Status: status };
    return sent((iam, options) => iam.send(new UpdateSSHPublicKeyCommand(changed), options));
  },
  UploadSigningCertificate: () => IS_NOT_KEPT,
  UpdateSigningCertificate: ({ userName, certificateId, status }) => {
    const changed = { UserName: userName, CertificateId: certificateId, Status: status };
    return sent((iam, options) => iam.send(new UpdateSigningCertificateCommand(changed), options));
  },
  DeleteLoginProfile: ({ userName }) =>
    sent((iam, options) => iam.send(new DeleteLoginProfileCommand({ UserName: userName }), options)),
};
