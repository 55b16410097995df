import { beforeAll, describe, expect, test } from '@jest/globals';
import { readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../lib/core/governance/standards/standards.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { ORDINARY_AGENT_POLICIES } from '../../adapters/local/default-standards-cases.ts';
import {
  hasPublishedPaths,
  pathfindingPaths,
  type PublishedPath,
  vulnerablePaths,
} from '../../core/governance/escalation/published-paths.ts';
import { agentsAccount, KIRO } from '../agents-account.ts';
import { allow, record } from '../company.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';

let governance: Governance | undefined;

beforeAll(async () => {
  const read = await readStandardsFile(undefined);
  if (!read.ok) throw new Error('the default is out of form');
  governance = read.value.governance;
});

/** What replay finds in the record of a policy that is written into the role of an agent. */
async function findingsOf(document: JsonObject): Promise<readonly Finding[]> {
  if (governance === undefined) throw new Error('the default was not read');
  const asked = { roleName: 'kiro-deploy', policyName: 'more', policyDocument: JSON.stringify(document) };
  return findingsOfReplay([record('PutRolePolicy', asked)], { accounts: [agentsAccount()], governance });
}

/** The one finding of a grant, and the reasons that speak of escalation. */
async function granted(actions: readonly string[]): Promise<{ readonly finding: Finding; readonly reasons: string }> {
  const [finding, ...others] = await findingsOf(allow([...actions]));
  if (finding === undefined || others.length > 0) throw new Error('not one finding');
  const reasons = finding.reasons.filter(({ rule }) => rule === 'escalation-path').map(({ detail }) => detail);
  return { finding, reasons: reasons.join('\n') };
}

const HELD = { kind: 'excess-access', principal: KIRO, class: 'agent', verdict: 'exceeds', severity: 'critical' };

const OWN_PATHS: readonly PublishedPath[] = [
  ['iam-001', ['iam:CreatePolicyVersion']],
  ['iam-016', ['iam:CreatePolicyVersion', 'sts:AssumeRole']],
  ['lambda-001', ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']],
  [
    'privesc15-PassExistingRoleToNewLambdaThenInvoke',
    ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
  ],
  ['ecs-004', ['ecs:RegisterTaskDefinition', 'ecs:RunTask', 'iam:PassRole', 'ecs:DescribeTasks']],
  ['ec2-002', ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances']],
  ['privesc2-SetExistingDefaultPolicyVersion', ['iam:SetDefaultPolicyVersion']],
  ['sts-001', ['*']],
];

describe('a way to escalate that an agent is given', () => {
  test.each(OWN_PATHS)('is found and called %s', async (name, actions) => {
    const { finding, reasons } = await granted(actions);
    expect(finding).toMatchObject(HELD);
    expect(reasons).toMatch(named(name));
  });

  test('is found where the standard has one part of it and the call gives the other', async () => {
    const [finding] = await findingsOf({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'bedrock-agentcore:InvokeCodeInterpreter', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'bedrock-agentcore:StartCodeInterpreterSession',
          Resource: 'arn:aws:bedrock-agentcore:us-east-1:aws:code-interpreter/aws.codeinterpreter.v1',
        },
      ],
    });
    expect(finding?.reasons.map(({ detail }) => detail).join()).toMatch(named('bedrock-002'));
  });

  test('is not claimed where a part of it is missing', async () => {
    const { finding, reasons } = await granted(['iam:PassRole', 'lambda:CreateFunction']);
    expect(finding).toMatchObject(HELD);
    expect(reasons).not.toMatch(/lambda-00/);
  });
});

const describePublished = hasPublishedPaths ? describe : describe.skip;

describePublished('every published way to escalate (skipped where the corpora are not there)', () => {
  const none = [['', []]] as const;
  const [ofPathfinding, ofVulnerable] = [pathfindingPaths(), vulnerablePaths()];

  test('is among the cases', () => {
    expect([ofPathfinding.length, ofVulnerable.length]).toEqual([65, 31]);
    expect([...ofPathfinding, ...ofVulnerable].filter(([, actions]) => actions.length === 0)).toEqual([]);
  });

  test.each(hasPublishedPaths ? ofPathfinding : none)(
    '%s of pathfinding.cloud is a finding that names it',
    async (id, actions) => {
      const { finding, reasons } = await granted(actions);
      expect(finding).toMatchObject(HELD);
      expect(reasons).toMatch(named(id));
    },
  );

  test.each(hasPublishedPaths ? ofVulnerable : none)(
    '%s of iam-vulnerable is a finding that names it',
    async (name, actions) => {
      const { finding, reasons } = await granted(actions);
      expect(finding).toMatchObject(HELD);
      // its starting role is trusted by another one; what its policy gives is everything
      expect(reasons).toMatch(named(name === 'privesc-AssumeRole' ? 'sts-001' : name));
    },
  );
});

describe('what agents need for their work is no finding under the default standard', () => {
  test.each(Object.entries(ORDINARY_AGENT_POLICIES))('to %s', async (_, document) => {
    expect(await findingsOf(document)).toEqual([]);
  });
});

/** The name, and not only the beginning of another one. */
function named(id: string): RegExp {
  return new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
}
