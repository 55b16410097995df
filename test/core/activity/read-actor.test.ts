import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../lib/core/activity/actor.ts';
import { actorOf } from '../../../lib/core/activity/read-actor.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { recordOf, without } from './records.ts';

const SSO_ROLE =
  'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';
const session = (role: string, name: string, context: JsonObject = {}, members: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${name}`,
  arn: `arn:aws:sts::111122223333:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/${name}`,
  accountId: '111122223333',
  sessionContext: { sessionIssuer: { type: 'Role', arn: role, accountId: '111122223333' }, ...context },
  ...members,
});
const DEPLOY = 'arn:aws:iam::111122223333:role/agents/deploy';

const IDENTITIES: readonly (readonly [string, JsonObject, Partial<Actor>])[] = [
  [
    'an IAM user',
    { type: 'IAMUser', principalId: 'AIDA1', arn: 'arn:aws:iam::111122223333:user/ops/ada', userName: 'ada' },
    {
      kind: 'user',
      id: 'AIDA1',
      name: 'ada',
      principalArn: 'arn:aws:iam::111122223333:user/ops/ada',
      person: { id: 'ada', by: 'user-name' },
    },
  ],
  [
    'root',
    { type: 'Root', principalId: '111122223333', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
    { kind: 'root', id: '111122223333', name: 'root', account: '111122223333' },
  ],
  [
    'a role session, by the ARN of the role with its path',
    session(DEPLOY, 'ci-17'),
    {
      kind: 'role-session',
      id: 'AROAEXAMPLE:ci-17',
      name: 'ci-17',
      principalArn: DEPLOY,
      session: { name: 'ci-17', userId: 'AROAEXAMPLE:ci-17' },
    },
  ],
  [
    'a federated user, by the IAM user behind it',
    {
      type: 'FederatedUser',
      principalId: '111122223333:guest',
      arn: 'arn:aws:sts::111122223333:federated-user/guest',
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada' } },
    },
    { kind: 'federated', name: 'guest', principalArn: 'arn:aws:iam::111122223333:user/ada' },
  ],
  [
    'a web identity',
    { type: 'WebIdentityUser', principalId: 'accounts.google.com:app:7', userName: '7', identityProvider: 'g' },
    { kind: 'federated', id: 'accounts.google.com:app:7', name: '7' },
  ],
  ['a SAML user', { type: 'SAMLUser', principalId: 'x:ada', userName: 'ada' }, { kind: 'federated', name: 'ada' }],
  ['a directory', { type: 'Directory', userName: 'ada' }, { kind: 'federated', name: 'ada' }],
  [
    'another account',
    { type: 'AWSAccount', principalId: 'AROAOTHER:x', accountId: '444455556666' },
    { kind: 'other-account', id: 'AROAOTHER:x', name: '444455556666', account: '444455556666' },
  ],
  [
    'an AWS service',
    { type: 'AWSService', invokedBy: 'rds.amazonaws.com' },
    { kind: 'service', id: 'rds.amazonaws.com', name: 'rds.amazonaws.com', via: 'rds.amazonaws.com' },
  ],
  [
    'an Identity Center user',
    { type: 'IdentityCenterUser', accountId: '1', onBehalfOf: { userId: 'u-1' }, credentialId: 'c' },
    { kind: 'identity-center', id: 'u-1', person: { id: 'u-1', by: 'onBehalfOf' } },
  ],
  [
    'an Identity Center user of an older record',
    { type: 'Unknown', onBehalfOf: { userId: 'u-1' } },
    { kind: 'identity-center', id: 'u-1' },
  ],
  ['Unknown', { type: 'Unknown', principalId: 'p' }, { kind: 'unknown', id: 'p', name: 'p' }],
  ['a type of tomorrow', { type: 'Robot', userName: 'r2' }, { kind: 'unknown', id: 'r2', name: 'r2' }],
];

describe('an actor', () => {
  test.each(IDENTITIES)('can be %s', (_, userIdentity, expected) => {
    expect(actorOf(recordOf({ userIdentity, userAgent: 'x' }))).toMatchObject(expected);
  });

  test.each([[without(recordOf({}), 'userIdentity')], [recordOf({ userIdentity: null })]])(
    'is unknown where the record does not say',
    (record) => {
      expect(actorOf(record)).toMatchObject({ kind: 'unknown', id: 'unknown', name: 'unknown' });
    },
  );

  test('has no principal ARN where the role of the session is told without its path', () => {
    expect(
      actorOf(recordOf({ userIdentity: session(DEPLOY, 's', { sessionIssuer: {} }) })).principalArn,
    ).toBeUndefined();
  });
});

/** As services, tools and workflows name sessions. */
const MADE_NAMES = [
  'i-0abc1234def567890',
  'AWSCodeBuild-0f8fad5b-d9cb-469f-a165-70867728950e',
  'AWSCloudFormation',
  'BedrockAgentCore-0f8fad5b-d9cb-469f-a165-70867728950e',
  'GitHubActions',
  'botocore-session-1750000000',
  'aws-sdk-js-1750000000000',
  'aws-go-sdk-1750000000000000000',
  '1750000000000',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  'eks-cost-cluster-worker-1a2b',
];

describe('the person behind an actor', () => {
  const withSource = { sourceIdentity: 'ada@example.com' };
  test.each<[string, JsonObject, Actor['person']]>([
    [
      'is the Identity Center user, before anything else',
      session(SSO_ROLE, 'ada', withSource, { onBehalfOf: { userId: 'u-1' } }),
      { id: 'u-1', by: 'onBehalfOf' },
    ],
    [
      'is the source identity next',
      session(SSO_ROLE, 'ada', withSource),
      { id: 'ada@example.com', by: 'sourceIdentity' },
    ],
    ['is the session name of an Identity Center role', session(SSO_ROLE, 'ada'), { id: 'ada', by: 'session-name' }],
    ['is the session name of any other role last', session(DEPLOY, 'ada'), { id: 'ada', by: 'session-name' }],
    ...MADE_NAMES.map((name): [string, JsonObject, undefined] => [
      `is nobody in a session of the made name ${name}`,
      session(DEPLOY, name),
      undefined,
    ]),
    [
      'is nobody in a session of a made name of a role that only looks like one of Identity Center',
      session('arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0', 'GitHubActions'),
      undefined,
    ],
    [
      'of a forged path: is nobody in a session of a made name',
      session(
        'arn:aws:iam::111122223333:role/x:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0',
        'GitHubActions',
      ),
      undefined,
    ],
    ['is nobody behind root', { type: 'Root', accountId: '1', userName: 'alias' }, undefined],
  ])('%s', (_, userIdentity, person) => {
    expect(actorOf(recordOf({ userIdentity })).person).toEqual(person);
  });
});

describe('how a call came in', () => {
  const BUILD = 'AWSCodeBuild-0f8fad5b-d9cb-469f-a165-70867728950e';
  const inPipeline = (provider: string, userAgent: string): JsonObject => {
    const webIdFederationData = { federatedProvider: `arn:aws:iam::111122223333:oidc-provider/${provider}` };
    return { userAgent, userIdentity: session(DEPLOY, 'GitHubActions', { webIdFederationData }) };
  };
  test.each<[string, JsonObject]>([
    ['console', { userAgent: 'Mozilla/5.0', sessionCredentialFromConsole: 'true' }],
    ['console', { userAgent: 'signin.amazonaws.com' }],
    ['console', { userAgent: 'console.ec2.amazonaws.com' }],
    ['console', { userAgent: '[S3Console/0.4]' }],
    ['console', { userIdentity: { type: 'IAMUser', invokedBy: 'signin.amazonaws.com' } }],
    ['cloudformation.amazonaws.com', { userIdentity: { type: 'IAMUser', invokedBy: 'cloudformation.amazonaws.com' } }],
    ['sso.amazonaws.com', { userAgent: 'sso.amazonaws.com', sourceIPAddress: 'sso.amazonaws.com' }],
    ['user agent cloudformation.amazonaws.com', { userAgent: 'cloudformation.amazonaws.com' }],
    ['user agent lambda.amazonaws.com', { userAgent: '[lambda.amazonaws.com]' }],
    ['aws-cli/2.31.0', {}],
    ['Terraform/1.9.1', { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.1 (+https://www.terraform.io)' }],
    ['Boto3/1.40.1', { userAgent: '[Boto3/1.40.1 Python/3.13]' }],
    ['Terraform/1.9.1 in GitHub Actions', inPipeline('token.actions.githubusercontent.com', 'Terraform/1.9.1')],
    ['aws-sdk-js/3.9 in GitLab CI', inPipeline('gitlab.com', 'aws-sdk-js/3.9')],
    ['aws-cli/2.31.0', inPipeline('token.actions.githubusercontent.com.example.com', 'aws-cli/2.31.0')],
    ['Boto3/1.40.1 in CodeBuild', { userAgent: 'Boto3/1.40.1', userIdentity: session(DEPLOY, BUILD) }],
    ['unknown', { userAgent: '' }],
    ['unknown', { userAgent: null }],
  ])('is %s in %j', (via, members) => {
    expect(actorOf(recordOf(members)).via).toBe(via);
  });
});

describe('signs of an agent', () => {
  const cli = (features: string) =>
    `aws-cli/2.36.0 md/awscrt#0.27 ua/2.1 os/linux m/${features} cfg/retry-mode#standard`;
  const grant = (resource: string): JsonObject => ({
    eventSource: 'signin.amazonaws.com',
    eventName: 'CreateOAuth2Token',
    requestParameters: { resource },
  });
  const core = session(DEPLOY, 'BedrockAgentCore-0f8fad5b-d9cb-469f-a165-70867728950e');
  test.each<[string, 'strong' | 'hint', JsonObject]>([
    ['AWS MCP Server', 'strong', { userIdentity: { type: 'IAMUser', invokedBy: 'aws-mcp.amazonaws.com' } }],
    ['Amazon EKS MCP Server', 'strong', { userIdentity: { type: 'IAMUser', invokedBy: 'eks-mcp.amazonaws.com' } }],
    ['MCP server new-mcp of AWS', 'strong', { userIdentity: { type: 'IAMUser', invokedBy: 'new-mcp.amazonaws.com' } }],
    ['AWS MCP Server', 'strong', { eventType: 'AwsMcpEvent' }],
    ['AWS MCP Server', 'strong', grant('https://aws-mcp.us-east-1.api.aws/mcp')],
    ['Bedrock AgentCore', 'hint', { userIdentity: core }],
    ['Claude Code', 'hint', { userAgent: cli('E,b,AN') }],
    ['Kiro CLI', 'hint', { userAgent: cli('AQ,b') }],
    ['Kiro IDE', 'hint', { userAgent: cli('AX') }],
    ['Amazon Q Developer', 'hint', { userAgent: 'aws-cli/2.20 exec-env/AmazonQ-For-CLI-Version-1.12 x' }],
    ['awslabs iam-mcp-server', 'hint', { userAgent: 'Boto3/1 md/awslabs#mcp#iam-mcp-server#1.0.3' }],
    ['cursor', 'hint', { userAgent: 'Boto3/1 MCPClient/cursor#1.2' }],
    ['Claude Code', 'hint', { userAgent: 'claude-code/2.1.202 (cli)' }],
  ])('%s (%s) shows in %j', (agent, strength, members) => {
    expect(actorOf(recordOf(members)).agentMarkers).toContainEqual(expect.objectContaining({ agent, strength }));
  });

  test.each<[JsonObject]>([
    [{}],
    [{ userAgent: cli('E,b,Z') }],
    [{ userAgent: 'aws-cli/2.36.0 md/AN lib/AQ' }],
    [{ userIdentity: session(DEPLOY, 'BedrockAgentCore-fake') }],
    [grant('https://aws-mcp.us-east-1.api.aws.example.com/mcp')],
    [grant('arn:aws:signin:::devtools/same-device')],
    [{ requestParameters: { resource: 'https://aws-mcp.us-east-1.api.aws/mcp' } }],
    [{ userIdentity: { type: 'IAMUser', invokedBy: 'not-aws-mcp.amazonaws.com' } }],
  ])('are not seen in %j', (members) => {
    expect(actorOf(recordOf(members)).agentMarkers).toEqual([]);
  });
});
