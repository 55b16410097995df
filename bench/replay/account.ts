import type { JsonObject } from '../../lib/core/json.ts';
import { ACCOUNT } from './actors.ts';

/** So many roles of workloads; each has a trust policy, an inline policy and a policy of its own. */
export const WORKLOADS = 300;
/** Roles of agents, which hold little. */
export const AGENTS = 20;

/** The role of a workload, by its number. */
export function workloadName(index: number): string {
  return `app-${String(index).padStart(3, '0')}`;
}

/** The role of an agent, by its number. */
export function agentName(index: number): string {
  return `kiro-${String(index).padStart(2, '0')}`;
}

/** What `aws iam get-account-authorization-details` would have printed before the trail begins. */
export function accountBefore(): JsonObject {
  const workloads = Array.from({ length: WORKLOADS }, (_, index) =>
    role({
      path: '/workloads/',
      name: workloadName(index),
      service: 'ecs-tasks',
      document: queuesOf(workloadName(index)),
    }),
  );
  const agents = Array.from({ length: AGENTS }, (_, index) =>
    role({ path: '/agents/', name: agentName(index), service: 'bedrock-agentcore', document: LOOKS }),
  );
  const people = ['engineer', 'terraform', 'deployer'].map((name) =>
    role({ path: '/', name, service: 'ec2', document: LOOKS }),
  );
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [...workloads, ...agents, ...people],
    Policies: [],
  };
}

/** A policy as an application has it. */
export function queuesOf(name: string): JsonObject {
  return policy([
    {
      Sid: 'Queues',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage'],
      Resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}-*`,
    },
    {
      Sid: 'Tables',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      Resource: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/${name}`,
    },
    {
      Sid: 'Logs',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/${name}:*`,
    },
  ]);
}

/** A policy document; a statement that names no effect allows. */
export function policy(statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements.map((each) => ({ Effect: 'Allow', ...each })) };
}

/** A trust policy that lets one AWS service become the role. */
export function trustOf(service: string): JsonObject {
  return policy([{ Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }]);
}

const LOOKS = policy([
  { Sid: 'Look', Action: ['ec2:Describe*', 'logs:Describe*', 's3:ListAllMyBuckets'], Resource: '*' },
]);

interface RoleText {
  readonly path: string;
  readonly name: string;
  readonly service: string;
  readonly document: JsonObject;
}

function role({ path, name, service, document }: RoleText): JsonObject {
  return {
    Path: path,
    RoleName: name,
    RoleId: `AROAEXAMPLE${name.replaceAll('-', '').toUpperCase()}`,
    Arn: `arn:aws:iam::${ACCOUNT}:role${path}${name}`,
    CreateDate: '2025-01-01T00:00:00+00:00',
    AssumeRolePolicyDocument: trustOf(service),
    InstanceProfileList: [],
    RolePolicyList: [{ PolicyName: 'work', PolicyDocument: document }],
    AttachedManagedPolicies: [],
    Tags: [{ Key: 'team', Value: 'shop' }],
  };
}
