import { ListRolesCommand } from '@aws-sdk/client-iam';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { ambit } from '../../cli/cli.ts';
import { decisionFor, grantExcess, makeAgent } from '../ambit/grants.ts';
import { installAmbit, type Installed } from '../ambit/installed.ts';
import { caseOf } from '../ambit/waiting.ts';
import { HUB, inMinistack } from '../cloud.ts';
import { physicalId } from '../deploy/deploy.ts';
import { asOperator } from './operator.ts';

let installed: Installed;
let noMore: () => Promise<void>;

beforeAll(async () => {
  installed = await installAmbit();
  noMore = await asOperator(installed.cloud);
});

afterAll(async () => {
  await noMore();
  await installed.stop();
});

const Line = z.object({ check: z.string(), verdict: z.string(), says: z.string() });

/** What the doctor says of each part, by its name. */
async function examined(): Promise<Readonly<Record<string, string>>> {
  const { json } = await ambit(['doctor', '--json']);
  const lines = json().flatMap((line) => Line.safeParse(line).data ?? []);
  return Object.fromEntries(lines.map(({ check, verdict, says }) => [check, `${verdict}: ${says}`]));
}

describe('a deployed Ambit, from the command line', () => {
  test('is examined: every part is found, and enforce does not count yet', async () => {
    expect(await examined()).toMatchObject({
      stack: 'ok: Ambit in us-east-1 is CREATE_COMPLETE',
      'rules us-east-1': expect.stringMatching(/^ok: \d+ rules watch us-east-1$/),
      bus: 'ok: the rules of the bus Ambit are enabled',
      'own watch': 'ok: who changes Ambit is written down',
      sources: 'ok: functions take from 3 queues',
      evidence: expect.stringMatching(/^ok: .* is locked for 365 days$/),
      'signing key': 'ok: it is enabled (ECC_NIST_EDWARDS25519)',
      topic: 'warning: nobody is told of findings and alarms',
      timetable: 'ok: 3 schedules are enabled',
      'dead calls': 'ok: there are none',
      mode: 'warning: enforce counts as warn before a drill has passed',
      drill: 'warning: no drill has passed yet',
      canaries: 'ok: no drill has left its canary behind',
    });
  });

  test('passes a drill, whose canary is gone afterwards; then enforce counts', async () => {
    const { code, json } = await ambit(['drill', '--canary-profile', 'ada', '--json']);
    expect(json()).toMatchObject([{ account: HUB, result: 'passed', removed: true }]);
    expect(code).toBe(0);
    const { Roles } = await installed.iam.send(new ListRolesCommand({ PathPrefix: '/ambit-drill/' }));
    expect(Roles).toEqual([]);
    expect(await examined()).toMatchObject({
      mode: expect.stringMatching(/^ok: enforce/),
      drill: expect.stringMatching(/^ok: the last drill passed at /),
    });
  });

  test('holds, is listed, and gives back what two people approve', async () => {
    const principal = await makeAgent(installed.iam, 'reporter');
    await grantExcess(installed.iam, 'reporter');
    const { finding } = await caseOf(installed, principal, 'held');
    const listed = await ambit(['findings', '--live']);
    expect(listed.stdout).toContain(`high excess-access: ${principal}, held`);
    const approve = (personId: string) => {
      process.env['AMBIT_TOKEN'] = installed.token(personId);
      const words = ['approve', finding.id, '--api', installed.door, '--reason', 'release 42'];
      return ambit([...words, '--days', '1', '--yes', '--json']);
    };
    expect((await approve('sub-ada')).stderr).toContain('ambit: refused: SIGNED_OWN_REQUEST: ');
    expect((await approve('sub-security')).json()).toMatchObject([{ outcome: 'signed' }]);
    expect((await approve('sub-owner')).json()).toMatchObject([{ outcome: 'complete', missing: [] }]);
    await caseOf(installed, principal, 'restored');
    expect(await decisionFor(installed.iam, 'reporter', 's3:DeleteObject')).toBe('allow');
  });

  test('has a ledger that verifies with the key in KMS', async () => {
    const { code, json } = await ambit(['ledger', 'verify', '--live', '--json']);
    expect(json()).toMatchObject([{ fault: null, verifies: true }]);
    expect(code).toBe(0);
  });

  test('takes dead letters back, and handles them once', async () => {
    const sqs = new SQSClient({ ...inMinistack(installed.cloud) });
    const dead = physicalId(installed.deployed, 'AWS::SQS::Queue', 'HubQueuesCallsDeadLetters');
    const entries = await installed.ledger.head();
    await sqs.send(
      new SendMessageCommand({ QueueUrl: dead, MessageBody: '{"detail":{"eventSource":"s3.amazonaws.com"}}' }),
    );
    expect(await examined()).toMatchObject({ 'dead calls': 'problem: about 1 calls could not be handled' });
    const { code, json } = await ambit(['redrive', '--json']);
    expect(json()).toContainEqual({ summary: { waiting: 1, moved: 1, failed: 0, interrupted: false } });
    expect(code).toBe(0);
    expect(await examined()).toMatchObject({ 'dead calls': 'ok: there are none' });
    expect(await installed.ledger.head()).toBeGreaterThanOrEqual(entries);
  });
});
