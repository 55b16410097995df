import { CloudTrailClient, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HUB, inMinistack, REGION, startCloud, throughTrail, type Cloud } from '../cloud.ts';
import { eventually } from '../eventually.ts';
import { userActor } from '../trail/actor.ts';
import { refuse } from '../trail/answer.ts';
import { everySecondWithoutDocuments } from '../trail/delivery.ts';
import { listen, recordsIn } from './heard.ts';

const ADA = 'AKIAADA0000000000000';
const GRACE = 'AKIAGRACE00000000000';
const MEMBER = '210987654321';
const READ = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const document = JSON.stringify(READ, null, 2);
const inline = new PutRolePolicyCommand({ RoleName: 'reports', PolicyName: 'read', PolicyDocument: document });
const once = () => ({ copies: 1, parameters: 'whole', after: Promise.resolve() }) as const;

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud();
});
beforeEach(() => {
  cloud.trail.know(ADA, userActor({ accountId: HUB, userName: 'ada' }));
  cloud.trail.know(GRACE, userActor({ accountId: MEMBER, userName: 'grace' }));
});
afterEach(async () => {
  await cloud.trail.reset();
  await Promise.all([cloud.moto.reset(), cloud.ministack.reset()]);
});
afterAll(() => cloud.stop());

async function madeRole(accessKeyId: string): Promise<IAMClient> {
  const iam = new IAMClient(throughTrail(cloud, accessKeyId));
  await iam.send(new CreateRoleCommand({ RoleName: 'reports', AssumeRolePolicyDocument: document }));
  return iam;
}

/** The list if it is long enough. */
function atLeast<T>(count: number, list: readonly T[]): readonly T[] | undefined {
  return list.length >= count ? list : undefined;
}

