import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, PrincipalWithConditions, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { build } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Synthesizes a stack `Recorder` (rule → queue → function → table, a bucket, an HTTP API) and returns the folder. */
export async function synthesizeRecorder(issuer: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-recorder-'));
  const code = join(folder, 'code');
  const entryPoints = [join(import.meta.dirname, 'recorder.ts')];
  const outExtension = { '.js': '.mjs' };
  // packages in CommonJS ask for Node's own by require
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ entryPoints, outdir: code, bundle: true, platform: 'node', format: 'esm', outExtension, banner });
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  recorderStack(app, { code: Code.fromAsset(code), issuer });
  return app.synth().directory;
}

function recorderStack(app: App, { code, issuer }: { readonly code: Code; readonly issuer: string }): void {
  const stack = new Stack(app, 'Recorder');
  const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  const dead = new Queue(stack, 'Dead');
  const queue = new Queue(stack, 'Queue', {
    visibilityTimeout: Duration.seconds(5),
    deadLetterQueue: { queue: dead, maxReceiveCount: 2 },
  });
  new Rule(stack, 'Rule', {
    eventPattern: { source: ['aws.iam'], detail: { eventName: ['PutRolePolicy'] } },
    targets: [new SqsQueue(queue)],
  });
  const settings = { runtime: Runtime.NODEJS_24_X, code, timeout: Duration.seconds(5) };
  const environment = { TABLE: table.tableName, NODE_OPTIONS: '--enable-source-maps' };
  const recorder = new LambdaFunction(stack, 'Recorder', { ...settings, handler: 'recorder.handler', environment });
  recorder.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
  recorder.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:PutItem'],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['read-*'] } },
    }),
  );
  const answerer = new LambdaFunction(stack, 'Answerer', { ...settings, handler: 'recorder.answer' });
  const trusting = new Role(stack, 'Trusting', { roleName: 'Trusting', assumedBy: answerer.grantPrincipal });
  const otherSessions = { StringLike: { 'sts:RoleSessionName': 'other-*' } };
  const closed = new Role(stack, 'Closed', {
    assumedBy: new PrincipalWithConditions(answerer.grantPrincipal, otherSessions),
  });
  for (const role of [trusting, closed]) role.grantAssumeRole(answerer.grantPrincipal);
  answerer.addEnvironment('TRUSTING', trusting.roleArn);
  answerer.addEnvironment('CLOSED', closed.roleArn);
  const api = new HttpApi(stack, 'Api');
  const authorizer = new HttpJwtAuthorizer('Authorizer', issuer, { jwtAudience: ['recorder'] });
  const integration = new HttpLambdaIntegration('Answer', answerer);
  api.addRoutes({ path: '/me', methods: [HttpMethod.GET], integration, authorizer });
  new Bucket(stack, 'Evidence', {
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(1)),
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
