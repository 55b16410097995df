import { applyCall } from '../../lib/core/account/apply.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { isJsonObject, type JsonObject } from '../../lib/core/json.ts';
import { account, ADMIN, record, type RecordOptions } from './company.ts';

/** Engineers of the company who may do everything. */
export function withAdministrators(): AccountState {
  const applied = applyCall(account(), { name: 'AttachRolePolicy', roleName: 'engineer', policyArn: ADMIN });
  if (!applied.ok) throw new Error(applied.error.detail);
  return applied.value;
}

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