describe('the stand-in for CloudTrail', () => {
  test('passes a call on and tells the default bus who made it with what, as CloudTrail spells it', async () => {
    cloud.trail.deliverBy(once);
    const iam = await madeRole(ADA);
    const heard = await listen(cloud);
    await iam.send(inline);
    await iam.send(new TagRoleCommand({ RoleName: 'reports', Tags: [{ Key: 'team', Value: 'cost' }] }));
    await cloud.trail.delivered();
    const envelopes = await heard();
    expect(envelopes).toMatchObject([
      { source: 'aws.iam', account: HUB, region: REGION, 'detail-type': 'AWS API Call via CloudTrail' },
      { source: 'aws.iam' },
    ]);
    expect(recordsIn(envelopes)).toMatchObject([
      {
        eventName: 'PutRolePolicy',
        eventSource: 'iam.amazonaws.com',
        userIdentity: { type: 'IAMUser', userName: 'ada', accessKeyId: ADA },
        requestParameters: { roleName: 'reports', policyName: 'read', policyDocument: document },
        responseElements: null,
        readOnly: false,
        recipientAccountId: HUB,
      },
      { eventName: 'TagRole', requestParameters: { roleName: 'reports', tags: [{ key: 'team', value: 'cost' }] } },
    ]);
  });

  test('tells what a call made, documents percent-encoded', async () => {
    await madeRole(ADA);
    const policyDocument = encodeURIComponent(document).replaceAll('*', '%2A');
    const role = { arn: `arn:aws:iam::${HUB}:role/reports`, assumeRolePolicyDocument: policyDocument };
    expect(cloud.trail.records).toMatchObject([{ eventName: 'CreateRole', responseElements: { role } }]);
  });

  test('tells of calls that failed, and of denied ones nothing but that they were denied', async () => {
    const iam = new IAMClient({ ...throughTrail(cloud, ADA), maxAttempts: 1 });
    await expect(iam.send(inline)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const denied = { code: 'AccessDenied', message: 'not authorized to perform: iam:PutRolePolicy', status: 403 };
    cloud.trail.intercept((call) => Promise.resolve(refuse(call, denied)));
    await expect(iam.send(inline)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(cloud.trail.records).toMatchObject([
      { errorCode: 'NoSuchEntityException', requestParameters: { roleName: 'reports' } },
      { errorCode: 'AccessDenied', requestParameters: null, responseElements: null },
    ]);
  });

  test('leaves the parameters out of every second event unless told otherwise', async () => {
    const iam = await madeRole(ADA);
    const heard = await listen(cloud);
    for (let count = 0; count < 4; count += 1) await iam.send(inline);
    await cloud.trail.delivered();
    const withParameters = recordsIn(await heard()).filter((record) => 'requestParameters' in record);
    expect(withParameters).toHaveLength(2);
  });

  test('delivers twice, late, out of order or not at all, as told', async () => {
    const iam = await madeRole(ADA);
    const heard = await listen(cloud);
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const plans = [
      { copies: 1, parameters: 'whole', after: released },
      { copies: 0, parameters: 'whole', after: Promise.resolve() },
      { copies: 2, parameters: 'whole', after: Promise.resolve() },
    ] as const;
    cloud.trail.deliverBy((record, ordinal) => plans[ordinal - 1] ?? everySecondWithoutDocuments(record, ordinal));
    for (let count = 0; count < plans.length; count += 1) await iam.send(inline);
    const [, late, , twice] = cloud.trail.records.map(({ eventID }) => eventID);
    const first = await eventually(async () => atLeast(2, await heard()), 5000);
    release();
    await cloud.trail.delivered();
    expect(recordsIn([...first, ...(await heard())]).map(({ eventID }) => eventID)).toEqual([twice, twice, late]);
  });

  test('knows whoever AssumeRole gave credentials to, in the account of the role', async () => {
    const sts = new STSClient(throughTrail(cloud, ADA));
    const RoleArn = `arn:aws:iam::${MEMBER}:role/ops/deployer`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'night' }));
    const iam = await madeRole(Credentials?.AccessKeyId ?? '');
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'reports' }));
    expect(Role?.Arn).toBe(`arn:aws:iam::${MEMBER}:role/reports`);
    expect(cloud.trail.records).toMatchObject([
      { eventName: 'AssumeRole', readOnly: true, recipientAccountId: HUB, userIdentity: { userName: 'ada' } },
      {
        eventName: 'CreateRole',
        recipientAccountId: MEMBER,
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${MEMBER}:assumed-role/deployer/night`,
          sessionContext: { sessionIssuer: { arn: RoleArn } },
        },
      },
    ]);
  });

  test('refuses credentials that it does not know', async () => {
    const iam = new IAMClient(throughTrail(cloud, 'AKIASTRANGER00000000'));
    await expect(iam.send(inline)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    expect(cloud.trail.records).toEqual([]);
  });

  test('reads the JSON protocol as well', async () => {
    const organizations = new OrganizationsClient(throughTrail(cloud, ADA));
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    expect(cloud.trail.records).toMatchObject([
      {
        eventSource: 'organizations.amazonaws.com',
        eventName: 'CreateOrganization',
        requestParameters: { featureSet: 'ALL' },
        responseElements: { organization: { masterAccountId: HUB } },
      },
    ]);
  });

  test('answers LookupEvents, by pages, also with what was not delivered', async () => {
    cloud.trail.deliverBy(() => ({ ...once(), copies: 0 }));
    const iam = await madeRole(ADA);
    await madeRole(GRACE);
    for (let count = 0; count < 52; count += 1) await iam.send(inline);
    const client = new CloudTrailClient(throughTrail(cloud, ADA));
    const pages = [];
    for await (const { Events } of paginateLookupEvents({ client }, {})) pages.push(Events ?? []);
    expect(pages.map((page) => page.length)).toEqual([50, 3]);
    expect(pages.at(-1)?.at(-1)).toMatchObject({ EventName: 'CreateRole', ReadOnly: 'false' });
  });
});

describe('the amended MiniStack', () => {
  test('shows read-only calls to rules for all management events only', async () => {
    const usual = await listen(cloud);
    const all = await listen(cloud, { state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' });
    const sts = new STSClient(throughTrail(cloud, ADA));
    const RoleArn = `arn:aws:iam::${HUB}:role/deployer`;
    await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'night' }));
    await madeRole(ADA);
    await cloud.trail.delivered();
    expect(recordsIn(await usual()).map(({ eventName }) => eventName)).toEqual(['CreateRole']);
    expect(recordsIn(await all()).map(({ eventName }) => eventName)).toEqual(['AssumeRole', 'CreateRole']);
  });

  test('sends the events of a member account to the bus of the hub, and says where they come from', async () => {
    const hub = new EventBridgeClient(inMinistack(cloud));
    const { EventBusArn } = await hub.send(new CreateEventBusCommand({ Name: 'Ambit' }));
    const heard = await listen(cloud, { bus: 'Ambit' });
    const member = new EventBridgeClient(inMinistack(cloud, MEMBER));
    const Name = 'forward';
    await member.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify({ source: ['aws.iam'] }) }));
    const target = { Id: 'hub', Arn: EventBusArn, RoleArn: `arn:aws:iam::${MEMBER}:role/AmbitForwarder-us-east-1` };
    await member.send(new PutTargetsCommand({ Rule: Name, Targets: [target] }));
    await madeRole(GRACE);
    await madeRole(ADA);
    await cloud.trail.delivered();
    expect(await heard()).toMatchObject([{ account: MEMBER, detail: { userIdentity: { userName: 'grace' } } }]);
  });
});
