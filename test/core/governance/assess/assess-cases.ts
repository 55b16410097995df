import type { IamCall } from '../../../../lib/core/account/call.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { ADMIN, FENCE, READ, account, allow, deny, policy, role, user } from '../accounts.ts';
import { after } from '../../account/after.ts';
import { rita, attachAdmin, attachRead, type Case, waiverOf } from './assessed-call.ts';

/** Attaches a policy of AWS to that role. */
export function attach(name: string): IamCall {
  return { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: `arn:aws:iam::aws:policy/${name}` };
}

function withGroup(state: AccountState): AccountState {
  const create: IamCall = { name: 'CreateGroup', groupName: 'admins', path: '/' };
  const grant: IamCall = { name: 'AttachGroupPolicy', groupName: 'admins', policyArn: ADMIN };
  return after({ ...state, policies: new Map([...state.policies, [ADMIN, policy(ADMIN, allow('*'))]]) }, create, grant);
}

/** Calls that give more than the standard. */
export const GRANTS: readonly (readonly [about: string, Case])[] = [
  [
    'the loss of a deny',
    {
      before: account(role('deploy', { attached: [ADMIN], inline: new Map([['not', deny('iam:*')]]) })),
      iam: { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'not' },
    },
  ],
  [
    'a wider version of a policy',
    {
      before: account(role('deploy')),
      iam: {
        name: 'CreatePolicyVersion',
        policyArn: READ,
        policyDocument: allow('*'),
        setAsDefault: true,
        versionId: 'v2',
      },
    },
  ],
  [
    'membership of a group',
    {
      before: withGroup(account(user('rita'))),
      iam: { name: 'AddUserToGroup', groupName: 'admins', userName: 'rita' },
      principal: rita,
    },
  ],
  ['a policy whose document nobody knows', { before: account(role('deploy')), iam: attach('unknown') }],
  [
    'a document that is no policy',
    {
      before: account(role('deploy')),
      iam: { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'p', policyDocument: 'no policy' },
    },
  ],
];

/** Calls that give nothing beyond it. */
export const HARMLESS: readonly (readonly [about: string, Case])[] = [
  ['that gives what the standard allows', { before: account(role('deploy', { attached: [] })), iam: attachRead }],
  [
    'that gives nothing beyond what was held before',
    { before: account(role('deploy', { attached: [ADMIN] })), iam: attachRead },
  ],
  [
    'that takes an allow away',
    {
      before: account(role('deploy', { attached: [ADMIN, READ] })),
      iam: { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: READ },
    },
  ],
  [
    'that adds a deny',
    {
      before: account(role('deploy', { attached: [ADMIN] })),
      iam: { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'not', policyDocument: deny('s3:*') },
    },
  ],
  [
    'that leaves a policy alone which cannot be read',
    {
      before: account(role('deploy', { attached: ['arn:aws:iam::aws:policy/unknown'] })),
      iam: { name: 'UpdateRoleDescription', roleName: 'deploy', description: 'new' },
    },
  ],
  [
    'that gives what a waiver allows',
    {
      before: account(role('deploy')),
      iam: attachAdmin,
      waivers: [waiverOf(after(account(role('deploy')), attachAdmin))],
    },
  ],
  [
    'that AWS refused',
    {
      before: account(role('deploy')),
      iam: attachAdmin,
      change: { error: { code: 'AccessDenied', message: 'no' } },
    },
  ],
  [
    'that removes a boundary from what is within the standard',
    {
      before: account(role('deploy', { boundary: FENCE })),
      iam: { name: 'DeleteRolePermissionsBoundary', roleName: 'deploy' },
    },
  ],
];
