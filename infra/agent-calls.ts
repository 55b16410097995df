import type { PickingRule } from './picking-rule.ts';

/**
 * Picks every call that an agent makes, as AWS says itself, whatever it calls, also where it only reads: which role it uses is
 * worth a finding. Signs that a client sets are not asked for, since nothing follows from them alone. What another rule picks
 * as well comes twice, and is handled once.
 */
export const AGENT_CALLS = {
  name: 'agent-calls',
  description: 'Calls that agents make through MCP servers of AWS or Bedrock AgentCore',
  reads: 'included',
  pattern: {
    // only AWS can send an event whose source starts so
    source: [{ prefix: 'aws.' }],
    'detail-type': [{ suffix: ' via CloudTrail' }],
    detail: {
      $or: [
        { userIdentity: { invokedBy: [{ suffix: '-mcp.amazonaws.com' }] } },
        { eventType: ['AwsMcpEvent'] },
        { userIdentity: { principalId: [{ wildcard: '*:BedrockAgentCore-*' }] } },
      ],
    },
  },
} as const satisfies PickingRule;
