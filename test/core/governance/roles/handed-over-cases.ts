import type { JsonObject } from '../../../../lib/core/json.ts';
import { ADMIN, allow, role } from '../accounts.ts';
import { ACCOUNT } from '../cases.ts';
import { ELSEWHERE, admin, reader, type HandedOver, hands } from './handed-over.ts';

const starts = (iamInstanceProfile: JsonObject): HandedOver => ({
  source: 'ec2',
  name: 'RunInstances',
  parameters: { iamInstanceProfile },
});

const profileArn = (name: string) => `arn:aws:iam::${ACCOUNT}:instance-profile/team/${name}`;

/** Roles that are handed over, and the verdicts on each. */
export const ROLES_HANDED: readonly (readonly [string, HandedOver, readonly string[]])[] = [
  ['a role within the standard', hands('reader'), []],
  ['a role beyond it', hands('queues'), ['exceeds']],
  ['a role that is within a wide standard', hands('admin', { kind: 'pipeline', standard: allow('*') }), []],
  ['a role beyond a narrow one of a pipeline', hands('queues', { kind: 'pipeline' }), ['exceeds']],
  [
    'a role that may do what the caller may do as well',
    hands('queues', { principal: role('engineer', { inline: new Map([['q', allow('sqs:*')]]) }) }),
    ['exceeds'],
  ],
  [
    'its own role, beyond the standard',
    hands('engineer', { principal: role('engineer', { attached: [ADMIN] }) }),
    ['exceeds'],
  ],
  ['its own role, within it', hands('engineer', { principal: role('engineer', { attached: [] }) }), []],
  ['a role that the account does not show', hands('nobody'), ['undetermined']],
  ['a role of another account', { parameters: { functionName: 'f', role: ELSEWHERE } }, ['undetermined']],
  ['what names no role at all', { parameters: { functionName: 'f', role: '{{ role }}' } }, ['undetermined']],
  [
    'a role that only its service can act with',
    { parameters: { functionName: 'f', role: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/X` } },
    [],
  ],
  [
    'a role, named without its path',
    { source: 'glue', name: 'CreateJob', parameters: { name: 'j', role: 'service-role/admin' } },
    ['exceeds'],
  ],
  [
    'a role, in other letters',
    { source: 'glue', name: 'CreateJob', parameters: { name: 'j', role: 'ADMIN' } },
    ['exceeds'],
  ],
  [
    'two roles, one of which exceeds',
    {
      source: 'ecs',
      name: 'RegisterTaskDefinition',
      parameters: { family: 't', taskRoleArn: admin.arn, executionRoleArn: reader.arn },
    },
    ['exceeds'],
  ],
  [
    'two roles, one of which is not known',
    {
      source: 'ecs',
      name: 'RegisterTaskDefinition',
      parameters: { family: 't', taskRoleArn: reader.arn, executionRoleArn: ELSEWHERE },
    },
    ['undetermined'],
  ],
  [
    'the role in the answer of the call',
    {
      name: 'UpdateFunctionCode20150331v2',
      parameters: { functionName: 'f' },
      answer: { role: admin.arn },
    },
    ['exceeds'],
  ],
  [
    'the role of machines that anybody may activate',
    { source: 'ssm', name: 'CreateActivation', parameters: { iamRole: 'admin', defaultInstanceName: 'm' } },
    ['exceeds'],
  ],
  [
    'the role of an agent of AgentCore',
    {
      source: 'bedrock-agentcore',
      name: 'CreateAgentRuntime',
      parameters: { agentRuntimeName: 'a', roleArn: admin.arn },
    },
    ['exceeds'],
  ],
  [
    'the role of a stack',
    {
      source: 'cloudformation',
      name: 'CreateStack',
      parameters: { stackName: 's', roleARN: admin.arn },
    },
    ['exceeds'],
  ],
];

/** The same of roles in instance profiles. */
export const PROFILES_HANDED: readonly (readonly [string, HandedOver, readonly string[]])[] = [
  ['by name', starts({ name: 'web' }), ['exceeds']],
  ['by ARN', starts({ arn: profileArn('web') }), ['exceeds']],
  ['with a role within the standard', starts({ name: 'plain' }), []],
  [
    'in a launch template',
    {
      source: 'ec2',
      name: 'CreateLaunchTemplate',
      parameters: {
        CreateLaunchTemplateRequest: {
          LaunchTemplateName: 't',
          LaunchTemplateData: { IamInstanceProfile: { Name: 'web' } },
        },
      },
    },
    ['exceeds'],
  ],
  [
    'for machines that build images',
    {
      source: 'imagebuilder',
      name: 'CreateInfrastructureConfiguration',
      parameters: { name: 'i', instanceProfileName: 'web' },
    },
    ['exceeds'],
  ],
  ['with no role that is known', starts({ name: 'empty' }), ['undetermined']],
  ['that has the name of a role', starts({ name: 'admin' }), ['undetermined']],
];
