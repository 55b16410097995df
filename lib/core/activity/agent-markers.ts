import type { JsonValue } from '../json.ts';
import type { Actor, AgentMarker } from './actor.ts';
import { textAt } from './member.ts';

interface MarkerRow {
  /** The agent it stands for; a function of what matched where the record names it. */
  readonly agent: string | ((match: RegExpExecArray) => string);
  readonly strength: AgentMarker['strength'];
  /** Path in the record. */
  readonly field: string;
  readonly pattern: RegExp;
  /** The operation that the record must be of; absent: any. */
  readonly of?: string;
  readonly strongIfOnly?: string;
}

/** Feature tokens in the `m/…` part of the AWS CLI's user agent (aws-cli 2.35.24 and later, `useragent.py`). */
const CLI_TOKENS = {
  AN: 'Claude Code',
  AO: 'Gemini CLI',
  AP: 'Codex',
  AQ: 'Kiro CLI',
  AR: 'opencode',
  AS: 'Antigravity',
  AT: 'Amp',
  AU: 'Pi',
  AV: 'Copilot CLI',
  AW: 'Cursor',
  AX: 'Kiro IDE',
} as const;

const MCP_SERVER = 'AWS MCP Server';

/** MCP servers that AWS runs, by the first part of their names. Source: AWS agent toolkit, "Condition context keys" (`aws:CalledViaAWSMCP`). */
const MANAGED_SERVERS: ReadonlyMap<string, string> = new Map([
  ['aws', MCP_SERVER],
  ['eks', 'Amazon EKS MCP Server'],
  ['ecs', 'Amazon ECS MCP Server'],
]);

/** More of them are to come: AWS alone writes what a service is called. */
function managedServer([, name = '']: RegExpExecArray): string {
  return MANAGED_SERVERS.get(name.toLowerCase()) ?? `MCP server ${name}-mcp of AWS`;
}

/** Where the signs of these servers stand. */
const THROUGH_MCP: readonly string[] = ['userIdentity.invokedBy', 'eventType', 'requestParameters.resource'];

/** Where the sign stands that an event belongs to a sign-in that an agent got a grant from. */
const SIGN_IN = 'userIdentity.sessionContext.signInSessionArn';

/** The sign of an event whose sign-in an agent got a grant of OAuth from. Source: recorded sessions of the AWS MCP Server. */
export const JOINED_BY_SIGN_IN: AgentMarker = { agent: MCP_SERVER, strength: 'strong', field: SIGN_IN };

/** The sign of a session that an agent opened with its own credentials: AWS writes which key it got. */
export const OPENED_BY_AGENT: AgentMarker = {
  agent: 'an agent that opened the session',
  strength: 'strong',
  field: 'userIdentity.accessKeyId',
};

/** What sets the session names of Bedrock AgentCore. */
const AGENT_CORE = 'bedrock-agentcore.amazonaws.com';

/**
 * Signs that an AI agent acted. `strong`: set by AWS. `hint`: set by the client, so absent or stripped with ease.
 * A session name `BedrockAgentCore-<uuid>` is set by the service, but whoever else may assume the role can choose it, and with
 * it the class that he is taken for, which may be one that Ambit only observes: a hint, unless the role admits only the service.
 * Sources: AWS MCP Server records; aws-cli `useragent.py`; amazon-q-developer-cli; awslabs/mcp; Bedrock AgentCore runs.
 */
