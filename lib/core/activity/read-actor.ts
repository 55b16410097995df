import { fromIso } from '../instant.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { Actor, ActorPerson, ActorSession } from './actor.ts';
import { agentMarkersOf } from './agent-markers.ts';
import { accountAt, member, textAt } from './member.ts';
import { pipelineIn } from './pipelines.ts';

/** What a `userIdentity` type says by itself. */
interface Identity {
  readonly kind: Actor['kind'];
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly principalArn?: string | undefined;
}

type IdentityReader = (identity: JsonValue | undefined) => Identity;

/** One row for each `userIdentity.type`. Source: CloudTrail user guide, "CloudTrail userIdentity element". */
const IDENTITIES: ReadonlyMap<string, IdentityReader> = new Map<string, IdentityReader>([
  [
    'Root',
    (identity) => ({
      kind: 'root',
      id: accountAt(identity, 'accountId') ?? textAt(identity, 'principalId'),
      name: 'root',
      principalArn: textAt(identity, 'arn'),
    }),
  ],
  [
    'IAMUser',
    (identity) => ({
      kind: 'user',
      id: textAt(identity, 'principalId'),
      name: userNameOf(identity),
      principalArn: textAt(identity, 'arn'),
    }),
  ],
  ['AssumedRole', roleSession],
  ['Role', roleSession],
  [
    'FederatedUser',
    (identity) => ({
      kind: 'federated',
      id: textAt(identity, 'principalId'),
      name: afterSlash(textAt(identity, 'arn')),
      principalArn: textAt(identity, 'sessionContext.sessionIssuer.arn'),
    }),
  ],
  ['WebIdentityUser', federated],
  ['SAMLUser', federated],
  ['Directory', federated],
  [
    'AWSAccount',
    (identity) => ({
      kind: 'other-account',
      id: textAt(identity, 'principalId'),
      name: accountAt(identity, 'accountId'),
    }),
  ],
  [
    'AWSService',
    (identity) => ({
      kind: 'service',
      id: textAt(identity, 'invokedBy'),
      name: textAt(identity, 'invokedBy'),
    }),
  ],
  ['IdentityCenterUser', identityCenter],
]);

/** Who acted, as a CloudTrail record tells it. Never fails: what the record does not say is `unknown`. */
export function actorOf(record: JsonObject): Actor {
  const identity = member(record, 'userIdentity');
  const known = identityOf(identity);
  const account = accountAt(identity, 'accountId') ?? accountAt(identity, 'sessionContext.sessionIssuer.accountId');
  const session = sessionOf(identity);
  const signIn = signInOf(record, identity);
  const person = personOf(identity);
  const invokedBy = textAt(identity, 'invokedBy');
  const fallback =
    textAt(identity, 'principalId') ?? textAt(identity, 'arn') ?? textAt(identity, 'userName') ?? 'unknown';
  return {
    id: known.id ?? fallback,
    name: known.name ?? textAt(identity, 'userName') ?? fallback,
    kind: known.kind,
    ...(account === undefined ? {} : { account }),
    ...(known.principalArn === undefined ? {} : { principalArn: known.principalArn }),
    ...(session === undefined ? {} : { session }),
    ...(signIn === undefined ? {} : { signIn }),
    ...(person === undefined ? {} : { person }),
    via: viaOf(record),
    ...(invokedBy === undefined ? {} : { invokedBy }),
    agentMarkers: agentMarkersOf(record),
  };
}

function identityOf(identity: JsonValue | undefined): Identity {
  const reader = IDENTITIES.get(textAt(identity, 'type') ?? '');
  if (reader !== undefined) return reader(identity);
  // Identity Center's older records say `Unknown` where newer ones say `IdentityCenterUser`
  if (textAt(identity, 'onBehalfOf.userId') !== undefined) return identityCenter(identity);
  return { kind: 'unknown', id: undefined, name: undefined };
}

function roleSession(identity: JsonValue | undefined): Identity {
  const issuer = textAt(identity, 'sessionContext.sessionIssuer.arn');
  const arn = textAt(identity, 'arn');
  // the session's own ARN leaves out the role's path, so that it cannot stand in for the role's ARN
  const principalArn = issuer ?? (arn?.includes(':role/') === true ? arn : undefined);
  return {
    kind: 'role-session',
    id: textAt(identity, 'principalId'),
    name: sessionNameOf(identity) ?? afterSlash(principalArn),
    principalArn,
  };
}

function federated(identity: JsonValue | undefined): Identity {
  return { kind: 'federated', id: textAt(identity, 'principalId'), name: textAt(identity, 'userName') };
}

function identityCenter(identity: JsonValue | undefined): Identity {
  const userId = textAt(identity, 'onBehalfOf.userId');
  return { kind: 'identity-center', id: userId ?? textAt(identity, 'credentialId'), name: userId };
}

function sessionOf(identity: JsonValue | undefined): ActorSession | undefined {
  const name = sessionNameOf(identity);
  const userId = textAt(identity, 'principalId');
  if (name === undefined || userId === undefined) return undefined;
  const sourceIdentity = textAt(identity, 'sessionContext.sourceIdentity');
  const startedAt = fromIso(textAt(identity, 'sessionContext.attributes.creationDate') ?? '');
  const key = textAt(identity, 'accessKeyId');
  return {
    name,
    userId,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(key === undefined ? {} : { key }),
  };
}

