import { IAMClient } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DetachPolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { textAt } from '../../../lib/core/activity/member.ts';
import { clientsOf } from '../adapters/moto-accounts.ts';
import { HUB, throughTrail } from '../cloud.ts';
import { userActor } from '../trail/actor.ts';
import { ambitOfFile } from './ambit-of-file.ts';
import { countersign } from './countersign.ts';
import { halfWithoutDocuments } from './deliveries.ts';
import { decisionFor, grantExcess, makeAgent, unrecorded } from './grants.ts';
import { joinAccount, ORGANIZATION, organizationsOf } from './organization.ts';
import { caseOf, idle } from './waiting.ts';

const GRACE = 'AKIAGRACE00000000000';
const WRITE = 's3:PutObject';
const HOUR_SECONDS = 60 * 60;

const installed = ambitOfFile(ORGANIZATION);

/** An account that joined, and IAM there for somebody of it. */
let account = '';
let member: IAMClient;

beforeAll(async () => {
  const { cloud } = installed();
  account = await joinAccount(cloud);
  cloud.trail.know(GRACE, userActor({ accountId: account, userName: 'grace' }));
  member = new IAMClient(throughTrail(cloud, GRACE));
});
beforeEach(() => {
  const { cloud } = installed();
  cloud.trail.deliverBy(halfWithoutDocuments(cloud));
});

/** The roles of Ambit that changed something in an account, each once, in the order of their calls. */
function rolesAtWorkIn(where: string): readonly string[] {
  const records = installed().cloud.trail.records.filter(
    ({ recipientAccountId, readOnly }) => recipientAccountId === where && !readOnly,
  );
  const sessions = records.map((record) => textAt(record, 'userIdentity.arn') ?? '');
  const prefix = `arn:aws:sts::${where}:assumed-role/Ambit`;
  return [...new Set(sessions.flatMap((arn) => (arn.startsWith(prefix) ? (arn.split('/').at(1) ?? '') : [])))];
}

describe('in an organization', () => {
  test('a grant is held in the account where it was made and in no other, and given back there by two signatures', async () => {
    const { iam } = installed();
    const arn = await makeAgent(member, 'twin');
    await makeAgent(unrecorded(installed()), 'twin');
    await idle(installed());
    await grantExcess(unrecorded(installed()), 'twin');
    await grantExcess(member, 'twin');
    const { finding } = await caseOf(installed(), arn, 'held');
    expect(finding.account).toBe(account);
    expect(await decisionFor(member, 'twin', WRITE)).not.toBe('allow');
    expect(await decisionFor(iam, 'twin', WRITE)).toBe('allow');
    expect(rolesAtWorkIn(account)).toEqual(['AmbitHolder']);

    expect(await countersign(installed(), finding, 'sub-security')).toMatchObject({ body: { outcome: 'signed' } });
    expect(await decisionFor(member, 'twin', WRITE)).not.toBe('allow');
    expect(await countersign(installed(), finding, 'sub-owner')).toMatchObject({ body: { outcome: 'complete' } });
    await caseOf(installed(), arn, 'restored');
    expect(await decisionFor(member, 'twin', WRITE)).toBe('allow');
    expect(rolesAtWorkIn(account)).toEqual(['AmbitHolder', 'AmbitRestorer']);
    expect(rolesAtWorkIn(HUB)).toEqual([]);
  });
});

describe('a grant in another account that no event tells of', () => {
  test('is found and held when the trail is read', async () => {
    installed().cloud.trail.deliverBy(() => ({ copies: 0, parameters: 'whole', after: Promise.resolve() }));
    const arn = await makeAgent(member, 'untold');
    await grantExcess(member, 'untold');
    installed().cloud.clock.moveAhead({ seconds: 45 * 60 });
    const { finding } = await caseOf(installed(), arn, 'held');
    expect(finding).toMatchObject({ kind: 'excess-access', account, call: { name: 'PutRolePolicy' } });
    expect(await decisionFor(member, 'untold', WRITE)).not.toBe('allow');
  });

  test('is found by the next sweep where not even the trail has it', async () => {
    const { cloud } = installed();
    const beyondTheTrail = clientsOf(cloud.moto).clients.iam(account, 'Restorer');
    const arn = await makeAgent(beyondTheTrail, 'unheard');
    await grantExcess(beyondTheTrail, 'unheard');
    cloud.clock.moveAhead({ seconds: 7 * HOUR_SECONDS });
    const { finding } = await caseOf(installed(), arn, 'alerted');
    expect(finding).toMatchObject({ kind: 'standing-excess', account, call: null });
  });
});

describe('an SCP', () => {
  test('that keeps a grant back leaves nothing to hold, and what it kept back is found once it is gone', async () => {
    const { cloud } = installed();
    cloud.trail.deliverBy(() => ({ copies: 1, parameters: 'whole', after: Promise.resolve() }));
    const arn = await makeAgent(member, 'kept-back');
    const PolicyId = await guardOf(account);
    await idle(installed());
    await grantExcess(member, 'kept-back');
    const { finding } = await caseOf(installed(), arn, 'alerted');
    expect(finding).toMatchObject({ kind: 'excess-access', severity: 'low', reasons: [{ rule: 'kept-back' }] });
    await organizationsOf(cloud).send(new DetachPolicyCommand({ PolicyId, TargetId: account }));
    await idle(installed());
    const found = (await installed().cases()).map((each) => each.finding).filter(({ principal }) => principal === arn);
    expect(found.map(({ kind }) => kind).sort()).toEqual(['excess-access', 'standing-excess']);
  });
});

/** An SCP on an account that denies all that agents are given too much of; its id. */
async function guardOf(TargetId: string): Promise<string> {
  const organizations = organizationsOf(installed().cloud);
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const Type = 'SERVICE_CONTROL_POLICY';
  await organizations.send(new EnablePolicyTypeCommand({ RootId: Roots[0]?.Id, PolicyType: Type }));
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
  const Content = JSON.stringify(document);
  const made = await organizations.send(new CreatePolicyCommand({ Name: 'NoS3', Description: 'no S3', Type, Content }));
  const PolicyId = made.Policy?.PolicySummary?.Id ?? '';
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }));
  return PolicyId;
}