const MARKERS: readonly MarkerRow[] = [
  {
    agent: managedServer,
    strength: 'strong',
    field: 'userIdentity.invokedBy',
    pattern: /^([a-z0-9]+)-mcp\.amazonaws\.com$/i,
  },
  { agent: MCP_SERVER, strength: 'strong', field: 'eventType', pattern: /^AwsMcpEvent$/i },
  {
    agent: managedServer,
    strength: 'strong',
    field: 'requestParameters.resource',
    pattern: /^https:\/\/([a-z0-9]+)-mcp\.[a-z0-9-]+\.api\.aws\/mcp\/?$/i,
    of: 'signin.amazonaws.com:CreateOAuth2Token',
  },
  {
    agent: 'Bedrock AgentCore',
    strength: 'hint',
    field: 'userIdentity.arn',
    pattern: /:assumed-role\/[^/]+\/BedrockAgentCore-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    strongIfOnly: AGENT_CORE,
  },
  ...Object.entries(CLI_TOKENS).map(([token, agent]) => ({
    agent,
    strength: 'hint' as const,
    field: 'userAgent',
    pattern: new RegExp(`(?:^|[\\s\\[])m/(?:[^\\s,\\]]+,)*${token}(?=[,\\s\\]]|$)`),
  })),
  {
    agent: 'Amazon Q Developer',
    strength: 'hint',
    field: 'userAgent',
    pattern: /(?:exec-env|app)\/AmazonQ-For-(?:CLI|IDE)/i,
  },
  {
    agent: (match) => `awslabs ${match[1] ?? 'MCP server'}`,
    strength: 'hint',
    field: 'userAgent',
    pattern: /md\/awslabs#mcp#([\w.-]{1,64})/i,
  },
  {
    agent: (match) => match[1] ?? 'MCP client',
    strength: 'hint',
    field: 'userAgent',
    pattern: /MCPClient\/([\w.-]{1,64})/i,
  },
  { agent: 'Claude Code', strength: 'hint', field: 'userAgent', pattern: /(?:^|\s)claude-code\//i },
  { agent: 'Cursor', strength: 'hint', field: 'userAgent', pattern: /(?:^|\s)cursor-vscode\//i },
  { agent: 'AWS MCP proxy', strength: 'hint', field: 'userAgent', pattern: /(?:^|\s)mcp-proxy-for-aws\//i },
];

/** The signs in a CloudTrail record that an AI agent acted, strong ones first. */
export function agentMarkersOf(record: JsonValue): readonly AgentMarker[] {
  return MARKERS.flatMap(({ agent, strength, field, pattern, of, strongIfOnly }) => {
    const match = pattern.exec(textAt(record, field) ?? '');
    if (match === null || (of !== undefined && of !== operationOf(record))) return [];
    const name = typeof agent === 'string' ? agent : agent(match);
    return [{ agent: name, strength, field, ...(strongIfOnly === undefined ? {} : { strongIfOnly }) }];
  });
}

/** Signs that decide, or may, as fields and patterns: whoever passes records over must not pass over these. */
export const STRONG_MARKERS: readonly Pick<MarkerRow, 'field' | 'pattern'>[] = MARKERS.filter(
  // a sign of one operation is found by the operation
  (row) => mayDecide(row) && row.of === undefined,
);

/** Operations of which one call tells of an agent, by what it asks for: `signin.amazonaws.com:CreateOAuth2Token`. */
export const TELLING_OPERATIONS: readonly string[] = MARKERS.flatMap(({ of }) => of ?? []);

/** Whether a record has a sign that is strong, or may be once the role's trust is known: then it is read, whatever it is of. */
export function showsAgent(record: JsonValue): boolean {
  return agentMarkersOf(record).some(mayDecide);
}

/** Whether somebody acted of whom there is such a sign. What a service does on its own is nobody's. */
export function mayBeAgent({ kind, agentMarkers }: Pick<Actor, 'kind' | 'agentMarkers'>): boolean {
  return kind !== 'service' && agentMarkers.some(mayDecide);
}

function mayDecide({ strength, strongIfOnly }: Pick<AgentMarker, 'strength' | 'strongIfOnly'>): boolean {
  return strength === 'strong' || strongIfOnly !== undefined;
}

/** Whether the call itself came through an MCP server of AWS, or is the grant that lets an agent use it. */
export function isThroughMcp({ agentMarkers }: Pick<Actor, 'agentMarkers'>): boolean {
  return agentMarkers.some(({ strength, field }) => strength === 'strong' && THROUGH_MCP.includes(field));
}

function operationOf(record: JsonValue): string {
  return `${textAt(record, 'eventSource')?.toLowerCase() ?? ''}:${textAt(record, 'eventName') ?? ''}`;
}
