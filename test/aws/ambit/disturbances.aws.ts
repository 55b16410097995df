import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { textAt } from '../../../lib/core/activity/member.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import { releaseNews } from '../../../lib/usecases/holds/release-news.ts';
import { runAsPeopleDo } from '../as-people-do.ts';
import { HUB, inMinistack, REGION } from '../cloud.ts';
import { physicalId } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import { userActor } from '../trail/actor.ts';
import { refuse } from '../trail/answer.ts';
import { isReadOnly } from '../trail/call.ts';
import { ambitOfFile } from './ambit-of-file.ts';
import { halfWithoutDocuments, isByAmbit, LOOKED_FOR_AFTER_SECONDS, whole } from './deliveries.ts';
import { decisionFor, EXCESS, grantExcess, makeAgent, unrecorded } from './grants.ts';
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

describe('with Ambit gone, and who must sign held themselves', () => {
  const GLASS = 'AKIAGLASS00000000000';
  const OWN_TAG = 'AmbitHold';

  /** From now on Ambit hears of nothing, and no call of it is answered. Returns what ends that. */
  function ambitGone(): () => void {
    const { cloud } = installed();
    let back = (): void => undefined;
    const after = new Promise<void>((resolve) => {
      back = resolve;
    });
    cloud.trail.deliverBy(() => ({ copies: 1, parameters: 'whole', after }));
    cloud.trail.intercept((call, forward) =>
      byAmbit(call) ? Promise.resolve(refuse(call, { code: 'Gone', message: 'gone', status: 400 })) : forward(),
    );
    return () => {
      cloud.trail.intercept((_, forward) => forward());
      cloud.trail.deliverBy(whole);
      back();
    };
  }

  const parsed = (text: string): unknown => JSON.parse(text);

  async function heldBy(iam: IAMClient, RoleName: string) {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    const texts = PolicyNames.toSorted().map(async (PolicyName) => {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, parsed(decodeURIComponent(PolicyDocument))] as const;
    });
    const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    return { inline: Object.fromEntries(await Promise.all(texts)), tags: Tags.map(({ Key }) => Key) };
  }

  async function casesAbout(arn: string): Promise<readonly Case[]> {
    return (await installed().cases()).filter(({ finding }) => finding.principal === arn);
  }

  test('a person releases a hold by the commands that were announced, and it is told of and held again when Ambit is back', async () => {
    const { cloud, iam, ledger } = installed();
    const PolicyDocument = JSON.stringify({ ...EXCESS, Statement: [{ ...EXCESS.Statement[0], Action: 'iam:*' }] });
    const approver = await makeAssessed(installed(), 'approver');
    await iam.send(new PutRolePolicyCommand({ RoleName: 'approver', PolicyName: 'approves', PolicyDocument }));
    await caseOf(installed(), approver, 'held');
    const arn = await makeAssessed(installed(), 'released');
    // what no event told of keeps the grant from being undone: a deny stands in, and a mark with it
    const drift = JSON.stringify({ ...EXCESS, Statement: [{ ...EXCESS.Statement[0], Action: 's3:GetObject' }] });
    const unseen = { RoleName: 'released', PolicyName: 'drift', PolicyDocument: drift };
    await unrecorded(installed()).send(new PutRolePolicyCommand(unseen));
    await grantExcess(iam, 'released');
    const { finding } = await caseOf(installed(), arn, 'held');
    expect((await heldBy(iam, 'released')).tags).toEqual([OWN_TAG]);
    const [announced = ''] = releaseNews(await ledger.about(finding.id));

    const comeBack = ambitGone();
    expect(await decisionFor(iam, 'approver', 'iam:DeleteRolePolicy')).not.toBe('allow');
    cloud.trail.know(GLASS, userActor({ accountId: HUB, userName: 'break-glass' }));
    await runAsPeopleDo(announced.replace('without Ambit it is released by: ', ''), {
      AWS_ACCESS_KEY_ID: GLASS,
      AWS_DEFAULT_REGION: REGION,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_IAM: cloud.trail.endpoint,
    });
    expect(await heldBy(iam, 'released')).toEqual({ inline: { drift: parsed(drift), excess: EXCESS }, tags: [] });

    comeBack();
    const told = await eventually(
      async () => (await casesAbout(arn)).find((each) => each.finding.kind === 'hold-undone'),
      60_000,
    );
    expect(told.finding).toMatchObject({ severity: 'high', actor: { name: 'break-glass' }, resources: [finding.id] });
    await eventually(async () => {
      return (await decisionFor(iam, 'released', WRITE)) === 'allow' ? undefined : 'held again';
    }, 60_000);
    const isHeld = ({ finding: { id }, status }: Case) => id === finding.id && status === 'held';
    await eventually(async () => (await casesAbout(arn)).find(isHeld), 60_000);
  });
});
