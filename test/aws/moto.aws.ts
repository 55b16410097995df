import { CreateRoleCommand, GetPolicyCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startMoto, type Moto } from './moto.ts';

const running: Moto[] = [];

async function iamOf(environment: Readonly<Record<string, string>> = {}) {
  const moto = await startMoto(environment);
  running.push(moto);
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  return { moto, iam: new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials }) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

describe('a moto of the tests', () => {
  test('keeps what an SDK client writes until it is reset, and is apart from another', async () => {
    const [one, other] = await Promise.all([iamOf(), iamOf()]);
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await one.iam.send(new CreateRoleCommand({ RoleName: 'reports', AssumeRolePolicyDocument: trust }));
    const namesIn = async ({ iam }: typeof one) =>
      (await iam.send(new ListRolesCommand({}))).Roles?.map((role) => role.RoleName);
    expect(await namesIn(one)).toEqual(['reports']);
    expect(await namesIn(other)).toEqual([]);
    await one.moto.reset();
    expect(await namesIn(one)).toEqual([]);
  });

  test("has AWS's managed policies where it is told to", async () => {
    const { iam } = await iamOf({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' });
    const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
    expect(Policy?.Arn).toBe(arn);
  });

  test('is gone once it is stopped', async () => {
    const { moto } = await iamOf();
    await moto.stop();
    await expect(fetch(moto.endpoint)).rejects.toThrow('fetch failed');
  });
});
