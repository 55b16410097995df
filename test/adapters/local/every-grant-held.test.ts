import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as sdk from '@aws-sdk/client-iam';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedAccount } from '../../../lib/adapters/local/embedded-account.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { compare } from '../../../lib/core/access/compare.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import { iamCallsIn } from '../../../lib/core/account/plan-call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { assessAccess } from '../../../lib/core/governance/assess/assess.ts';
import { sameAccessState } from '../../../lib/core/governance/assess/same-access-state.ts';
import type { HoldPlan, HoldProof } from '../../../lib/core/governance/finding.ts';
import { isSessionEnd } from '../../../lib/core/governance/holds/session-end.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { ADMIN, allow, roleArn, trustOf, userArn } from '../../core/governance/accounts.ts';
import { ACCOUNT, governance, NOW } from '../../core/governance/cases.ts';
import { GUARDED } from '../../infra/plans-of-calls.ts';
import { callOf, record } from '../../usecases/company.ts';

const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const WIDE = JSON.stringify(allow('*'));
const more = { policyName: 'more', policyDocument: WIDE };
const stranger = JSON.stringify(trustOf({ AWS: '999999999999' }));

/** A call as CloudTrail records it, whom it gives too much, what of its hold is shown, and what AWS answered. */
type Grant = readonly [
  name: string,
  parameters: JsonObject,
  principal: string,
  shown: HoldProof['shown'],
  response?: JsonObject,
];

const plain = { role: roleArn('plain'), user: userArn('plain') };
const guarded = { role: roleArn('guarded'), user: userArn('guarded') };
const tagged = { role: roleArn('tagged'), user: userArn('tagged') };
const made = (member: string, value: JsonObject): JsonObject => ({ [member]: { userName: 'plain', ...value } });

const GRANTS: readonly Grant[] = [
  ['AttachRolePolicy', { roleName: 'plain', policyArn: ADMIN }, plain.role, 'as-before'],
  ['DetachRolePolicy', { roleName: 'guarded', policyArn: policyArn('no-delete') }, guarded.role, 'as-before'],
  ['PutRolePolicy', { roleName: 'plain', ...more }, plain.role, 'as-before'],
  ['DeleteRolePolicy', { roleName: 'guarded', policyName: 'no-get' }, guarded.role, 'as-before'],
  ['PutRolePermissionsBoundary', { roleName: 'guarded', permissionsBoundary: ADMIN }, guarded.role, 'as-before'],
  ['DeleteRolePermissionsBoundary', { roleName: 'guarded' }, guarded.role, 'as-before'],
  ['UpdateAssumeRolePolicy', { roleName: 'plain', policyDocument: stranger }, plain.role, 'as-before'],
  ['TagRole', { roleName: 'tagged', tags: [{ key: 'team', value: 'red' }] }, tagged.role, 'as-before'],
  ['UntagRole', { roleName: 'tagged', tagKeys: ['team'] }, tagged.role, 'as-before'],
  ['CreateRole', { roleName: 'new', assumeRolePolicyDocument: stranger }, roleArn('new'), 'nothing-left'],
  ['AttachUserPolicy', { userName: 'plain', policyArn: ADMIN }, plain.user, 'as-before'],
  ['DetachUserPolicy', { userName: 'guarded', policyArn: policyArn('no-delete') }, guarded.user, 'as-before'],
  ['PutUserPolicy', { userName: 'plain', ...more }, plain.user, 'as-before'],
  ['DeleteUserPolicy', { userName: 'guarded', policyName: 'no-get' }, guarded.user, 'as-before'],
  ['PutUserPermissionsBoundary', { userName: 'guarded', permissionsBoundary: ADMIN }, guarded.user, 'as-before'],
  ['DeleteUserPermissionsBoundary', { userName: 'guarded' }, guarded.user, 'as-before'],
  ['TagUser', { userName: 'tagged', tags: [{ key: 'team', value: 'red' }] }, tagged.user, 'as-before'],
  ['UntagUser', { userName: 'tagged', tagKeys: ['team'] }, tagged.user, 'as-before'],
  ['AddUserToGroup', { groupName: 'open', userName: 'plain' }, plain.user, 'as-before'],
  ['RemoveUserFromGroup', { groupName: 'fence', userName: 'fenced' }, userArn('fenced'), 'within-limits'],
  ['AttachGroupPolicy', { groupName: 'small', policyArn: ADMIN }, userArn('member'), 'within-limits'],
  ['DetachGroupPolicy', { groupName: 'fence', policyArn: policyArn('no-list') }, userArn('fenced'), 'within-limits'],
  ['PutGroupPolicy', { groupName: 'small', ...more }, userArn('member'), 'within-limits'],
  ['DeleteGroupPolicy', { groupName: 'fence', policyName: 'no-put' }, userArn('fenced'), 'within-limits'],
  ['SetDefaultPolicyVersion', { policyArn: policyArn('next'), versionId: 'v2' }, plain.role, 'within-limits'],
  [
    'CreatePolicyVersion',
    { policyArn: policyArn('next'), policyDocument: WIDE, setAsDefault: true },
    plain.role,
    'within-limits',
    { policyVersion: { versionId: 'v3', isDefaultVersion: true } },
  ],
  ['CreateAccessKey', { userName: 'plain' }, plain.user, 'credential-off', made('accessKey', { accessKeyId: 'AKIA1' })],
  ['UpdateAccessKey', { userName: 'plain', accessKeyId: 'AKIA2', status: 'Active' }, plain.user, 'credential-off'],
  ['CreateLoginProfile', { userName: 'plain' }, plain.user, 'nothing-left', made('loginProfile', {})],
  ['UpdateLoginProfile', { userName: 'plain' }, plain.user, 'nothing-left'],
  [
    'CreateServiceSpecificCredential',
    { userName: 'plain', serviceName: 'codecommit.amazonaws.com' },
    plain.user,
    'credential-off',
    made('serviceSpecificCredential', { serviceSpecificCredentialId: 'ACCA1' }),
  ],
  [
    'ResetServiceSpecificCredential',
    { userName: 'plain', serviceSpecificCredentialId: 'ACCA1' },
    plain.user,
    'credential-off',
  ],
  [
    'UpdateServiceSpecificCredential',
    { userName: 'plain', serviceSpecificCredentialId: 'ACCA1', status: 'Active' },
    plain.user,
    'credential-off',
  ],
  [
    'UploadSSHPublicKey',
    { userName: 'plain' },
    plain.user,
    'credential-off',
    made('sSHPublicKey', { sSHPublicKeyId: 'APKA1' }),
  ],
  [
    'UpdateSSHPublicKey',
    { userName: 'plain', sSHPublicKeyId: 'APKA1', status: 'Active' },
    plain.user,
    'credential-off',
  ],
  [
    'UploadSigningCertificate',
    { userName: 'plain' },
    plain.user,
    'credential-off',
    made('certificate', { certificateId: 'TA71' }),
  ],
  [
    'UpdateSigningCertificate',
    { userName: 'plain', certificateId: 'TA71', status: 'Active' },
    plain.user,
    'credential-off',
  ],
];

