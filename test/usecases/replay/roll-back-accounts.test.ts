import { describe, expect, test } from '@jest/globals';
import { awsManagedPolicy } from '../../../lib/adapters/local/aws-managed-policies.ts';
import { applyTaken } from '../../../lib/core/account/apply-taken.ts';
import { rewind } from '../../../lib/core/account/rewind/rewind.ts';
import { untoldBy } from '../../../lib/core/account/rewind/untold.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import { rollBackAccounts } from '../../../lib/usecases/replay/roll-back-accounts.ts';
import { account, ADMIN, AGENT, callOf, governance, MINUTE, NOW, record } from '../company.ts';

async function* stream(records: readonly JsonValue[]): AsyncIterable<JsonValue> {
  yield* records;
}

const AT = NOW + 60 * MINUTE;
const read = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const document = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const at = (minutes: number, id = `call-${minutes}`) => ({ time: NOW + minutes * MINUTE, id });

/** The account after these calls. */
function after(records: readonly JsonValue[], before: AccountState = account()): AccountState {
  return records.reduce<AccountState>((state, json) => {
    const { change } = callOf(json);
    if (change.kind !== 'access' || change.iam === undefined) throw new Error('no call of IAM');
    return applyTaken(state, change.iam, { managedPolicy: awsManagedPolicy });
  }, before);
}

async function rolled(records: readonly JsonValue[], snapshot: AccountState = after(records)) {
  return rollBackAccounts({ accounts: [snapshot], at: AT, records: stream(records) });
}

/** What a replay finds with a snapshot that was read after all calls. */
async function found(
  records: readonly JsonValue[],
  snapshot: AccountState = after(records),
): Promise<readonly Finding[]> {
  const { accounts } = await rolled(records, snapshot);
  const findings: Finding[] = [];
  const input = { accounts, taken: 'before' as const, records: stream(records), governance: governance() };
  for await (const step of replayRecords({ ...input, managedPolicy: awsManagedPolicy })) {
    if (step.kind === 'finding') findings.push(step.finding);
  }
  return findings;
}

const attach = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, at(1));
const detach = record('DetachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, at(2));
const put = record(
  'PutRolePolicy',
  { roleName: 'deployer', policyName: 'work', policyDocument: document('s3:*') },
  at(3),
);
const putAgain = record(
  'PutRolePolicy',
  { roleName: 'deployer', policyName: 'work', policyDocument: document('ec2:*') },
  at(4),
);
const create = record('CreateUser', { userName: 'ann' }, at(5));
const userPut = record('PutUserPolicy', { userName: 'ann', policyName: 'p', policyDocument: document('*') }, at(6));

describe('an account that was read after the calls', () => {
  test.each<[string, readonly JsonValue[]]>([
    ['attachments', [attach]],
    ['what was attached and detached', [attach, detach]],
    ['what was made', [create, userPut]],
    [
      'two attachments, one of which stays',
      [attach, record('AttachRolePolicy', { roleName: 'deployer', policyArn: read }, at(2))],
    ],
  ])('is rolled back exactly: %s', async (_what, records) => {
    const { accounts, unknown, calls } = await rolled(records);
    expect(accounts.map(({ roles, users }) => [...roles.keys(), ...users.keys()])).toEqual([
      [...account().roles.keys(), ...account().users.keys()],
    ]);
    expect(accounts[0]?.roles.get('deployer')).toEqual(account().roles.get('deployer'));
    expect(unknown).toEqual([]);
    expect(calls).toBe(records.length);
  });

  test('shows only what each call gave, not what later ones did', async () => {
    const second = record('AttachRolePolicy', { roleName: 'deployer', policyArn: read }, at(2));
    const findings = await found([second, attach]);
    expect(findings[0]).toMatchObject({ principal: AGENT, verdict: 'exceeds', call: { id: 'call-1' } });
    expect(findings[0]?.excess.map(({ policy }) => policy)).toEqual([ADMIN]);
  });

  test('finds what was given and taken away before the snapshot', async () => {
    expect(await found([attach, detach])).toMatchObject([{ principal: AGENT, call: { name: 'AttachRolePolicy' } }]);
  });

  test('says what nobody can tell: what a policy said that was written over', async () => {
    const { unknown } = await rolled([put, putAgain]);
    expect(unknown).toEqual(['111122223333: inline policy work of role/deployer']);
    const findings = await found([put]);
    expect(findings).toMatchObject([
      { principal: AGENT, call: { id: 'call-3' }, verdict: 'undetermined', reasons: [{ rule: 'unreadable-policy' }] },
    ]);
  });

  test('knows what a policy said that an earlier call wrote', async () => {
    const little = record(
      'PutRolePolicy',
      { roleName: 'deployer', policyName: 'work', policyDocument: document('s3:PutObject') },
      at(2),
    );
    const [first, second] = await found([little, put]);
    expect(first).toMatchObject({ call: { id: 'call-2' } });
    expect(second).toMatchObject({ call: { id: 'call-3' }, verdict: 'exceeds' });
  });

  test('is not rolled back by calls that were made later, were refused, or are of other accounts', async () => {
    const late = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, at(90));
    const refused = record(
      'AttachRolePolicy',
      { roleName: 'deployer', policyArn: ADMIN },
      { ...at(4), errorCode: 'AccessDenied' },
    );
    const elsewhere = record(
      'AttachRolePolicy',
      { roleName: 'deployer', policyArn: ADMIN },
      { ...at(4, 'x'), account: '444455556666' },
    );
    const { calls } = await rolled([late, refused, elsewhere, attach, attach], after([attach]));
    expect(calls).toBe(1);
  });

  test('a boundary that was taken away is not known, and what grows by it is found', async () => {
    const remove = record('DeleteRolePermissionsBoundary', { roleName: 'deployer' }, at(3));
    const wide = after([put]);
    const findings = await found([remove], after([remove], wide));
    expect(findings).toMatchObject([{ principal: AGENT, call: { name: 'DeleteRolePermissionsBoundary' } }]);
  });
});

describe('one call back', () => {
  const TOLD: readonly JsonValue[] = [
    attach,
    create,
    record('AddUserToGroup', { userName: 'ann', groupName: 'readers' }),
    record('CreateGroup', { groupName: 'writers' }),
    record('AttachUserPolicy', { userName: 'ann', policyArn: read }),
    record('CreateInstanceProfile', { instanceProfileName: 'web' }),
    record('UpdateUser', { userName: 'ann', newUserName: 'anna' }),
  ];
  const world = after([
    record('CreateUser', { userName: 'ann' }, at(0, 'u')),
    record('CreateGroup', { groupName: 'readers' }, at(0, 'g')),
  ]);

  test.each(TOLD.map((json) => [callOf(json).name, json] as const))('%s gives the state before', (name, json) => {
    const before = name === 'CreateUser' ? account() : world;
    const { change } = callOf(json);
    if (change.kind !== 'access' || change.iam === undefined) throw new Error('no call of IAM');
    expect(untoldBy(change.iam)).toBeUndefined();
    const back = rewind(applyTaken(before, change.iam, { managedPolicy: awsManagedPolicy }), change.iam);
    const users = (state: AccountState) => stateToJson({ ...state, policies: account().policies });
    expect(users(back)).toEqual(users(before));
  });
});
