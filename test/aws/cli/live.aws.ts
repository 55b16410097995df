import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DynamoKeepsakes } from '../../../lib/adapters/aws/dynamo-keepsakes.ts';
import { Table } from '../../../lib/adapters/aws/table.ts';
import { organizationToJson } from '../../../lib/core/account/organization/organization-json.ts';
import { toIso } from '../../../lib/core/instant.ts';
import { COMPANY, denying } from '../../core/governance/organizations.ts';
import { FACTS, FINDING } from '../../core/governance/approval-fixtures.ts';
import { ambit, withFiles } from '../../cli/cli.ts';
import { ACCOUNT, DeploymentInMoto } from './deployment-in-moto.ts';

let deployed: DeploymentInMoto;

beforeAll(async () => {
  deployed = await DeploymentInMoto.start();
  await deployed.ledger.append([FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()]);
});

afterAll(() => deployed.stop());

describe('a deployment is read from its table', () => {
  test('findings, with what became of them', async () => {
    const { code, json } = await ambit(['findings', '--live', '--json']);
    expect(json()).toMatchObject([{ id: FINDING.id, status: 'held', digest: FINDING.digest }]);
    expect(code).toBe(2);
  });

  test('the ledger, entry by entry', async () => {
    const { code, stdout } = await ambit(['ledger', 'show', '--live']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(stdout).toContain(`${FINDING.id}: the excess is held`);
    expect(code).toBe(0);
  });

  test('and not where no stack of that name is', async () => {
    const { code, stdout, stderr } = await ambit(['findings', '--live', '--stack', 'Other']);
    expect(stderr).toBe(
      'ambit: there is no stack "Other" in eu-west-1; name it with --stack, its Region with --region, or deploy it first (README, "Deploy")\n',
    );
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
  });
});

describe('the ledger of a deployment', () => {
  const verified = async (...words: readonly string[]) => {
    const { code, json } = await ambit(['ledger', 'verify', '--live', '--json', ...words]);
    const [report] = json();
    return { code, report };
  };

  test('verifies with the key of the deployment, in the table and in the bucket', async () => {
    await deployed.seal();
    const report = { entries: 3, signedUntil: 3, uncheckedSignatures: 0, fault: null, verifies: true };
    expect(await verified()).toMatchObject({ code: 0, report });
    expect(await verified('--evidence')).toMatchObject({ code: 0, report });
  });

  test('is exported as it verifies anywhere', async () => {
    const { stdout } = await ambit(['ledger', 'export', '--live']);
    const { code, json } = await ambit(['ledger', 'verify', '-', '--json'], stdout);
    expect(json()).toMatchObject([{ entries: 3, verifies: true }]);
    expect(code).toBe(0);
  });

  test('does not verify with the key of somebody else', async () => {
    await withFiles({ 'key.pem': strangersKey() }, async (path) => {
      const fault = { code: 'FORGED_CHECKPOINT', sequence: 3 };
      expect(await verified('--key', path('key.pem'))).toMatchObject({ code: 65, report: { fault, verifies: false } });
      expect(await verified('--evidence', '--key', path('key.pem'))).toMatchObject({ code: 65, report: { fault } });
    });
  });

  test('does not verify where something was put into the bucket', async () => {
    const { s3 } = deployed.clients;
    const forged = { Bucket: deployed.bucket, Key: 'ledger/000000000009.jsonl', Body: '{"sequence":9}\n' };
    await s3.send(new PutObjectCommand(forged));
    expect(await verified('--evidence')).toMatchObject({ code: 65, report: { fault: { code: 'UNREADABLE' } } });
    await s3.send(new DeleteObjectCommand(forged));
  });

  function strangersKey(): string {
    return generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }
});

describe('ambit sweep --live', () => {
  test('measures the account as it is, as its Observer, and changes nothing', async () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const RoleName = 'kiro-cost';
    await deployed.clients.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
    await deployed.clients.iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument: document(all) }),
    );
    const { code, json, stderr } = await ambit(['sweep', '--live', '--json']);
    expect(json()).toMatchObject([
      { principal: `arn:aws:iam::${ACCOUNT}:role/kiro-cost`, class: 'agent', verdict: 'exceeds' },
      { summary: { account: ACCOUNT, principals: 1, within: 0, exceeds: 1, undetermined: 0 } },
    ]);
    expect(stderr.trimEnd().split('\n')).toEqual([
      `ambit: the account ${ACCOUNT} was read as its AmbitObserver`,
      expect.stringMatching(/^ambit: the deployment has other standards, /),
    ]);
    expect(code).toBe(2);
    expect((await ambit(['ledger', 'show', '--live'])).stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  test('counts the SCPs as the deployment read them last', async () => {
    const readAt = Date.now() - 3_600_000;
    const parents = new Map([[ACCOUNT, 'r-root']]);
    const attached = new Map([
      ['r-root', { policies: ['p-nothing'] }],
      [ACCOUNT, { policies: ['p-FullAWSAccess'] }],
    ]);
    const policies = new Map([
      ['p-nothing', { id: 'p-nothing', type: 'SERVICE_CONTROL_POLICY', document: denying('*') }],
    ]);
    const denied = organizationToJson({ ...COMPANY, parents, attached, policies });
    const pause = async () => undefined;
    const table = new Table({ client: deployed.clients.dynamo, name: deployed.table, pause });
    await new DynamoKeepsakes(table).keep('organization', { value: denied, seenAt: readAt });
    const { code, json, stderr } = await ambit(['sweep', '--live', '--json']);
    const keptBack = expect.arrayContaining([expect.objectContaining({ rule: 'kept-back' })]);
    expect(json()).toMatchObject([
      { verdict: 'exceeds', severities: ['low'], reasons: keptBack },
      { summary: { exceeds: 1 } },
    ]);
    expect(stderr).toContain(`ambit: SCPs and RCPs count as the deployment read them at ${toIso(readAt)}\n`);
    expect(code).toBe(2);
  });
});

