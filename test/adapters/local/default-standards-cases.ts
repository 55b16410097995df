import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

function allow(Action: JsonValue, Resource: JsonValue, Condition?: JsonObject): JsonObject {
  return { Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

function policy(...Statement: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement };
}

/** Policies that a careful team gives its agents: each must be within the agents' standard. */
export const ORDINARY_AGENT_POLICIES: Readonly<Record<string, JsonObject>> = {
  'read the artefacts of a repository': policy(
    allow(['s3:GetObject', 's3:GetObjectVersion'], 'arn:aws:s3:::acme-build-artefacts/web/*'),
    allow('s3:ListBucket', 'arn:aws:s3:::acme-build-artefacts', { StringLike: { 's3:prefix': 'web/*' } }),
    allow('codecommit:GitPull', 'arn:aws:codecommit:eu-west-1:111122223333:web'),
    allow(['codeartifact:GetPackageVersionAsset', 'codeartifact:ReadFromRepository'], '*'),
  ),
  'write its own log group': policy(
    allow('logs:CreateLogGroup', 'arn:aws:logs:eu-west-1:111122223333:*'),
    allow(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/kiro-deploy:*',
    ),
  ),
  'update the code of its own function': policy(
    allow(
      ['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'lambda:GetFunction'],
      'arn:aws:lambda:eu-west-1:111122223333:function:kiro-deploy',
    ),
  ),
  'update the code of functions that are tagged as agents': policy(
    allow('lambda:UpdateFunctionCode', '*', { StringEquals: { 'aws:ResourceTag/ambit:class': 'agent' } }),
  ),
  'read its own prefix of a bucket': policy(
    allow('s3:GetObject', 'arn:aws:s3:::acme-shared/agents/kiro/*'),
    allow('s3:ListBucket', 'arn:aws:s3:::acme-shared', { StringLike: { 's3:prefix': ['agents/kiro/*'] } }),
  ),
  'write its own prefix of a bucket': policy(allow('s3:PutObject', 'arn:aws:s3:::acme-shared/agents/kiro/*')),
  'invoke one model': policy(
    allow(
      ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0',
    ),
  ),
  'read metrics': policy(
    allow(['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics', 'cloudwatch:DescribeAlarms'], '*'),
  ),
  'pull images': policy(
    allow('ecr:GetAuthorizationToken', '*'),
    allow(
      ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
      'arn:aws:ecr:eu-west-1:111122223333:repository/web',
    ),
  ),
  'read its own table': policy(
    allow(
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
      [
        'arn:aws:dynamodb:eu-west-1:111122223333:table/kiro-memory',
        'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      ],
    ),
  ),
  'read tables and parameters by the start of their names': policy(
    allow(
      ['dynamodb:GetItem', 'dynamodb:Query'],
      ['arn:aws:dynamodb:*:111122223333:table/kiro-*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*'],
    ),
    allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], 'arn:aws:ssm:eu-west-1:111122223333:parameter/kiro/*'),
  ),
  'start its own build': policy(
    allow(
      ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'],
      'arn:aws:codebuild:eu-west-1:111122223333:project/kiro-checks',
    ),
  ),
  'describe stacks': policy(
    allow(['cloudformation:DescribeStacks', 'cloudformation:ListStacks', 'cloudformation:GetTemplate'], '*'),
  ),
  'use a sandbox of AWS': policy(
    allow(
      ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
      'arn:aws:bedrock-agentcore:eu-west-1:aws:code-interpreter/aws.codeinterpreter.v1',
    ),
  ),
  'what every function has (AWSLambdaBasicExecutionRole)': policy(
    allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], '*'),
  ),
};

/** Policies that no agent should have: each must exceed the agents' standard. */
export const EXCESSIVE_AGENT_POLICIES: Readonly<Record<string, JsonObject>> = {
  everything: policy(allow('*', '*')),
  'every object of every bucket': policy(allow('s3:GetObject', '*')),
  'every secret': policy(allow('secretsmanager:GetSecretValue', '*')),
  'every parameter': policy(allow('ssm:GetParameter', '*')),
  'every table': policy(allow('dynamodb:Scan', 'arn:aws:dynamodb:*:*:table/*')),
  "somebody else's function": policy(
    allow('lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-west-1:111122223333:function:payments'),
  ),
  'any role of the account': policy(allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/*')),
  'one strong role': policy(allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/Admin')),
  'its own role, to change it': policy(allow('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/kiro-deploy')),
  'to delete a stack of its own name': policy(
    allow('cloudformation:DeleteStack', 'arn:aws:cloudformation:eu-west-1:111122223333:stack/kiro-web/*'),
  ),
  'to stop a trail': policy(allow('cloudtrail:StopLogging', '*')),
  'everything but IAM (PowerUserAccess)': policy({
    Effect: 'Allow',
    NotAction: ['iam:*', 'organizations:*', 'account:*'],
    Resource: '*',
  }),
};