/** Operations of IAM that change something and have no hold of their own, and why. */
const NOT_HELD: Readonly<Record<string, RegExp>> = {
  'a policy, group, user or instance profile that nobody holds or has a key to gives nothing':
    /^Create(?:Policy|Group|User|InstanceProfile)$/,
  'it takes away, and what it may loosen is not the access of a principal':
    /^(?:Delete(?!RolePolicy|UserPolicy|GroupPolicy|RolePermissionsBoundary|UserPermissionsBoundary)|Remove(?:Client|Role)|Deactivate|Reject|Disable)/,
  'it renames, describes or lengthens, and gives no access by itself': /^Update(?:User|Group|Role|RoleDescription)$/,
  'tags of what is no principal': /^(?:Tag|Untag)(?!Role$|User$)/,
  'only AWS changes a service-linked role': /^CreateServiceLinkedRole$/,
  'it makes a role of a template, and the record does not say what it may do: people are told': /^AcquireRole$/,
  'an issuer or provider lets nobody in without the trust of a role: who is let in is told of':
    /(?:OpenIDConnectProvider|SAMLProvider)/,
  'a role that is handed over is held at who hands it over': /^AddRoleToInstanceProfile$/,
  'people decide about settings of the account and its root users: they are told':
    /^(?:Enable|Put|Set|Create|Update)(?:Organizations\w+|OutboundWebIdentityFederation|Account\w+|SecurityTokenServicePreferences)$/,
  'a delegation is between a person and a provider: people are told':
    /(?:DelegationRequest|DelegationToken|SendDelegationToken)$/,
  "a second factor, one's own password, or a certificate of a server gives nobody access":
    /(?:MFADevice|ChangePassword|ServerCertificate)$/,
};

let folder: string;
let database: LocalDatabase;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ambit-grants-'));
  database = LocalDatabase.open(folder);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function slice(account: EmbeddedAccount, arn: string): Promise<AccountState> {
  return (await account.stateOf(arn)) ?? { ...GUARDED, coverage: 'partial', roles: new Map(), users: new Map() };
}