describe('ambit redrive', () => {
  const put = async (url: string, bodies: readonly string[]) => {
    for (const MessageBody of bodies)
      await deployed.clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
  };
  const countIn = async (url: string) => {
    const { Attributes } = await deployed.clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes?.['ApproximateNumberOfMessages']);
  };

  test('brings every dead letter back, and says how many; --dry-run only says', async () => {
    const { calls, callsDeadLetters, watchDeadLetters } = deployed;
    const bodies = Array.from({ length: 23 }, (_, index) => JSON.stringify({ call: index }));
    await put(callsDeadLetters, bodies);
    await put(watchDeadLetters, ['{"late":1}', '{"late":2}']);
    const dry = await ambit(['redrive', '--dry-run', '--json']);
    expect(dry.json()).toEqual([
      { queue: 'Ambit-calls-dead-letters', region: 'eu-west-1', waiting: 23, moved: 0, failed: 0 },
      { queue: 'Ambit-watch-dead-letters', region: 'eu-west-1', waiting: 2, moved: 0, failed: 0 },
      { summary: { waiting: 25, moved: 0, failed: 0, interrupted: false } },
    ]);
    expect(await countIn(calls)).toBe(0);
    const done = await ambit(['redrive']);
    expect(done.stdout).toBe(
      [
        'Ambit-calls-dead-letters (eu-west-1): about 23 waiting, 23 brought back',
        'Ambit-watch-dead-letters (eu-west-1): about 2 waiting, 2 brought back',
        '25 brought back',
        '',
      ].join('\n'),
    );
    expect(done.code).toBe(0);
    expect(await Promise.all([callsDeadLetters, watchDeadLetters].map(countIn))).toEqual([0, 0]);
    expect((await bodiesIn(calls)).sort()).toEqual([...bodies, '{"late":1}', '{"late":2}'].sort());
  });

  test('brings sessions that began back to their own queue', async () => {
    const { sqs } = deployed.clients;
    const made = ['Ambit-sessions', 'Ambit-sessions-dead-letters'].map((QueueName) =>
      sqs.send(new CreateQueueCommand({ QueueName })),
    );
    const [sessions = '', dead = ''] = (await Promise.all(made)).map(({ QueueUrl }) => QueueUrl);
    await put(dead, ['{"session":1}']);
    const { stdout } = await ambit(['redrive']);
    expect(stdout).toContain('Ambit-sessions-dead-letters (eu-west-1): about 1 waiting, 1 brought back\n');
    expect(await bodiesIn(sessions)).toEqual(['{"session":1}']);
    for (const QueueUrl of [sessions, dead]) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });

  test('stops when it is interrupted, and loses nothing', async () => {
    const { calls, callsDeadLetters } = deployed;
    await put(callsDeadLetters, ['{"one":1}', '{"two":2}']);
    const { stdout, code } = await ambit(['redrive'], '', () => AbortSignal.abort());
    expect(stdout).toContain('0 brought back; stopped, run it again for the rest');
    expect(code).toBe(0);
    expect(await countIn(callsDeadLetters)).toBe(2);
    expect(await countIn(calls)).toBe(0);
  });

  async function bodiesIn(QueueUrl: string): Promise<string[]> {
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await deployed.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      );
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
  }
});
