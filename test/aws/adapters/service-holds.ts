import {
  AttachPolicyCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutResourcePolicyCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  ListInstancesCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import type { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { AwsServiceEnforcer } from '../../../lib/adapters/aws/services/aws-service-enforcer.ts';
import { functionStatements } from '../../../lib/adapters/aws/services/function-statements.ts';
import { openPolicyStore } from '../../../lib/adapters/aws/services/policy-stores.ts';
import { SsoAsking } from '../../../lib/adapters/aws/sso-asking.ts';
import type { PolicyOrder, ServiceCall } from '../../../lib/core/account/plan-call.ts';
import { cliOfCall } from '../../../lib/core/governance/undo/cli-of-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { runAsPeopleDo } from '../as-people-do.ts';
import type { Moto } from '../moto.ts';
import { clientsOf } from './moto-accounts.ts';

const REGION = 'eu-west-1';
const ACCOUNT = '123456789012';
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** A call that holds, and the one that gives back what it holds. */
export interface HoldAndRelease {
  readonly hold: ServiceCall;
  readonly release: ServiceCall;
}

function statement(action: string, resource: string, principal?: JsonValue): JsonObject {
  const to = principal === undefined ? {} : { Principal: principal };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...to, Action: action, Resource: resource }] };
}

const text = (document: JsonObject): string => JSON.stringify(document);

/** Makes what is given in excess of one kind each, and says how it is held. */
export async function givenInMoto(moto: Moto): Promise<readonly HoldAndRelease[]> {
  const config = { endpoint: moto.endpoint, region: REGION, credentials };
  return [...(await permissionSets(new SSOAdminClient(config))), await guardrail(config), ...(await resources(config))];
}

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: typeof credentials;
}

async function permissionSets(sso: SSOAdminClient): Promise<readonly HoldAndRelease[]> {
  const { Instances } = await sso.send(new ListInstancesCommand({}));
  const InstanceArn = Instances?.[0]?.InstanceArn ?? '';
  const made = await sso.send(new CreatePermissionSetCommand({ InstanceArn, Name: 'Engineer' }));
  const PermissionSetArn = made.PermissionSet?.PermissionSetArn ?? '';
  const wide = statement('*', '*');
  const named = { InstanceArn, PermissionSetArn };
  await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...named, InlinePolicy: text(wide) }));
  const who = { TargetId: ACCOUNT, TargetType: 'AWS_ACCOUNT', PrincipalType: 'USER', PrincipalId: 'u-1' } as const;
  await sso.send(new CreateAccountAssignmentCommand({ ...named, ...who }));
  const about = { service: 'sso', instanceArn: InstanceArn } as const;
  const onSet = { ...about, permissionSetArn: PermissionSetArn };
  const narrow = statement('s3:GetObject', '*');
  const assignment = {
    permissionSetArn: PermissionSetArn,
    account: ACCOUNT,
    assignee: { kind: 'user', id: 'u-1' },
  } as const;
  return [
    {
      hold: { ...onSet, name: 'PutInlinePolicyToPermissionSet', document: narrow, expects: wide },
      release: { ...onSet, name: 'PutInlinePolicyToPermissionSet', document: wide, expects: narrow },
    },
    {
      hold: { ...about, name: 'DeleteAccountAssignment', assignment },
      release: { ...about, name: 'CreateAccountAssignment', assignment },
    },
  ];
}

async function guardrail(config: Config): Promise<HoldAndRelease> {
  const organizations = new OrganizationsClient({ ...config, region: 'us-east-1' });
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const targetId = (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  const type = 'SERVICE_CONTROL_POLICY';
  await organizations.send(new EnablePolicyTypeCommand({ RootId: targetId, PolicyType: type }));
  const Content = text({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] });
  const made = { Name: 'No', Description: 'no', Type: type, Content } as const;
  const policyId = (await organizations.send(new CreatePolicyCommand(made))).Policy?.PolicySummary?.Id ?? '';
  await organizations.send(new AttachPolicyCommand({ PolicyId: policyId, TargetId: targetId }));
  const about = { service: 'organizations', policyId, targetId } as const;
  // what is attached can only be released first: the order is the other way round
  return { hold: { ...about, name: 'DetachPolicy' }, release: { ...about, name: 'AttachPolicy' } };
}

async function resources(config: Config): Promise<readonly HoldAndRelease[]> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'logs', CreateBucketConfiguration: { LocationConstraint: REGION } }));
  const open = statement('s3:GetObject', 'arn:aws:s3:::logs/*', '*');
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'logs', Policy: text(open) }));
  const sns = new SNSClient(config);
  const topic = (await sns.send(new CreateTopicCommand({ Name: 'alarms' }))).TopicArn ?? '';
  const published = statement('sns:Publish', topic, '*');
  const attribute = { TopicArn: topic, AttributeName: 'Policy', AttributeValue: text(published) };
  await sns.send(new SetTopicAttributesCommand(attribute));
  const queue = `arn:aws:sqs:${REGION}:${ACCOUNT}:jobs`;
  const sent = statement('sqs:SendMessage', queue, '*');
  await new SQSClient(config).send(new CreateQueueCommand({ QueueName: 'jobs', Attributes: { Policy: text(sent) } }));
  const used = statement('kms:*', '*', '*');
  const { KeyMetadata } = await new KMSClient(config).send(new CreateKeyCommand({ Policy: text(used) }));
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  return [
    await secretOpened(config, root),
    await repositoryOpened(config),
    await functionOpened(config),
    policyOf('s3', ['DeleteBucketPolicy', 'PutBucketPolicy'], 'arn:aws:s3:::logs', { from: open, to: null }),
    policyOf('sns', ['SetTopicAttributes', 'SetTopicAttributes'], topic, {
      from: published,
      to: statement('sns:Publish', topic, root),
    }),
    policyOf('sqs', ['SetQueueAttributes', 'SetQueueAttributes'], queue, {
      from: sent,
      to: statement('sqs:SendMessage', queue, root),
    }),
    policyOf('kms', ['PutKeyPolicy', 'PutKeyPolicy'], KeyMetadata?.Arn ?? '', {
      from: used,
      to: statement('kms:*', '*', root),
    }),
  ];
}