function withGuarded(state: AccountState): AccountState {
  return { ...state, policies: new Map([...GUARDED.policies, ...state.policies]) };
}

async function all(account: EmbeddedAccount, calls: HoldPlan['calls']): Promise<void> {
  for (const call of iamCallsIn(calls)) {
    expect(await account.enforce(ACCOUNT, call)).toMatchObject({ kind: expect.stringMatching(/^(?:done|already)$/) });
  }
}

/** What the finding of a grant is held by: of its access where there are several. */
function planOf(
  before: AccountState,
  after: AccountState,
  [name, parameters, principalArn, , response]: Grant,
): HoldPlan {
  const call = callOf(record(name, parameters, response === undefined ? {} : { response }));
  const pair = { before, after };
  const findings = assessAccess({
    pair,
    principalArn,
    call,
    governance: governance(),
    waivers: [],
    now: NOW,
    actorClass: undefined,
  });
  const [plan] = findings.flatMap(({ response: { kind, ...rest } }) =>
    'plan' in rest && kind === 'hold' ? [rest.plan] : [],
  );
  if (plan === undefined) throw new Error(`no plan: ${JSON.stringify(findings.map(({ response: said }) => said))}`);
  return plan;
}

describe('every call of IAM that gives too much', () => {
  test.each(GRANTS)('%s is held, and its restore gives back what it gave', async (...grant) => {
    const [name, parameters, arn, shown, response] = grant;
    const account = new EmbeddedAccount(database);
    database.run('DELETE FROM played');
    database.run('DELETE FROM account');
    database.run('DELETE FROM account_part');
    account.load(GUARDED);
    const before = await slice(account, arn);
    const call = callOf(record(name, parameters, response === undefined ? {} : { response }));
    expect(await account.play(call)).toMatchObject({ kind: 'played' });
    // as an assessment fills in the policies that a slice does not have any more
    const after = withGuarded(await slice(account, arn));
    const plan = planOf(before, after, grant);
    expect(plan.proof?.shown).toBe(shown);
    await all(account, plan.calls);
    expect(outcome(before, await slice(account, arn), { arn, plan })).toBe(shown);
    await all(account, plan.restore);
    expect(sameAccessState(await slice(account, arn), after, arn)).toBe(true);
  });

  test('all that IAM can be asked to change is held, or said why not', () => {
    const operations = Object.keys(sdk)
      .filter((name) => /^[A-Z]\w+Command$/.test(name) && !/^(?:Get|List|Simulate|Generate)/.test(name))
      .map((name) => name.slice(0, -'Command'.length));
    const held = GRANTS.map(([name]) => name);
    const whyNot = (name: string) => Object.keys(NOT_HELD).filter((why) => NOT_HELD[why]?.test(name));
    expect(operations.filter((name) => !held.includes(name) && whyNot(name).length === 0)).toEqual([]);
    expect(held.filter((name) => whyNot(name).length > 0)).toEqual([]);
  });
});

/** What the state shows of a hold, which is to be what its plan said. */
function outcome(
  before: AccountState,
  held: AccountState,
  { arn, plan }: { readonly arn: string; readonly plan: HoldPlan },
): string {
  const ended = iamCallsIn(plan.calls).filter(isSessionEnd);
  if (
    sameAccessState(
      withoutInline(
        held,
        ended.map((call) => ('policyName' in call ? call.policyName : '')),
      ),
      before,
      arn,
    )
  ) {
    return plan.proof?.shown === 'credential-off' ? 'credential-off' : 'as-before';
  }
  if (plan.proof?.shown === 'credential-off') return 'credential-off';
  const [had, has] = [policySetOf(before, arn), policySetOf(held, arn)];
  if (has === undefined) return 'gone';
  const both = had === undefined ? [] : [compare(has, [had]), compare(had, [has])];
  if (both.length === 2 && both.every(({ verdict }) => verdict === 'within')) return 'within-limits';
  return compare(has, []).verdict === 'within' ? 'nothing-left' : 'more';
}

function withoutInline(state: AccountState, names: readonly string[]): AccountState {
  const strip = <H extends { readonly inline: ReadonlyMap<string, unknown> }>(holders: ReadonlyMap<string, H>) =>
    new Map(
      [...holders].map(([key, each]) => [
        key,
        { ...each, inline: new Map([...each.inline].filter(([name]) => !names.includes(name))) },
      ]),
    );
  return { ...state, roles: strip(state.roles), users: strip(state.users) };
}
