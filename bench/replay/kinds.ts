import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { AGENTS, agentName, policy, queuesOf, trustOf, WORKLOADS, workloadName } from './account.ts';
import { ACCOUNT, agentOf, service, session, type TrailActor } from './actors.ts';

/** A number below `below`, by chance. */
export type Draw = (below: number) => number;

/** What one record says besides what every record has. */
export interface TrailCall {
  readonly source: string;
  readonly name: string;
  readonly by: TrailActor;
  readonly asked: JsonObject | null;
  readonly answer?: JsonValue;
  readonly readOnly?: true;
  readonly error?: string;
  /** Whether it is a data event: a call on an object, an item, a function. */
  readonly onObjects?: true;
}

/** A kind of record and how many of ten thousand are of it. */
export interface TrailKind {
  readonly what: string;
  readonly share: number;
  readonly call: (draw: Draw) => TrailCall;
}

const SDK = 'aws-sdk-java/2.31.8 md/io#sync ua/2.1 os/Linux#6.1 lang/java#21.0.6 md/OpenJDK_64-Bit_Server_VM';
const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.94.1 aws-sdk-go-v2/1.36.3';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const terraform = session('terraform', 'ci-run', TERRAFORM);
const deployer = session('deployer', 'release', SDK);
const engineer = session('engineer', 'engineer-1', BROWSER);
const agent = agentOf('engineer', 'engineer-1');

const workload = (draw: Draw): string => workloadName(draw(WORKLOADS));
const app = (draw: Draw): TrailActor => session(`workloads/${workload(draw)}`, `task-${draw(50)}`, SDK);
const oneOf = <T>(draw: Draw, first: T, ...others: readonly T[]): T => others[draw(others.length + 1)] ?? first;

/** Nine in ten are of no interest: what applications and services read, and their data. */
const UNWATCHED: readonly TrailKind[] = [
  reads('descriptions', 1600, 'ec2', ['DescribeInstances', 'DescribeVolumes', 'DescribeSubnets', 'DescribeTags'], {
    filterSet: { items: [{ name: 'tag:team', valueSet: { items: [{ value: 'shop' }] } }] },
    maxResults: 1000,
  }),
  reads('keys', 1400, 'kms', ['Decrypt', 'GenerateDataKey', 'DescribeKey'], {
    encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::shop-orders/2025/12/01/part-00017.parquet' },
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  }),
  onObjects('objects', 1500, 's3', ['GetObject', 'PutObject', 'HeadObject', 'ListObjects'], {
    bucketName: 'shop-orders',
    Host: 'shop-orders.s3.us-east-1.amazonaws.com',
    key: '2025/12/01/part-00017.parquet',
  }),
  onObjects('items', 1000, 'dynamodb', ['GetItem', 'PutItem', 'Query'], { tableName: 'orders', key: { id: 'o-17' } }),
  reads('who am I', 500, 'sts', ['GetCallerIdentity'], null),
  reads('log streams', 600, 'logs', ['CreateLogStream', 'DescribeLogGroups'], { logGroupName: '/shop/orders' }),
  reads('parameters', 700, 'ssm', ['GetParameter', 'GetParametersByPath'], { name: '/shop/x', withDecryption: true }),
  reads('refreshes of Terraform', 700, 'iam', ['GetRole', 'ListAttachedRolePolicies', 'GetRolePolicy'], {
    roleName: 'app-017',
  }),
  reads('alarms', 400, 'monitoring', ['DescribeAlarms', 'GetMetricData'], { maxRecords: 100 }),
  reads('what scales', 600, 'autoscaling', ['DescribeAutoScalingGroups', 'DescribeScalingActivities'], {}),
];