/** The session's name, from `…:assumed-role/Role/session` or `AROA…:session`. */
function sessionNameOf(identity: JsonValue | undefined): string | undefined {
  const arn = textAt(identity, 'arn');
  if (arn?.includes(':assumed-role/') === true) return afterSlash(arn);
  const id = textAt(identity, 'principalId');
  return id?.startsWith('AROA') === true && id.includes(':') ? id.slice(id.indexOf(':') + 1) : undefined;
}

/** The person behind it, by the surest part of the record that names one. */
function personOf(identity: JsonValue | undefined): ActorPerson | undefined {
  const onBehalfOf = textAt(identity, 'onBehalfOf.userId');
  if (onBehalfOf !== undefined) return { id: onBehalfOf, by: 'onBehalfOf' };
  const source = textAt(identity, 'sessionContext.sourceIdentity');
  if (source !== undefined) return { id: source, by: 'sourceIdentity' };
  const session = sessionNameOf(identity);
  if (session !== undefined && (isIdentityCenterRole(identity) || !MADE_NAMES.test(session))) {
    return { id: session, by: 'session-name' };
  }
  const user = textAt(identity, 'type') === 'IAMUser' ? userNameOf(identity) : undefined;
  return user === undefined ? undefined : { id: user, by: 'user-name' };
}

/**
 * Session names that services and tools make up: instances, builds, tasks, pods, SDKs, and workflows of GitHub, whose usual name says of nobody
 * who started them.
 */
const MADE_NAMES =
  /^(?:i-[0-9a-f]{8,}|\d{9,}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|AWS[A-Z]\w*-.*|AWSCloudFormation|AWS-SSO|BedrockAgentCore-.*|GitHubActions|eks-.*|(?:botocore|aws-(?:sdk|go-sdk|cli|dotnet-sdk)|AWSCLI)[\w-]*)$/;

/** Roles that Identity Center makes; it gives their sessions the name of the person. */
function isIdentityCenterRole(identity: JsonValue | undefined): boolean {
  const issuer = textAt(identity, 'sessionContext.sessionIssuer.arn');
  // IAM allows colons in paths: only the start of the ARN says whose role it is
  if (issuer !== undefined)
    return /^arn:[^:]+:iam::[0-9]+:role\/aws-reserved\/sso\.amazonaws\.com\/.*AWSReservedSSO_/.test(issuer);
  return textAt(identity, 'arn')?.includes(':assumed-role/AWSReservedSSO_') === true;
}

function userNameOf(identity: JsonValue | undefined): string | undefined {
  return textAt(identity, 'userName') ?? afterSlash(textAt(identity, 'arn'));
}

function afterSlash(arn: string | undefined): string | undefined {
  return arn?.slice(arn.lastIndexOf('/') + 1);
}

const SERVICE_NAME = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/i;
const CONSOLE_AGENT = /^(?:console|signin)\.|\.console\.|^\[?S3Console\//i;
/** Tools whose name is not the first product that their user agent lists. */
const NAMED_CLIENT = /\b(?:Terraform|OpenTofu|Pulumi|aws-sam-cli|aws-cdk|CloudTrail-Console)\/[\w.+-]+/i;

/**
 * The sign-in that was granted to somebody, or that the credentials come of. In the console people act themselves, also in the
 * sign-in that they opened to an agent: then there is none.
 */
function signInOf(record: JsonObject, identity: JsonValue | undefined): string | undefined {
  const granted = textAt(record, 'additionalEventData.signInSessionArn');
  if (granted !== undefined) return granted;
  return isSaidConsole(record) ? undefined : textAt(identity, 'sessionContext.signInSessionArn');
}

/** How the call came in: a service that called on somebody's behalf, the console, or the client, and the pipeline that it ran in. */
function viaOf(record: JsonObject): string {
  const invokedBy = textAt(record, 'userIdentity.invokedBy');
  if (invokedBy !== undefined && SERVICE_NAME.test(invokedBy) && !CONSOLE_AGENT.test(invokedBy)) return invokedBy;
  const agent = textAt(record, 'userAgent') ?? '';
  if (isConsole(record, agent)) return 'console';
  const address = textAt(record, 'sourceIPAddress') ?? '';
  if (SERVICE_NAME.test(address)) return address;
  const client = NAMED_CLIENT.exec(agent)?.[0] ?? /[^\s[\]]+/.exec(agent)?.[0];
  // a client calls itself what it likes: only AWS says that a service called
  if (client !== undefined && SERVICE_NAME.test(client)) return `user agent ${client.slice(0, 100)}`;
  const pipeline = pipelineIn(record);
  const known = client?.slice(0, 100) ?? 'unknown';
  return pipeline === undefined ? known : `${known} in ${pipeline}`;
}

function isConsole(record: JsonObject, agent: string): boolean {
  if (isSaidConsole(record) || CONSOLE_AGENT.test(textAt(record, 'userIdentity.invokedBy') ?? '')) return true;
  return CONSOLE_AGENT.test(agent);
}

/** Whether AWS says that the call was made in the console; a user agent could say it as well. */
function isSaidConsole(record: JsonObject): boolean {
  const fromConsole = member(record, 'sessionCredentialFromConsole');
  const type = textAt(record, 'eventType');
  return fromConsole === true || fromConsole === 'true' || type === 'AwsConsoleAction' || type === 'AwsConsoleSignIn';
}
