import { parseGovernance } from '../../../../lib/core/governance/standards/parse-governance.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';

/** A policy of one statement, which allows on everything, */
export function document(statement: JsonObject): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] };
}

/** and one of some actions. */
export const allow = (...actions: readonly string[]): JsonObject => document({ Action: actions });

/** A class of engineers who may read. */
export function classFile(name: string, change: JsonObject = {}): JsonObject {
  return {
    name,
    kind: 'engineer',
    match: { names: [`${name}-*`] },
    mode: 'enforce',
    response: { kind: 'hold' },
    standard: { policies: [allow('s3:GetObject')] },
    ...change,
  };
}

const AGENT = { kind: 'agent', match: { names: ['agent-*'], tags: [{ team: 'bots' }] } };

/** A standard that allows nothing. */
export const NOTHING = { policies: [] };

/** The standard of the second class. */
export const OPS_STANDARD = { policies: [allow('s3:*', 'ec2:*')] };

/** The first class of the usual rules, agents, */
export const agent = (change: JsonObject = {}) => classFile('agent', { ...AGENT, ...change });

/** and the second, engineers. */
export const ops = (change: JsonObject = {}) => classFile('ops', { standard: OPS_STANDARD, ...change });

/** The first of the people of the usual rules, who watches. */
export const ADA = { id: 'ada', name: 'Ada', groups: ['security'], actsAs: ['arn:aws:iam::111122223333:user/ada'] };

/** The second of them, */
export const BO = { id: 'bo', name: 'Bo', groups: ['security'], actsAs: [] };

/** and who owns what is watched. */
export const CY = { id: 'cy', name: 'Cy', groups: ['owners'], actsAs: [] };

/** Who must sign by them. */
export const RULE = [{ group: 'security' }, { group: 'owners' }];

/** The environment that they guard. */
const COST = {
  name: 'cost',
  accounts: ['111122223333'],
  resources: ['arn:aws:rds:*:*:db:cost-*'],
  stacks: ['cost-*'],
};

/** The usual rules, changed. */
export function rules(change: JsonObject = {}): Governance {
  const parsed = parseGovernance(
    {
      version: 1,
      classes: [agent(), ops()],
      unclassified: { standard: NOTHING, mode: 'warn', response: { kind: 'alert' } },
      people: [ADA, BO, CY],
      approval: { allOf: RULE },
      protectedPrincipals: ['arn:aws:iam::*:role/aws-service-role/*'],
      environments: environments(),
      sharing: { accounts: ['444455556666'], organizations: ['o-exampleorgid'] },
      trustedTokens: [tokens('repo:acme/*')],
      ...change,
    },
    new Map(),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** Whose tokens of GitHub are one’s own. */
export function tokens(...values: readonly string[]): JsonObject {
  return { issuer: 'token.actions.githubusercontent.com', claim: 'sub', values };
}

/** Rules with other classes, */
export const classes = (...list: readonly JsonValue[]): JsonObject => ({ classes: list });

/** and the environment, changed. */
export function environments(change: JsonObject = {}): readonly JsonObject[] {
  return [{ ...COST, tags: [{ env: 'prod' }], destruction: { also: ['ecs:UpdateService'] }, ...change }];
}