async function secretOpened(config: Config, root: JsonValue): Promise<HoldAndRelease> {
  const secrets = new SecretsManagerClient(config);
  const { ARN: arn = '' } = await secrets.send(new CreateSecretCommand({ Name: 'prod/db', SecretString: 'x' }));
  const read = statement('secretsmanager:GetSecretValue', '*', { AWS: 'arn:aws:iam::999988887777:root' });
  await secrets.send(new PutResourcePolicyCommand({ SecretId: arn, ResourcePolicy: text(read) }));
  return policyOf('secretsmanager', ['PutResourcePolicy', 'PutResourcePolicy'], arn, {
    from: read,
    to: statement('secretsmanager:GetSecretValue', '*', root),
  });
}

async function repositoryOpened(config: Config): Promise<HoldAndRelease> {
  const ecr = new ECRClient(config);
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/web' }));
  const pulled = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
  };
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'team/web', policyText: text(pulled) }));
  const arn = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/web`;
  return policyOf('ecr', ['DeleteRepositoryPolicy', 'SetRepositoryPolicy'], arn, { from: pulled, to: null });
}

/** Moto takes any code, where it is not to run it. */
async function functionOpened(config: Config): Promise<HoldAndRelease> {
  const Role = `arn:aws:iam::${ACCOUNT}:role/work`;
  const { clients } = clientsOf({ endpoint: config.endpoint });
  const trust = text({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await clients
    .iam(ACCOUNT, 'Restorer')
    .send(new CreateRoleCommand({ RoleName: 'work', AssumeRolePolicyDocument: trust }));
  const lambda = new LambdaClient(config);
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'work',
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: EMPTY_ZIP },
    }),
  );
  const resource = made.FunctionArn ?? '';
  // moto writes an account by its id as no policy may name it
  const asked = { action: 'lambda:InvokeFunction', principal: 'arn:aws:iam::999988887777:root' };
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'work',
      StatementId: 'open',
      Action: asked.action,
      Principal: asked.principal,
    }),
  );
  const opened = {
    Sid: 'open',
    Effect: 'Allow',
    Principal: { AWS: asked.principal },
    Action: asked.action,
    Resource: resource,
  };
  const about = { service: 'lambda', region: REGION, resource, statementId: 'open', asked, statement: opened } as const;
  return { hold: { ...about, name: 'RemovePermission' }, release: { ...about, name: 'AddPermission' } };
}

/** A ZIP file without files: its end of central directory. */
const EMPTY_ZIP = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)]);

function policyOf(
  service: PolicyOrder['service'],
  [hold, release]: readonly [string, string],
  resource: string,
  { from, to }: { readonly from: JsonValue; readonly to: JsonValue },
): HoldAndRelease {
  const about = { service, region: REGION, resource };
  return {
    hold: { ...about, name: hold, document: to, expects: from },
    release: { ...about, name: release, document: from, expects: to },
  };
}

/** An enforcer in that moto. */
export function enforcerIn(moto: Moto, budget: CallBudget): AwsServiceEnforcer {
  const config = { endpoint: moto.endpoint, region: REGION, credentials };
  const session = { ...credentials, sessionToken: 'token', expiration: new Date(Date.now() + 3_600_000) };
  const inMoto = { endpoint: moto.endpoint, retryMode: 'standard', credentials: async () => session };
  const sso = new SSOAdminClient(config);
  // moto has no boundaries of permission sets, and does not even say that there is none
  sso.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName !== 'GetPermissionsBoundaryForPermissionSetCommand') return next(args);
      throw Object.assign(new Error('no boundary'), { name: 'ResourceNotFoundException' });
    },
    { step: 'initialize' },
  );
  return new AwsServiceEnforcer({
    budget,
    pause: async () => undefined,
    clients: {
      identityCenter: new SsoAsking({ sso, identityStore: new IdentitystoreClient(config), budget }),
      organizations: new OrganizationsClient({ ...config, region: 'us-east-1' }),
      policies: ({ service, region }) => openPolicyStore(service, { ...inMoto, region }, budget),
      statements: async ({ region }) => functionStatements({ ...inMoto, region }, budget),
    },
  });
}

/** Runs the command that people are given for a call. */
export async function releaseAsPeopleDo(call: ServiceCall, moto: Moto): Promise<void> {
  const AWS_ACCESS_KEY_ID = credentials.accessKeyId;
  await runAsPeopleDo(cliOfCall(call), {
    AWS_ACCESS_KEY_ID,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: moto.endpoint,
  });
}
