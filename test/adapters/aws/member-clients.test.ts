import { ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { iamClient } from '../../../lib/adapters/aws/iam-client.ts';
import { MemberClients } from '../../../lib/adapters/aws/member-clients.ts';
import { answerOf, answeringIam } from './answering-iam.ts';

const MINUTE = 60_000;
const LIST = new ListRolePoliciesCommand({ RoleName: 'deploy' });

/** Member clients over an STS that gives sessions of this length, and what was assumed. */
function membersFor({ partition = 'aws', lasting = 60 * MINUTE } = {}) {
  const client = new STSClient({ region: 'us-east-1' });
  const sts = mockClient(client);
  sts.on(AssumeRoleCommand).callsFake(async () => ({
    Credentials: {
      AccessKeyId: 'ASIAEXAMPLE',
      SecretAccessKey: 'secret',
      SessionToken: 'token',
      Expiration: new Date(Date.now() + lasting),
    },
  }));
  const answering = answeringIam(Array.from({ length: 20 }, () => answerOf('ListRolePolicies')));
  const { budget } = answering;
  const requestHandler = answering.iam.config.requestHandler;
  const regions: string[] = [];
  const makeIam: ConstructorParameters<typeof MemberClients>[0]['makeIam'] = (config) => {
    regions.push(config.region);
    return iamClient({ ...config, requestHandler }, budget);
  };
  const members = new MemberClients({
    partition,
    rolePrefix: 'Ambit',
    actingAs: 'on-call',
    sts: client,
    budget,
    makeIam,
  });
  const assumed = () => sts.commandCalls(AssumeRoleCommand).map(({ args: [command] }) => command.input);
  return { members, sts, regions, assumed };
}

describe('clients of member accounts', () => {
  test('assume the role of the account that they are asked for, once for many calls', async () => {
    const { members, assumed, regions } = membersFor();
    await Promise.all([1, 2, 3].map(() => members.iam('111122223333', 'Observer').send(LIST)));
    await members.iam('111122223333', 'Observer').send(LIST);
    await members.iam('444455556666', 'Holder').send(LIST);
    expect(assumed()).toEqual([
      {
        RoleArn: 'arn:aws:iam::111122223333:role/AmbitObserver',
        RoleSessionName: 'ambit-on-call',
        DurationSeconds: 3600,
      },
      {
        RoleArn: 'arn:aws:iam::444455556666:role/AmbitHolder',
        RoleSessionName: 'ambit-on-call',
        DurationSeconds: 3600,
      },
    ]);
    expect(regions).toEqual(['us-east-1', 'us-east-1']);
  });

  test('assume a role again when its session ends within 5 minutes', async () => {
    const { members, assumed } = membersFor({ lasting: 4 * MINUTE });
    await members.iam('111122223333', 'Observer').send(LIST);
    const before = assumed().length;
    await members.iam('111122223333', 'Observer').send(LIST);
    expect(assumed().length).toBeGreaterThan(before);
  });

  test.each([
    ['F-57675e6173b4', 'ambit-on-call-F-57675e6173b4'],
    [
      'so long that it does not fit into the name of a session by far',
      'ambit-on-call-so-long-that-it-does-not-fit-into-the-name-of-a-se',
    ],
  ])('name their sessions after the finding that they act for: %s', async (findingId, name) => {
    const { members, assumed } = membersFor();
    await members.iam('111122223333', 'Holder', findingId).send(LIST);
    expect(assumed()[0]?.RoleSessionName).toBe(name);
    expect(name.length).toBeLessThanOrEqual(64);
  });

  test.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('of the partition %s ask in %s', async (partition, region) => {
    const { members, assumed, regions } = membersFor({ partition });
    await members.iam('111122223333', 'Auditor').send(LIST);
    expect(regions).toEqual([region]);
    expect(assumed()[0]?.RoleArn).toBe(`arn:${partition}:iam::111122223333:role/AmbitAuditor`);
  });

  test('refuse a partition whose Regions they do not know', () => {
    const { members } = membersFor({ partition: 'aws-iso' });
    expect(() => members.iam('111122223333', 'Observer')).toThrow(
      'the Regions of the partition "aws-iso" are not known',
    );
  });

  test('say which role of which account could not be assumed', async () => {
    const { members, sts } = membersFor();
    sts.on(AssumeRoleCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(members.iam('111122223333', 'Observer').send(LIST)).rejects.toThrow(
      'arn:aws:iam::111122223333:role/AmbitObserver could not be assumed',
    );
  });

  test('take no half credentials', async () => {
    const { members, sts } = membersFor();
    sts.on(AssumeRoleCommand).resolves({});
    await expect(members.credentials('111122223333', 'Observer')).rejects.toThrow('no whole credentials');
  });

  test('are bounded: the account that was used longest ago assumes its role anew', async () => {
    const { members, assumed } = membersFor();
    await members.iam('100000000000', 'Observer').send(LIST);
    for (let index = 1; index <= 64; index += 1) members.iam(String(100_000_000_000 + index), 'Observer');
    await members.iam('100000000000', 'Observer').send(LIST);
    expect(assumed()).toHaveLength(2);
  });
});
