import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { gainsBy } from '../../../lib/usecases/approval/gains-by.ts';
import { account, AGENT, FENCE } from '../company.ts';
import { around, changed, EVE, KEEPER, keeper, on, USER } from './around.ts';

describe('who gains by it', () => {
  const ATTACHED = `arn:aws:iam::${account().account}:policy/own`;
  const TEAM = `arn:aws:iam::${account().account}:group/team`;
  const makes = (policyDocument: JsonObject): readonly IamCall[] => [
    { name: 'CreatePolicy', policyName: 'own', path: '/', policyDocument, tags: [], policyId: 'ANPAOWN' },
    { name: 'AttachRolePolicy', roleName: 'keeper', policyArn: ATTACHED },
  ];
  const fence = (policyDocument: JsonObject): readonly IamCall[] => [
    { name: 'CreatePolicyVersion', policyArn: FENCE, policyDocument, setAsDefault: true, versionId: 'v2' },
    { name: 'PutRolePermissionsBoundary', roleName: 'keeper', permissionsBoundary: FENCE },
  ];
  const both = (...documents: readonly (JsonObject & { readonly Statement: readonly JsonObject[] })[]) => ({
    Version: '2012-10-17',
    Statement: documents.flatMap(({ Statement }) => Statement),
  });
  const ENTERS = on('iam:UpdateAssumeRolePolicy', '*');
  const denial = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:Update*', Resource: '*' }] };
  const denied: readonly IamCall[] = [
    { name: 'PutRolePolicy', roleName: 'keeper', policyName: 'd', policyDocument: denial },
  ];
  const OTHERS_GROUP = `arn:aws:iam::${account().account}:group/admins`;
  const joining = (action: string, resource: string): readonly IamCall[] => [
    ...inTeam('iam:GetGroup'),
    { name: 'PutUserPolicy', userName: 'kay', policyName: 'j', policyDocument: on(action, resource) },
  ];
  const leaving = (action: string): readonly IamCall[] => [
    ...inTeam('iam:GetGroup'),
    { name: 'PutGroupPolicy', groupName: 'team', policyName: 'd', policyDocument: denial },
    { name: 'PutUserPolicy', userName: 'kay', policyName: 'j', policyDocument: both(ENTERS, on(action, '*')) },
  ];
  const inTeam = (action: string): readonly IamCall[] => [
    { name: 'CreateGroup', groupName: 'team', path: '/', groupId: 'AGPATEAM' },
    { name: 'AddUserToGroup', groupName: 'team', userName: 'kay' },
    { name: 'PutUserPolicy', userName: 'kay', policyName: 'k', policyDocument: on(action, TEAM) },
  ];

  test.each<[string, readonly IamCall[], string, boolean]>([
    ['a policy that it has, by a new version', makes(on('iam:CreatePolicyVersion', ATTACHED)), KEEPER, true],
    ['no other policy', makes(on('iam:CreatePolicyVersion', FENCE)), KEEPER, false],
    ['a group that it is in', inTeam('iam:PutGroupPolicy'), USER, true],
    ['nothing into the group', inTeam('iam:GetGroupPolicy'), USER, false],
    [
      'its own, within a boundary that leaves the way out',
      [...makes(on('iam:PutRolePolicy', KEEPER)), ...fence(on('iam:*', KEEPER))],
      KEEPER,
      true,
    ],
    [
      'its own, within a boundary that it cannot change',
      [...makes(on('iam:PutRolePolicy', KEEPER)), ...fence(on('iam:PutRolePolicy', KEEPER))],
      KEEPER,
      false,
    ],
    [
      'its own, within a boundary whose policy it can rewrite',
      [
        ...makes(on('iam:PutRolePolicy', KEEPER)),
        ...fence(both(on('iam:PutRolePolicy', KEEPER), on('iam:CreatePolicyVersion', FENCE))),
      ],
      KEEPER,
      true,
    ],
    [
      'no policy, but is bounded by one that it can take away',
      [...makes(both(ENTERS, on('iam:DeleteRolePermissionsBoundary', KEEPER))), ...fence(on('iam:*', KEEPER))],
      KEEPER,
      true,
    ],
    [
      'what it is denied, inline',
      [...denied, ...makes(both(ENTERS, on('iam:DeleteRolePolicy', KEEPER)))],
      KEEPER,
      true,
    ],
    [
      'nothing of what it is denied',
      [...denied, ...makes(both(ENTERS, on('iam:DetachRolePolicy', KEEPER)))],
      KEEPER,
      false,
    ],
    [
      'what it is denied by a policy that it can detach',
      makes(both(ENTERS, on('iam:DetachRolePolicy', KEEPER), denial)),
      KEEPER,
      true,
    ],
    ['what a group denies that it can leave', leaving('iam:RemoveUserFromGroup'), USER, true],
    ['nothing of what a group denies', leaving('iam:DetachUserPolicy'), USER, false],
    ['nothing, but can join another group', joining('iam:AddUserToGroup', OTHERS_GROUP), USER, true],
    ['nothing, but can join any group', joining('iam:AddUserToGroup', '*'), USER, true],
    ['nothing, but can join the group that it is in', joining('iam:AddUserToGroup', TEAM), USER, false],
  ])('who may first rewrite %s', async (_, calls, own, gains) => {
    const state = changed([...keeper(on('s3:GetObject', '*')), ...calls]);
    const found = await gainsBy({ ...EVE, id: 'kim', actsAs: [own] }, AGENT, await around(state));
    expect(found).toEqual(gains ? { through: own } : undefined);
  });
});
