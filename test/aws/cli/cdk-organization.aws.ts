import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ambit } from '../../cli/cli.ts';
import { HUB, inMinistack, REGION, startCloud } from '../cloud.ts';
import { cdk, cdkAsBefore, type CdkPlace } from './cdk.ts';
import { asOperator } from './operator.ts';

// a limit for what hangs: some commands synthesize anew
jest.setTimeout(300_000);

const MANAGEMENT = '777788889999';
const SETTINGS = [
  'ambit:layout=organization',
  'ambit:organization=o-exampleorgid',
  `ambit:hubAccount=${HUB}`,
  `ambit:managementAccount=${MANAGEMENT}`,
  'ambit:units=r-abcd',
].flatMap((setting) => ['-c', setting]);
const AS_HUB = ['--profile', 'hub', '--require-approval', 'never'];
const AS_MANAGEMENT = ['--profile', 'management', '--require-approval', 'never'];

let place: CdkPlace;
let noMore: () => Promise<void>;

beforeAll(async () => {
  const cloud = await startCloud();
  place = { cloud, folder: await mkdtemp(join(tmpdir(), 'ambit-cdk-')) };
  noMore = await asOperator(cloud, { management: MANAGEMENT });
});

afterAll(async () => {
  await noMore();
  await place.cloud.stop();
  await rm(place.folder, { recursive: true });
});

/** Types of what a stack of the management account consists of. */
async function typesIn(StackName: string): Promise<ReadonlySet<string>> {
  const cloudFormation = new CloudFormationClient(inMinistack(place.cloud, MANAGEMENT));
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  return new Set(StackResources.map(({ ResourceType = '' }) => ResourceType));
}

/** The steps of the README, each upon the one before: no account has credentials of another. */
describe('an organization', () => {
  test('has its hub deployed by the hub’s account', async () => {
    await cdk(['bootstrap', `aws://${HUB}/${REGION}`, '--profile', 'hub', ...SETTINGS], place);
    await cdkAsBefore(['deploy', 'Ambit', ...AS_HUB], place);
    const { json } = await ambit(['doctor', '--profile', 'hub', '--json']);
    expect(json()).toContainEqual(expect.objectContaining({ check: 'stack', verdict: 'ok' }));
  });

  test('has its management account watched by rules that this account deploys', async () => {
    await cdkAsBefore(['bootstrap', `aws://${MANAGEMENT}/${REGION}`, '--profile', 'management'], place);
    await cdkAsBefore(['deploy', '--exclusively', 'Ambit-management*', ...AS_MANAGEMENT], place);
    const events = new EventBridgeClient(inMinistack(place.cloud, MANAGEMENT));
    const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: 'Ambit-watch-' }));
    expect(Rules.length).toBeGreaterThan(8);
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: Rules[0]?.Name }));
    expect(Targets).toMatchObject([{ Arn: `arn:aws:events:${REGION}:${HUB}:event-bus/Ambit` }]);
  });

  test('gets its guardrail last', async () => {
    expect(await typesIn('Ambit-management')).not.toContain('AWS::Organizations::Policy');
    const guarded = [...SETTINGS, '-c', 'ambit:guardrailTargets=r-abcd'];
    await cdk(['deploy', '--exclusively', 'Ambit-management*', ...AS_MANAGEMENT, ...guarded], place);
    await cdkAsBefore(['deploy', 'Ambit', ...AS_HUB], place);
    expect(await typesIn('Ambit-management')).toContain('AWS::Organizations::Policy');
  });
});
