import type { JsonObject } from '../../lib/core/json.ts';

/** The account that the trail is of. */
export const ACCOUNT = '111122223333';

/** Who acts, as CloudTrail writes it, and by what client. */
export interface TrailActor {
  readonly userIdentity: JsonObject;
  readonly userAgent: string;
  readonly sourceIPAddress: string;
}

const ADDRESS = '10.20.30.40';

/** A session of a role. */
export function session(role: string, name: string, userAgent: string): TrailActor {
  return { userIdentity: identityOf(role, name), userAgent, sourceIPAddress: ADDRESS };
}

/** What the AWS MCP server does for the session of an engineer. */
export function agentOf(role: string, name: string): TrailActor {
  return {
    userIdentity: { ...identityOf(role, name), invokedBy: 'aws-mcp.amazonaws.com' },
    userAgent: 'aws-mcp.amazonaws.com',
    sourceIPAddress: 'aws-mcp.amazonaws.com',
  };
}

/** A service of AWS, on its own. */
export function service(name: string): TrailActor {
  return {
    userIdentity: { type: 'AWSService', invokedBy: `${name}.amazonaws.com` },
    userAgent: `${name}.amazonaws.com`,
    sourceIPAddress: `${name}.amazonaws.com`,
  };
}

function identityOf(role: string, name: string): JsonObject {
  const userName = role.slice(role.lastIndexOf('/') + 1);
  const principalId = `AROAEXAMPLE${userName
    .replace(/[^a-z0-9]/gi, '')
    .toUpperCase()
    .slice(0, 10)
    .padEnd(10, 'X')}`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${userName}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLEEXAMPLE00',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName,
      },
      attributes: { creationDate: '2025-12-01T00:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}
