import { applyCall } from '../../lib/core/account/apply.ts';
import type { IamCall } from '../../lib/core/account/call.ts';
import { policySetOf } from '../../lib/core/account/effective.ts';
import { principalsOf } from '../../lib/core/account/slice.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { trustSetOf } from '../../lib/core/governance/standards/access-limits.ts';
import type { HoldPlan, StatePair } from '../../lib/core/governance/finding.ts';
import { gainedBy } from '../../lib/core/governance/assess/gained.ts';
import { holdPlanFor } from '../../lib/core/governance/holds/hold-plan.ts';
import { account, ADMIN, allow, deny, FENCE, group, policy, role, trustOf, user } from '../core/governance/accounts.ts';
import { ACCOUNT, call, NOW } from '../core/governance/cases.ts';

/** Every plan that holds what one call gave somebody. */
export function plansFor(before: AccountState, iam: IamCall): readonly HoldPlan<IamCall>[] {
  const next = applyCall(before, iam);
  if (!next.ok) return [];
  const pair = { before, after: next.value };
  const kind = /(?:Key|Credential|Certificate)$/.test(iam.name) ? 'credential-created' : 'excess-access';
  const change = { kind: 'access', iam } as const;
  return principalsOf(next.value)
    .filter(({ arn }) => kind === 'credential-created' || gained(pair, arn, iam))
    .map(({ arn }) => {
      const held = policySetOf(before, arn);
      const limits = held === undefined ? [] : [held];
      return holdPlanFor({ call: call({ name: iam.name, change }), pair, principalArn: arn, kind, limits, now: NOW });
    })
    .flatMap((plan) => ('none' in plan ? [] : [plan]));
}

function gained(pair: StatePair, principalArn: string, iam: IamCall): boolean {
  return [policySetOf, trustSetOf].some((read) => {
    const after = read(pair.after, principalArn);
    const before = read(pair.before, principalArn);
    return after !== undefined && gainedBy({ before, after, limits: [], iam }).verdict !== 'within';
  });
}

const NO_DELETE = policy(`arn:aws:iam::${ACCOUNT}:policy/no-delete`, deny('s3:Delete*'));
const NO_LIST = policy(`arn:aws:iam::${ACCOUNT}:policy/no-list`, deny('s3:List*'));
const NEXT = policy(`arn:aws:iam::${ACCOUNT}:policy/next`, allow('sqs:*'));

/** Allowed in the red team, in none, and to owners. */
const BY_TAG = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } },
    { Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/team': 'true' } } },
    { Effect: 'Allow', Action: 'sns:*', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/owns': 'false' } } },
  ],
};

const guards = {
  boundary: FENCE,
  attached: [NO_DELETE.arn],
  inline: new Map([
    ['all', allow('*')],
    ['no-get', deny('s3:GetObject')],
  ]),
};
const tagged = { attached: [], inline: new Map([['by-tag', BY_TAG]]), tags: new Map([['team', 'blue']]) };

const holders = account(
  role('guarded', guards),
  role('tagged', tagged),
  role('plain', { attached: [NEXT.arn] }),
  user('guarded', guards),
  user('tagged', tagged),
  user('plain'),
  user('fenced', { inline: guards.inline, groups: ['fence'] }),
  user('member', { attached: [], groups: ['small'] }),
  group('fence', { attached: [NO_LIST.arn], inline: new Map([['no-put', deny('s3:PutObject')]]) }),
  group('small'),
  group('open', { inline: new Map([['all', allow('*')]]) }),
);
const versions = new Map([...NEXT.versions, ['v2', allow('*')] as const]);

/** An account whose principals can gain by a grant, by the loss of a guard, and by a tag. */
export const GUARDED: AccountState = {
  ...holders,
  policies: new Map([
    ...holders.policies,
    [NO_DELETE.arn, NO_DELETE],
    [NO_LIST.arn, NO_LIST],
    [NEXT.arn, { ...NEXT, versions }],
  ]),
};

const gain = { policyName: 'more', policyDocument: allow('*') };
const red = [{ key: 'team', value: 'red' }];
const owner = [{ key: 'owns', value: 'all' }];

/** One call of each kind by which somebody in `GUARDED` gains. */
export const GAINING: readonly IamCall[] = [
  { name: 'AttachRolePolicy', roleName: 'plain', policyArn: ADMIN },
  { name: 'DetachRolePolicy', roleName: 'guarded', policyArn: NO_DELETE.arn },
  { name: 'PutRolePolicy', roleName: 'plain', ...gain },
  { name: 'DeleteRolePolicy', roleName: 'guarded', policyName: 'no-get' },
  { name: 'PutRolePermissionsBoundary', roleName: 'guarded', permissionsBoundary: ADMIN },
  { name: 'DeleteRolePermissionsBoundary', roleName: 'guarded' },
  { name: 'UpdateAssumeRolePolicy', roleName: 'plain', policyDocument: trustOf({ AWS: '*' }) },
  { name: 'TagRole', roleName: 'tagged', tags: red },
  { name: 'TagRole', roleName: 'tagged', tags: owner },
  { name: 'UntagRole', roleName: 'tagged', tagKeys: ['team'] },
  { name: 'AttachUserPolicy', userName: 'plain', policyArn: ADMIN },
  { name: 'DetachUserPolicy', userName: 'guarded', policyArn: NO_DELETE.arn },
  { name: 'PutUserPolicy', userName: 'plain', ...gain },
  { name: 'DeleteUserPolicy', userName: 'guarded', policyName: 'no-get' },
  { name: 'PutUserPermissionsBoundary', userName: 'guarded', permissionsBoundary: ADMIN },
  { name: 'DeleteUserPermissionsBoundary', userName: 'guarded' },
  { name: 'TagUser', userName: 'tagged', tags: red },
  { name: 'UntagUser', userName: 'tagged', tagKeys: ['team'] },
  { name: 'TagUser', userName: 'tagged', tags: owner },
  { name: 'CreateAccessKey', userName: 'plain', accessKeyId: 'AKIAEXAMPLE' },
  { name: 'UploadSSHPublicKey', userName: 'plain', sSHPublicKeyId: 'APKAEXAMPLE' },
  { name: 'UploadSigningCertificate', userName: 'plain', certificateId: 'TA7EXAMPLE' },
  {
    name: 'CreateServiceSpecificCredential',
    userName: 'plain',
    serviceName: 'codecommit.amazonaws.com',
    serviceSpecificCredentialId: 'ACCAEXAMPLE',
  },
  { name: 'AttachGroupPolicy', groupName: 'small', policyArn: ADMIN },
  { name: 'DetachGroupPolicy', groupName: 'fence', policyArn: NO_LIST.arn },
  { name: 'PutGroupPolicy', groupName: 'small', ...gain },
  { name: 'DeleteGroupPolicy', groupName: 'fence', policyName: 'no-put' },
  { name: 'AddUserToGroup', groupName: 'open', userName: 'plain' },
  { name: 'RemoveUserFromGroup', groupName: 'fence', userName: 'fenced' },
  { name: 'SetDefaultPolicyVersion', policyArn: NEXT.arn, versionId: 'v2' },
  {
    name: 'CreatePolicyVersion',
    policyArn: NEXT.arn,
    policyDocument: allow('*'),
    setAsDefault: true,
    versionId: 'v3',
  },
];
