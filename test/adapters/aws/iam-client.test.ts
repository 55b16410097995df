import { AttachRolePolicyCommand, CreatePolicyVersionCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { BudgetSpent, CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { iamClient } from '../../../lib/adapters/aws/iam-client.ts';
import { answeringIam, answerOf, CREDENTIALS, refusal } from './answering-iam.ts';

const GET = new GetRoleCommand({ RoleName: 'deploy' });
const ATTACH = new AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
const VERSION = new CreatePolicyVersionCommand({
  PolicyArn: 'arn:aws:iam::111122223333:policy/team',
  PolicyDocument: '{}',
});

describe('an IAM client', () => {
  test('slows down when it is throttled', async () => {
    const budget = new CallBudget({ attempts: 1, milliseconds: 1000 }, { now: () => Date.now() });
    const { config } = iamClient({ region: 'us-east-1', credentials: CREDENTIALS }, budget);
    expect(await config.retryStrategy()).toMatchObject({ mode: 'adaptive' });
  });

  test('asks again when it is throttled or the connection breaks', async () => {
    const { iam, sent } = answeringIam([refusal('Throttling'), { breaks: 'ECONNRESET' }, answerOf('GetRole')]);
    await iam.send(GET);
    expect(sent).toEqual(['GetRole', 'GetRole', 'GetRole']);
  });

  test('does not take a quota that is reached for throttling', async () => {
    const { iam, sent } = answeringIam([refusal('LimitExceeded', 409)]);
    await expect(iam.send(ATTACH)).rejects.toMatchObject({
      name: 'LimitExceeded',
      message: 'because of LimitExceeded',
    });
    expect(sent).toEqual(['AttachRolePolicy']);
  });

  test('does not make a policy version again when the answer to the first is lost', async () => {
    const { iam, sent } = answeringIam([{ breaks: 'ECONNRESET' }, answerOf('CreatePolicyVersion')]);
    await expect(iam.send(VERSION)).rejects.toMatchObject({ name: 'LostAnswer', fault: { message: 'ECONNRESET' } });
    expect(sent).toEqual(['CreatePolicyVersion']);
  });

  test('makes a policy version after it was throttled, for then it was not made', async () => {
    const { iam, sent } = answeringIam([refusal('Throttling'), answerOf('CreatePolicyVersion')]);
    await iam.send(VERSION);
    expect(sent).toHaveLength(2);
  });

  test('sends no more than the budget allows, retries counted, until a new run begins', async () => {
    const throttled = Array.from({ length: 9 }, () => refusal('Throttling'));
    const { iam, sent, budget } = answeringIam(throttled, { attempts: 1, milliseconds: 60_000 });
    await expect(iam.send(GET)).rejects.toThrow(BudgetSpent);
    await expect(iam.send(ATTACH)).rejects.toThrow('1 requests to AWS were sent, the most for one run');
    expect(sent).toEqual(['GetRole']);
    budget.begin();
    await expect(iam.send(ATTACH)).rejects.toThrow(BudgetSpent);
    expect(sent).toHaveLength(2);
  });

  test('gives up between two attempts when the time of the run is over', async () => {
    const throttled = Array.from({ length: 9 }, () => refusal('Throttling'));
    const { iam, budget } = answeringIam(throttled, { attempts: 100, milliseconds: 30 });
    const startedAt = Date.now();
    await expect(iam.send(GET, budget.options())).rejects.toThrow(/abort/i);
    expect(() => budget.check()).toThrow('calls to AWS took 30 ms');
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });
});