const WATCHED: readonly TrailKind[] = [
  {
    what: 'sessions that services and applications begin',
    share: 660,
    call: (draw) => {
      const role = workload(draw);
      return {
        source: 'sts',
        name: 'AssumeRole',
        by: service(oneOf(draw, 'ecs-tasks', 'ec2', 'lambda')),
        asked: { roleArn: `arn:aws:iam::${ACCOUNT}:role/workloads/${role}`, roleSessionName: `task-${draw(50)}` },
        answer: { credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE00', sessionToken: 'x'.repeat(300) } },
        readOnly: true,
      };
    },
  },
  {
    what: 'releases of a pipeline',
    share: 100,
    call: (draw) => {
      const name = workload(draw);
      return oneOf<TrailCall>(
        draw,
        {
          source: 'lambda',
          name: 'UpdateFunctionCode20150331v2',
          by: deployer,
          asked: { functionName: name, s3Bucket: 'artefacts' },
        },
        {
          source: 'ecs',
          name: 'UpdateService',
          by: deployer,
          asked: { cluster: 'shop', service: name, taskDefinition: `${name}:${draw(90)}` },
        },
        { source: 'ecr', name: 'PutImage', by: deployer, asked: { repositoryName: name, imageTag: `v${draw(900)}` } },
        { source: 'codebuild', name: 'StartBuild', by: deployer, asked: { projectName: name } },
      );
    },
  },
  {
    what: 'what scaling makes and ends',
    share: 60,
    call: (draw) => ({
      source: 'ec2',
      name: oneOf(draw, 'RunInstances', 'TerminateInstances'),
      by: service('autoscaling'),
      asked: null,
      answer: { instancesSet: { items: [{ instanceId: `i-${draw(1e9).toString(16).padStart(17, '0')}` }] } },
    }),
  },
  { what: 'IAM, by Terraform', share: 20, call: iamByTerraform },
  {
    what: 'resources, by Terraform',
    share: 20,
    call: (draw) => {
      const name = workload(draw);
      const reader = {
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/workloads/${name}` },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${name}/*`,
      };
      return oneOf<TrailCall>(
        draw,
        {
          source: 's3',
          name: 'PutBucketPolicy',
          by: terraform,
          asked: { bucketName: name, bucketPolicy: policy([reader]) },
        },
        {
          source: 'ec2',
          name: 'AuthorizeSecurityGroupIngress',
          by: terraform,
          asked: { groupId: 'sg-1', ipPermissions: {} },
        },
      );
    },
  },
  {
    what: 'clicks in the console',
    share: 30,
    call: (draw) =>
      oneOf<TrailCall>(
        draw,
        { source: 'signin', name: 'ConsoleLogin', by: engineer, asked: null, answer: { ConsoleLogin: 'Success' } },
        { source: 'rds', name: 'DeleteDBInstance', by: engineer, asked: { dBInstanceIdentifier: `trial-${draw(9)}` } },
        { source: 'ssm', name: 'StartSession', by: engineer, asked: { target: 'i-0123456789abcdef0' } },
      ),
  },
  {
    what: 'an agent that looks around as an engineer',
    share: 60,
    call: (draw) => ({
      source: 'ec2',
      name: oneOf(draw, 'DescribeInstances', 'DescribeVpcs'),
      by: agent,
      asked: { maxResults: 100 },
      readOnly: true,
    }),
  },
  {
    what: 'an agent that changes something as an engineer',
    share: 5,
    call: (draw) => ({
      source: 'lambda',
      name: 'UpdateFunctionConfiguration20150331v2',
      by: agent,
      asked: { functionName: workload(draw), timeout: 30 },
    }),
  },
  {
    what: 'grants to agents',
    share: 5,
    call: (draw) => ({
      source: 'iam',
      name: 'PutRolePolicy',
      by: engineer,
      asked: {
        roleName: agentName(draw(AGENTS)),
        policyName: `task-${draw(5)}`,
        policyDocument: JSON.stringify(
          policy([{ Sid: 'Task', Action: ['s3:*', 'dynamodb:DeleteTable'], Resource: '*' }]),
        ),
      },
    }),
  },
  {
    what: 'what AWS refused',
    share: 40,
    call: (draw) => ({
      source: 'iam',
      name: oneOf(draw, 'AttachRolePolicy', 'CreateAccessKey', 'PutRolePolicy'),
      by: app(draw),
      asked: null,
      error: 'AccessDenied',
    }),
  },
];

/** All that is in the trail; the shares make up ten thousand. */
export const TRAIL_KINDS: readonly TrailKind[] = [...UNWATCHED, ...WATCHED];

function iamByTerraform(draw: Draw): TrailCall {
  const roleName = workload(draw);
  const iam = (name: string, asked: JsonObject, answer?: JsonValue): TrailCall => ({
    source: 'iam',
    name,
    by: terraform,
    asked,
    ...(answer === undefined ? {} : { answer }),
  });
  const document = JSON.stringify(queuesOf(workload(draw)));
  const logs = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy';
  return oneOf(
    draw,
    iam('PutRolePolicy', { roleName, policyName: 'work', policyDocument: document }),
    iam('TagRole', { roleName, tags: [{ key: 'commit', value: draw(1e9).toString(16) }] }),
    iam('AttachRolePolicy', { roleName, policyArn: logs }),
    iam('DetachRolePolicy', { roleName, policyArn: logs }),
    iam('UpdateAssumeRolePolicy', { roleName, policyDocument: JSON.stringify(trustOf('ecs-tasks')) }),
    iam('CreateRole', {
      path: '/workloads/',
      roleName: `new-${draw(1e9)}`,
      assumeRolePolicyDocument: JSON.stringify(trustOf('ecs-tasks')),
    }),
  );
}

function reads(what: string, share: number, source: string, names: readonly string[], asked: JsonObject | null) {
  const call = (draw: Draw): TrailCall => ({
    source,
    name: names[draw(names.length)] ?? '',
    by: app(draw),
    asked,
    readOnly: true,
  });
  return { what, share, call };
}

function onObjects(
  what: string,
  share: number,
  source: string,
  names: readonly string[],
  asked: JsonObject,
): TrailKind {
  const { call } = reads(what, share, source, names, asked);
  return { what, share, call: (draw) => ({ ...call(draw), onObjects: true }) };
}
