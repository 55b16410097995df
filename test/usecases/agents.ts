import type { IamCall } from '../../lib/core/account/call.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { isJsonObject, type JsonObject } from '../../lib/core/json.ts';
import { ACCOUNT, account, ADMIN, record, type RecordOptions } from './company.ts';
import { after } from '../core/account/after.ts';

/** A role for deployments, with every right, */
export const RELEASER = `arn:aws:iam::${ACCOUNT}:role/ci/releaser`;
/** and one of agents. */
export const READER = `arn:aws:iam::${ACCOUNT}:role/agents/reader`;

const assumeRolePolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' }],
};

const CALLS: readonly IamCall[] = [
  { name: 'AttachRolePolicy', roleName: 'engineer', policyArn: ADMIN },
  { name: 'CreateRole', roleName: 'releaser', path: '/ci/', assumeRolePolicyDocument, tags: [] },
  { name: 'AttachRolePolicy', roleName: 'releaser', policyArn: ADMIN },
  { name: 'CreateRole', roleName: 'reader', path: '/agents/', assumeRolePolicyDocument, tags: [] },
  { name: 'AttachRolePolicy', roleName: 'reader', policyArn: ADMIN },
];

/** Engineers of the company who may do everything, and roles that they may assume. */
export function withAdministrators(): AccountState {
  return after(account(), ...CALLS);
}

/** The record of an agent that opens a session of a role with Rita's, and of what is done in that session with its key. */
export function openingRecord(roleArn: string, origin: Origin = {}): JsonObject {
  const roleSessionName = 'run';
  const assumedRoleUser = { assumedRoleId: OPENED.principalId, arn: OPENED.arn };
  const response = { credentials: { accessKeyId: OPENED.accessKeyId, sessionToken: 'x' }, assumedRoleUser };
  return agentRecord('AssumeRole', { roleArn, roleSessionName }, { source: 'sts.amazonaws.com', response, ...origin });
}

/** Who acts in a session of the role for deployments. */
export const OPENED = {
  principalId: 'AROARELEASER:run',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/releaser/run`,
  accessKeyId: 'ASIAOPENEDBYAGENT000',
  sessionContext: { sessionIssuer: { type: 'Role', arn: RELEASER, principalId: 'AROARELEASER', accountId: ACCOUNT } },
} as const;

/** The sign-in of Rita in which an agent acts. */
export const SIGN_IN = 'arn:aws:signin:us-east-1:111122223333:session/a90e1d90-b08a-4ecf-ac06-e45576d13b98';

interface Origin extends RecordOptions {
  /** Members of `userIdentity`. */
  readonly identity?: JsonObject;
  readonly signIn?: string;
  readonly members?: JsonObject;
}

/** A record of a call in Rita's session. */
export function sessionRecord(name: string, parameters: JsonObject | null, origin: Origin = {}): JsonObject {
  const { identity = {}, signIn, members = {}, ...options } = origin;
  const made = record(name, parameters, options);
  const userIdentity = objectAt(made, 'userIdentity');
  const context = objectAt(userIdentity, 'sessionContext');
  const sessionContext = signIn === undefined ? context : { ...context, signInSessionArn: signIn };
  return {
    ...made,
    userAgent: 'aws-cli/2.36.0',
    userIdentity: { ...userIdentity, sessionContext, ...identity },
    ...members,
  };
}

/** A record of a call that an agent makes through the AWS MCP Server in Rita's session. */
export function agentRecord(name: string, parameters: JsonObject | null, origin: Origin = {}): JsonObject {
  const server = 'aws-mcp.amazonaws.com';
  const members = { userAgent: server, sourceIPAddress: server, ...origin.members };
  return sessionRecord(name, parameters, { ...origin, identity: { invokedBy: server, ...origin.identity }, members });
}

/** The record of the grant that lets an agent act in Rita's sign-in. */
export const grantRecord = (origin: RecordOptions = {}): JsonObject =>
  sessionRecord(
    'CreateOAuth2Token',
    { resource: 'https://aws-mcp.us-east-1.api.aws/mcp' },
    {
      source: 'signin.amazonaws.com',
      ...origin,
      members: { additionalEventData: { signInSessionArn: SIGN_IN, grant_type: 'authorization_code' } },
    },
  );

/** The record of a tool that an agent calls at the AWS MCP Server. */
export const toolRecord = (origin: RecordOptions = {}): JsonObject =>
  sessionRecord(
    'CallReadWriteTool',
    { method: 'tools/call' },
    {
      source: 'aws-mcp.amazonaws.com',
      signIn: SIGN_IN,
      ...origin,
      members: { eventType: 'AwsMcpEvent', userAgent: 'claude-code/2.1.202 (cli)' },
    },
  );

/** A member that is an object. */
export function objectAt(json: JsonObject, name: string): JsonObject {
  const found = json[name];
  if (!isJsonObject(found)) throw new Error(`no object: ${name}`);
  return found;
}
