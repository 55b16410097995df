import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { textAt } from '../../../lib/core/activity/member.ts';
import { inMinistack } from '../cloud.ts';
import { physicalId } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import { refuse } from '../trail/answer.ts';
import { isReadOnly } from '../trail/call.ts';
import { ambitOfFile } from './ambit-of-file.ts';
import { halfWithoutDocuments, isByAmbit, LOOKED_FOR_AFTER_SECONDS, whole } from './deliveries.ts';
import { decisionFor, grantExcess, makeAgent } from './grants.ts';
import type { Installed } from './installed.ts';
import { caseOf, faultsIn } from './waiting.ts';
import { byAmbit, late, throttling } from './interceptions.ts';

const WRITE = 's3:PutObject';
/** Longer than a message is hidden while its function might be at work. */
const REDELIVERED_SECONDS = 200;
const installed = ambitOfFile();

beforeEach(() => {
  const { cloud } = installed();
  cloud.trail.deliverBy(halfWithoutDocuments(cloud));
  cloud.trail.intercept((_, forward) => forward());
});

/** Makes an agent, and waits until Ambit has assessed it; its ARN. */
async function makeAssessed({ cloud, iam, ledger }: Installed, name: string): Promise<string> {
  cloud.trail.deliverBy(whole);
  const arn = await makeAgent(iam, name);
  const { eventID } = cloud.trail.records.findLast(({ eventName }) => eventName === 'CreateRole') ?? { eventID: '' };
  await eventually(async () => (await ledger.about(eventID)).at(0), 20_000);
  return arn;
}

/** Makes an agent and gives it excess; asserts that it ends held, with one finding. */
async function assertHeld(ambit: Installed, name: string): Promise<void> {
  const arn = await makeAgent(ambit.iam, name);
  await grantExcess(ambit.iam, name);
  await caseOf(ambit, arn, 'held');
  expect(await decisionFor(ambit.iam, name, WRITE)).not.toBe('allow');
}

/** Waits until the ledger has the assessment of every call that people made about a role. */
async function allAssessed(ambit: Installed, roleName: string): Promise<void> {
  const { cloud, ledger } = ambit;
  const about = cloud.trail.records.filter(
    (record) => !isByAmbit(record) && textAt(record, 'requestParameters.roleName') === roleName,
  );
  for (const { eventID } of about) {
    await eventually(async () => (await ledger.about(eventID)).at(0), 60_000).catch((cause: unknown) => {
      throw new Error(`${eventID} is not assessed\n${faultsIn(ambit)}`, { cause });
    });
  }
}

describe('a grant is held once', () => {
  test('when every event comes three times', async () => {
    installed().cloud.trail.deliverBy(() => ({ copies: 3, parameters: 'whole', after: Promise.resolve() }));
    await assertHeld(installed(), 'thrice');
  });

  test('when its event says nothing of the role, and when another one comes at the moment at which that one is looked for', async () => {
    const { cloud, iam } = installed();
    const silent = await makeAssessed(installed(), 'silent');
    const named = await makeAssessed(installed(), 'named');
    cloud.trail.deliverBy((record) =>
      textAt(record, 'requestParameters.roleName') === 'silent'
        ? { copies: 1, parameters: 'left out', after: Promise.resolve() }
        : { copies: 1, parameters: 'whole', after: sleep(LOOKED_FOR_AFTER_SECONDS * 1000) },
    );
    await grantExcess(iam, 'silent');
    await grantExcess(iam, 'named');
    for (const [name, arn] of Object.entries({ silent, named })) {
      await caseOf(installed(), arn, 'held');
      expect(await decisionFor(iam, name, WRITE)).not.toBe('allow');
    }
  });

  test('when IAM throttles Ambit', async () => {
    const throttled = throttling(1);
    installed().cloud.trail.intercept(throttled.intercept);
    await assertHeld(installed(), 'throttled');
    expect(throttled.count()).toBeGreaterThan(3);
  });

  test('when IAM shows changes to Ambit six seconds late', async () => {
    const { cloud, iam } = installed();
    const hiding = late(6000);
    cloud.trail.intercept(hiding.intercept);
    // what Ambit has read before, it can be shown again
    const arn = await makeAssessed(installed(), 'late');
    await grantExcess(iam, 'late');
    await caseOf(installed(), arn, 'held');
    expect(hiding.count()).toBeGreaterThan(3);
    expect(await decisionFor(iam, 'late', WRITE)).not.toBe('allow');
  });
});

describe('a function that is killed', () => {
  test.each(['before', 'after'])('%s a call of a hold, goes on with it', async (moment) => {
    const { cloud, iam } = installed();
    const killed: number[] = [];
    cloud.trail.intercept(async (call, forward) => {
      const isHold = byAmbit(call, 'Holder') && !isReadOnly(call) && killed.length === 0;
      if (!isHold) return await forward();
      if (moment === 'before') killed.push(cloud.functions.kill('Ambit-on-call'));
      const answer =
        moment === 'before' ? refuse(call, { code: 'Lost', message: 'never sent', status: 400 }) : await forward();
      if (moment === 'after') killed.push(cloud.functions.kill('Ambit-on-call'));
      return answer;
    });
    const name = `killed-${moment}`;
    const arn = await makeAgent(iam, name);
    await grantExcess(iam, name);
    await eventually(() => killed.at(0), 20_000);
    cloud.clock.moveAhead({ seconds: REDELIVERED_SECONDS });
    await caseOf(installed(), arn, 'held');
    expect(await decisionFor(iam, name, WRITE)).not.toBe('allow');
  });
});

describe('events out of order', () => {
  test('end in what IAM holds, not in what came last', async () => {
    const { cloud, iam } = installed();
    const released: (() => void)[] = [];
    cloud.trail.deliverBy((record) => {
      if (record.eventName === 'CreateRole') return { copies: 1, parameters: 'whole', after: Promise.resolve() };
      return { copies: 1, parameters: 'whole', after: new Promise<void>((release) => released.unshift(release)) };
    });
    const arn = await makeAgent(iam, 'disordered');
    await grantExcess(iam, 'disordered', 'first');
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'disordered', PolicyName: 'first' }));
    await grantExcess(iam, 'disordered', 'second');
    cloud.trail.deliverBy(halfWithoutDocuments(cloud));
    for (const release of released) {
      release();
      await sleep(300);
    }
    await caseOf(installed(), arn, 'held');
    expect(await decisionFor(iam, 'disordered', WRITE)).not.toBe('allow');
  });
});

describe('a message that nobody can read', () => {
  test('ends as a finding and a dead letter, and holds up nothing', async () => {
    const { cloud, deployed } = installed();
    const sqs = new SQSClient(inMinistack(cloud));
    const QueueUrl = physicalId(deployed, 'AWS::SQS::Queue', 'HubQueuesCalls0');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"detail": "poison"' }));
    await assertHeld(installed(), 'beside-poison');
    // the time is moved now: a call that is still at work would come again until it is a dead letter
    await allAssessed(installed(), 'beside-poison');
    const deadLetters = physicalId(deployed, 'AWS::SQS::Queue', 'HubQueuesCallsDeadLetters');
    const body = await eventually(async () => {
      cloud.clock.moveAhead({ seconds: REDELIVERED_SECONDS });
      await sleep(1000);
      return (await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadLetters }))).Messages?.at(0)?.Body;
    }, 60_000);
    expect(body).toBe('{"detail": "poison"');
    const unreadable = (await installed().cases()).filter(({ finding }) => finding.kind === 'unreadable-call');
    expect(unreadable.map(({ finding }) => finding.call)).toContain(null);
  });
});
