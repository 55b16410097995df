import type { JsonValue } from '../json.ts';
import type { AgentMarker } from './actor.ts';
import { textAt } from './member.ts';

interface MarkerRow {
  /** The agent it stands for; a function of what matched where the record names it. */
  readonly agent: string | ((match: RegExpExecArray) => string);
  readonly strength: AgentMarker['strength'];
  /** Path in the record. */
  readonly field: string;
  readonly pattern: RegExp;
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

/**
 * Signs that an AI agent acted. `strong`: set by AWS. `hint`: set by the client, so absent or stripped with ease.
 * A session name `BedrockAgentCore-<uuid>` is set by the service, though whoever may assume the role can choose the
 * same name: he is then treated as an agent, which is the stricter way.
 * Sources: AWS MCP Server records; aws-cli `useragent.py`; amazon-q-developer-cli; awslabs/mcp; Bedrock AgentCore runs.
 */
const MARKERS: readonly MarkerRow[] = [
  {
    agent: 'AWS MCP Server',
    strength: 'strong',
    field: 'userIdentity.invokedBy',
    pattern: /^aws-mcp\.amazonaws\.com$/i,
  },
  { agent: 'AWS MCP Server', strength: 'strong', field: 'eventType', pattern: /^AwsMcpEvent$/i },
  {
    agent: 'Bedrock AgentCore',
    strength: 'strong',
    field: 'userIdentity.arn',
    pattern: /:assumed-role\/[^/]+\/BedrockAgentCore-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
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
  return MARKERS.flatMap(({ agent, strength, field, pattern }) => {
    const match = pattern.exec(textAt(record, field) ?? '');
    if (match === null) return [];
    return [{ agent: typeof agent === 'string' ? agent : agent(match), strength, field }];
  });
}

/** The strong ones as fields and patterns: whoever passes records over must not pass over these. */
export const STRONG_MARKERS: readonly Pick<MarkerRow, 'field' | 'pattern'>[] = MARKERS.filter(
  ({ strength }) => strength === 'strong',
);
