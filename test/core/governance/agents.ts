import type { Actor, AgentMarker } from '../../../lib/core/activity/actor.ts';
import type { Governance, PrincipalClass } from '../../../lib/core/governance/standards/standards.ts';
import { type JsonObject, jsonForm } from '../../../lib/core/json.ts';
import { parsePolicy } from '../../../lib/core/policy/parse.ts';
import { allow } from './accounts.ts';
import { engineerSession, governance, principalClass } from './cases.ts';

const THROUGH_MCP: AgentMarker = {
  agent: 'AWS MCP Server',
  strength: 'strong',
  field: 'userIdentity.invokedBy',
};
/** The sign of an agent on Bedrock AgentCore. */
export const AGENT_CORE: AgentMarker = {
  agent: 'Bedrock AgentCore',
  strength: 'hint',
  field: 'userIdentity.arn',
  strongIfOnly: 'bedrock-agentcore.amazonaws.com',
};
/** What a client says of itself, which proves nothing. */
export const CLAUDE: AgentMarker = { agent: 'Claude Code', strength: 'hint', field: 'userAgent' };

/** Rita's session of the role `engineer`, in which an agent acts. */
export function agentAs(change: Partial<Actor> = {}): Actor {
  return { ...engineerSession, via: 'aws-mcp.amazonaws.com', agentMarkers: [THROUGH_MCP, CLAUDE], ...change };
}

/** A policy of a standard. */
export function standardOf(...documents: readonly JsonObject[]): PrincipalClass['standard'] {
  const policies = documents.map((document, index) => {
    const parsed = parsePolicy(document);
    if (!parsed.ok) throw new Error(JSON.stringify(jsonForm(parsed.error)));
    return { name: `agents-${index}`, document: parsed.value };
  });
  return { name: 'agents', policies };
}

const nothing = { names: [], paths: [], tags: [], trust: [], permissionSets: [] };

/** The class of agents: read one bucket. */
export function agentClass(change: Partial<PrincipalClass> = {}): PrincipalClass {
  const match = { ...nothing, names: ['agent-*'] };
  const standard = standardOf(allow('s3:GetObject', 'arn:aws:s3:::reports/*'));
  return principalClass({ name: 'agents', kind: 'agent', match, standard, ...change });
}

/** Engineers and agents, and what is changed of it. */
export function withAgents(change: Partial<Governance> = {}): Governance {
  return governance({ classes: [agentClass(), principalClass()], ...change });
}
