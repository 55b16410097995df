import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { OrganizationAccounts } from '../../../lib/adapters/aws/organization-accounts.ts';

function organization() {
  const client = new OrganizationsClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  const time = { now: 1_000_000 };
  const clock = { now: () => time.now };
  const budget = new CallBudget({ attempts: 100, milliseconds: 10_000_000 }, clock);
  return { mock, time, accounts: new OrganizationAccounts(client, budget, clock) };
}

describe('the accounts of an organization', () => {
  test('are those of all pages that are in use', async () => {
    const { mock, accounts } = organization();
    mock
      .on(ListAccountsCommand, { NextToken: undefined })
      .resolves({
        Accounts: [
          { Id: '222222222222', State: 'ACTIVE' },
          { Id: '333333333333', State: 'SUSPENDED' },
        ],
        NextToken: 'n',
      })
      .on(ListAccountsCommand, { NextToken: 'n' })
      .resolves({
        Accounts: [
          { Id: '111111111111', Status: 'ACTIVE' },
          { Id: '444444444444', State: 'PENDING_CLOSURE' },
        ],
      });
    expect(await accounts.all()).toEqual(['111111111111', '222222222222']);
    expect(await accounts.has('333333333333')).toBe(false);
  });

  test('are listed once in 5 minutes', async () => {
    const { mock, time, accounts } = organization();
    mock.on(ListAccountsCommand).resolves({ Accounts: [{ Id: '111111111111', State: 'ACTIVE' }] });
    await accounts.all();
    time.now += 299_999;
    await accounts.has('111111111111');
    expect(mock.calls()).toHaveLength(1);
    time.now += 1;
    await accounts.all();
    expect(mock.calls()).toHaveLength(2);
  });

  test('are listed anew for one that may have joined, though not for each question', async () => {
    const { mock, time, accounts } = organization();
    mock
      .on(ListAccountsCommand)
      .resolvesOnce({ Accounts: [] })
      .resolves({ Accounts: [{ Id: '111111111111', State: 'ACTIVE' }] });
    expect(await accounts.has('111111111111')).toBe(false);
    expect(await accounts.has('111111111111')).toBe(false);
    expect(mock.calls()).toHaveLength(1);
    time.now += 10_000;
    expect(await accounts.has('111111111111')).toBe(true);
  });

  test('are unknown, and not none, where they may not be listed', async () => {
    const { mock, accounts } = organization();
    mock.on(ListAccountsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(accounts.all()).rejects.toThrow(
      'could not be listed; this is to be its management account or a delegated administrator: no',
    );
  });
});
