import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from '@aws-sdk/client-iam';
import type { ManagedPolicyCall } from '../../../core/account/call.ts';
import { type Commands, documentText, sent, tagList } from './command.ts';

/** How the calls on managed policies are made. */
export const policyCommands: Commands<ManagedPolicyCall> = {
  CreatePolicy: ({ policyName, path, policyDocument, description, tags }) => {
    const command = new CreatePolicyCommand({
      PolicyName: policyName,
      Path: path,
      PolicyDocument: documentText(policyDocument),
      Description: description,
      Tags: tagList(tags),
    });
    return sent((iam, options) => iam.send(command, options));
  },
  DeletePolicy: ({ policyArn }) =>
    sent((iam, options) => iam.send(new DeletePolicyCommand({ PolicyArn: policyArn }), options)),
  CreatePolicyVersion: ({ policyArn, policyDocument, setAsDefault }) => {
    const PolicyDocument = documentText(policyDocument);
    const command = new CreatePolicyVersionCommand({
      PolicyArn: policyArn,
      PolicyDocument,
      SetAsDefault: setAsDefault,
    });
    return sent((iam, options) => iam.send(command, options));
  },
  DeletePolicyVersion: ({ policyArn, versionId }) => {
    const command = new DeletePolicyVersionCommand({ PolicyArn: policyArn, VersionId: versionId });
    return sent((iam, options) => iam.send(command, options));
  },
  SetDefaultPolicyVersion: ({ policyArn, versionId }) => {
    const command = new SetDefaultPolicyVersionCommand({ PolicyArn: policyArn, VersionId: versionId });
    return sent((iam, options) => iam.send(command, options));
  },
  TagPolicy: ({ policyArn, tags }) =>
    sent((iam, options) => iam.send(new TagPolicyCommand({ PolicyArn: policyArn, Tags: tagList(tags) }), options)),
  UntagPolicy: ({ policyArn, tagKeys }) =>
    sent((iam, options) => iam.send(new UntagPolicyCommand({ PolicyArn: policyArn, TagKeys: [...tagKeys] }), options)),
};
