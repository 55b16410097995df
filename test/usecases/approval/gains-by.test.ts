import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { actsAsAgent } from '../../../lib/usecases/approval/acts-as-agent.ts';
import { gainsBy } from '../../../lib/usecases/approval/gains-by.ts';
import { type Neighbours, neighboursIn } from '../../../lib/usecases/approval/neighbours.ts';
import { account, AGENT, ENGINEER, FENCE, governance } from '../company.ts';
import { MemoryAccount } from '../memory-account.ts';
import { after } from '../../core/account/after.ts';

async function around(state: AccountState): Promise<Neighbours | undefined> {
  return neighboursIn(state.account, new MemoryAccount(state));
}

const changed = (calls: readonly IamCall[]): AccountState => after(account(), ...calls);

function trusting(principal: JsonObject, condition: JsonObject = {}): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...condition }],
  };
}

function roleTrusting(roleName: string, principal: JsonObject): IamCall {
  const trust = trusting(principal);
  return {
    name: 'CreateRole',
    roleName,
    path: '/',
    assumeRolePolicyDocument: trust,
    tags: [],
    roleId: `AROA${roleName}`,
  };
}

describe('who gains by it', () => {
  const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [ENGINEER] };

  test.each([
    { name: 'who may assume the role', trust: trusting({ AWS: ENGINEER }), gains: true },
    {
      name: 'who may assume it under a condition',
      trust: trusting({ AWS: ENGINEER }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      gains: true,
    },
    { name: 'nobody whom the role does not trust', trust: trusting({ Service: 'lambda.amazonaws.com' }), gains: false },
  ])('$name', async ({ trust, gains }) => {
    const state = changed([{ name: 'UpdateAssumeRolePolicy', roleName: 'deployer', policyDocument: trust }]);
    expect(await gainsBy(eve, AGENT, await around(state))).toEqual(gains ? { through: ENGINEER } : undefined);
  });

  const roleArn = (name: string) => `arn:aws:iam::${account().account}:role/${name}`;
  const KEEPER = roleArn('keeper');
  const USER = `arn:aws:iam::${account().account}:user/kay`;
  const on = (Action: string, Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource }],
  });
  const keeper = (policyDocument: JsonValue): readonly IamCall[] => [
    {
      name: 'CreateRole',
      roleName: 'keeper',
      path: '/',
      assumeRolePolicyDocument: trusting({ AWS: ENGINEER }),
      tags: [],
      roleId: 'AROAKEEPER',
    },
    { name: 'CreateUser', userName: 'kay', path: '/', tags: [], userId: 'AIDAKAY' },
    { name: 'PutRolePolicy', roleName: 'keeper', policyName: 'k', policyDocument },
  ];

  test.each([
    { name: 'who may rewrite its trust', may: on('iam:UpdateAssumeRolePolicy', AGENT), of: AGENT, gains: true },
    { name: 'who may write its policies', may: on('iam:Put*', '*'), of: AGENT, gains: true },
    { name: 'who may remove its boundary', may: on('iam:*', AGENT), of: AGENT, gains: true },
    { name: 'who may pass it to the service it trusts', may: on('iam:PassRole', AGENT), of: AGENT, gains: true },
    { name: 'who may first write its own policies', may: on('iam:PutRolePolicy', KEEPER), of: AGENT, gains: true },
    { name: 'who may first attach one to itself', may: on('iam:AttachRolePolicy', KEEPER), of: USER, gains: true },
    { name: 'not who may only tag itself', may: on('iam:TagRole', KEEPER), of: AGENT, gains: false },
    { name: 'not who may do so to another role', may: on('iam:*', ENGINEER), of: AGENT, gains: false },
    { name: 'not who may only look at it', may: on('iam:Get*', '*'), of: AGENT, gains: false },
    { name: "who may make the user's keys", may: on('iam:CreateAccessKey', USER), of: USER, gains: true },
    { name: "who may set the user's password", may: on('iam:UpdateLoginProfile', '*'), of: USER, gains: true },
    { name: 'not who may tag the user', may: on('iam:TagUser', '*'), of: USER, gains: false },
  ])('$name, by itself or through a role', async ({ may, of, gains }) => {
    const state = changed(keeper(may));
    const kim = { ...eve, id: 'kim' };
    const neighbours = await around(state);
    const itself = await gainsBy({ ...kim, actsAs: [KEEPER] }, of, neighbours);
    expect(itself).toEqual(gains ? { through: KEEPER } : undefined);
    // the engineer may assume the keeper's role
    expect(await gainsBy({ ...kim, actsAs: ['AROAENGINEER:kim'] }, of, neighbours)).toEqual(
      gains ? { through: ENGINEER } : undefined,
    );
    expect(await gainsBy({ ...kim, actsAs: ['*:kim'] }, of, neighbours)).toBeUndefined();
  });

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
    const found = await gainsBy({ ...eve, id: 'kim', actsAs: [own] }, AGENT, await around(state));
    expect(found).toEqual(gains ? { through: own } : undefined);
  });

  const statement = (Effect: string, Action: JsonValue, rest: JsonObject = {}) => ({
    Effect,
    Action,
    Resource: '*',
    ...rest,
  });
  const said = (...Statement: readonly JsonObject[]): JsonObject => ({
    Version: '2012-10-17',
    Statement: [...Statement],
  });
  const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
  const all = statement('Allow', 'iam:*');
  const bounded = (policyDocument: JsonValue): readonly IamCall[] => [
    { name: 'CreatePolicyVersion', policyArn: FENCE, policyDocument, setAsDefault: true, versionId: 'v2' },
    { name: 'PutRolePermissionsBoundary', roleName: 'keeper', permissionsBoundary: FENCE },
  ];
  const more: IamCall = {
    name: 'PutRolePolicy',
    roleName: 'keeper',
    policyName: 'l',
    policyDocument: said(statement('Allow', 's3:*')),
  };

  test.each<[boolean, string, JsonValue, readonly IamCall[]]>([
    [true, 'who holds what nobody can read', 'no policy', []],
    [true, 'who may do all but a few things', said({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), []],
    [
      true,
      'who may do it besides other things',
      said(statement('Deny', 's3:*'), statement('Allow', ['s3:*', 'IAM:putrolepolicy'])),
      [more],
    ],
    [true, 'whom nothing denies it for sure', said(all, statement('Deny', 'iam:*', mfa)), []],
    [false, 'not whom it is denied', said(all, statement('Deny', 'iam:*')), []],
    [false, 'not whom a boundary keeps from it', said(all), bounded(said(statement('Allow', 's3:*')))],
    [true, 'whom a boundary may keep from it', said(all), bounded(said(statement('Allow', 'iam:*', mfa)))],
  ])('(%s) %s', async (gains, _, may, calls) => {
    const neighbours = await around(changed([...keeper(may), ...calls]));
    const through = await gainsBy({ ...eve, actsAs: [KEEPER] }, AGENT, neighbours);
    expect(through).toEqual(gains ? { through: KEEPER } : undefined);
  });

  const assumed = (Effect: string, rest: JsonObject): JsonObject => ({ Effect, Action: 'sts:AssumeRole', ...rest });
  const LAMBDA = { Principal: { Service: 'lambda.amazonaws.com' } };
  const OTHERS = { Principal: { AWS: 'arn:aws:iam::444455556666:root' } };
  const KEPT = { Principal: { AWS: KEEPER } };
  const SAML = {
    ...assumed('Allow', { Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/x' } }),
    Action: 'sts:AssumeRoleWithSAML',
  };

  test.each<[boolean, string, string, JsonValue]>([
    [
      true,
      'who may pass it to one of several that it trusts',
      'iam:PassRole',
      said(assumed('Allow', OTHERS), assumed('Allow', LAMBDA)),
    ],
    [
      true,
      'who may pass it where all but a few may assume it',
      'iam:PassRole',
      said(assumed('Allow', { NotPrincipal: { AWS: ENGINEER } })),
    ],
    [true, 'who may pass it where nobody can read whom it trusts', 'iam:PassRole', 'no policy'],
    [true, 'who may pass it where nobody says whom it trusts', 'iam:PassRole', said(assumed('Allow', {}))],
    [false, 'not who may pass it where no service may assume it', 'iam:PassRole', said(assumed('Allow', OTHERS))],
    [
      false,
      'not who may pass it where services are denied',
      'iam:PassRole',
      said(assumed('Allow', OTHERS), assumed('Deny', LAMBDA)),
    ],
    [true, 'who has one of the ways in that it offers', 'sts:AssumeRole', said(assumed('Allow', KEPT), SAML)],
  ])('(%s) %s', async (gains, _, may, trust) => {
    const trusts: IamCall = { name: 'UpdateAssumeRolePolicy', roleName: 'deployer', policyDocument: trust };
    const neighbours = await around(changed([...keeper(on(may, '*')), trusts]));
    const through = await gainsBy({ ...eve, actsAs: [KEEPER] }, AGENT, neighbours);
    expect(through).toEqual(gains ? { through: KEEPER } : undefined);
  });

  test('who acts as the principal, under its name or in a session of its id, whoever else there is', async () => {
    const neighbours = await around(account());
    expect(await gainsBy({ ...eve, actsAs: [AGENT] }, AGENT, neighbours)).toEqual({ through: AGENT });
    expect(await gainsBy({ ...eve, actsAs: [AGENT] }, AGENT, undefined)).toEqual({ through: AGENT });
    expect(await gainsBy({ ...eve, actsAs: ['AROADEPLOYER:eve'] }, AGENT, neighbours)).toEqual({ through: AGENT });
  });

  test('nobody by what is not there, or not known', async () => {
    expect(await gainsBy(eve, AGENT, undefined)).toBeUndefined();
    expect(await gainsBy(eve, `${AGENT}-gone`, await around(account()))).toBeUndefined();
  });

  test.each([
    [
      'who becomes it over several roles',
      [
        ['one', ENGINEER],
        ['two', roleArn('one')],
        ['three', roleArn('two')],
      ],
      roleArn('three'),
      true,
    ],
    [
      'not who only goes round among roles',
      [
        ['one', ENGINEER],
        ['two', roleArn('one')],
        ['one', roleArn('two')],
      ],
      AGENT,
      false,
    ],
  ] as const)('%s', async (_, roles, target, gains) => {
    const calls = roles.map(
      ([name, by], index): IamCall =>
        roles.findIndex(([known]) => known === name) < index
          ? { name: 'UpdateAssumeRolePolicy', roleName: name, policyDocument: trusting({ AWS: [ENGINEER, by] }) }
          : roleTrusting(name, { AWS: by }),
    );
    expect(await gainsBy(eve, target, await around(changed(calls)))).toEqual(gains ? { through: ENGINEER } : undefined);
  });

  test('who has no principal in the account gains nothing, and nothing is read but who there is', async () => {
    const { neighbours, read } = await readingOf(account());
    expect(await gainsBy({ ...eve, actsAs: ['nobody'] }, AGENT, neighbours)).toBeUndefined();
    expect(read).toEqual([]);
  });

  test('of an account with thousands of roles no more is read than what the signer can become', async () => {
    const others = Array.from({ length: 2000 }, (_, index) =>
      roleTrusting(`other-${index}`, { Service: 'lambda.amazonaws.com' }),
    );
    const near = roleTrusting('near', { AWS: ENGINEER });
    const { neighbours, read } = await readingOf(changed([...others, near]));
    expect(await gainsBy(eve, AGENT, neighbours)).toBeUndefined();
    expect(read).toEqual([ENGINEER, `arn:aws:iam::${account().account}:role/near`]);
  });

  test('who can become more principals than are looked at is taken to gain', async () => {
    const becoming = async (count: number) => {
      const near = Array.from({ length: count }, (_, index) => roleTrusting(`near-${index}`, { AWS: ENGINEER }));
      const { neighbours, read } = await readingOf(changed(near));
      return { gains: await gainsBy(eve, AGENT, neighbours), read: read.length };
    };
    // with the engineer's own role these are 48, and one more
    expect(await becoming(47)).toEqual({ gains: undefined, read: 48 });
    expect(await becoming(48)).toEqual({ gains: { through: ENGINEER }, read: 49 });
  });

  const OWN = { ...eve, actsAs: [roleArn('own-*')] };
  const ownRoles = (count: number, principal: JsonObject) =>
    Array.from({ length: count }, (_, index) => roleTrusting(`own-${index}`, principal));

  test('who acts as several that can become one another is looked at once in each', async () => {
    const { neighbours, read } = await readingOf(changed(ownRoles(30, { AWS: roleArn('own-0') })));
    expect(await gainsBy(OWN, AGENT, neighbours)).toBeUndefined();
    expect(new Set(read).size).toBe(read.length);
  });

  test('who can become others in more ways than are asked about is taken to gain', async () => {
    const lambda = { Service: 'lambda.amazonaws.com' };
    const gainsAmong = async (others: number) => {
      const users = Array.from({ length: others }, (_, index): IamCall => {
        const userName = `other-${index}`;
        return { name: 'CreateUser', userName, path: '/', tags: [], userId: `AIDA${index}` };
      });
      return gainsBy(OWN, AGENT, await around(changed([...ownRoles(40, lambda), ...users])));
    };
    const known = (await around(account()))?.principals.length ?? 0;
    // each of 40 is asked about the target and 1,249 others: 50,000 questions; one other more are 40 more
    expect(await gainsAmong(1249 - known)).toBeUndefined();
    expect(await gainsAmong(1250 - known)).toEqual({ through: roleArn('own-39') });
  });

  test('who could become somebody who is gone when it is read is taken to gain', async () => {
    const neighbours = await around(account());
    if (neighbours === undefined) throw new Error('the account is known');
    expect(await gainsBy(eve, AGENT, { ...neighbours, sliceOf: async () => undefined })).toEqual({ through: ENGINEER });
  });
});

describe('who acts as an agent', () => {
  test('is told by what the account says of its role now: nothing of who is gone when it is read', async () => {
    const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [AGENT] };
    const neighbours = await around(account());
    if (neighbours === undefined) throw new Error('the account is known');
    expect(await actsAsAgent(eve, neighbours, governance())).toBe(true);
    for (const slice of [undefined, sliceOf(account(), ENGINEER)]) {
      expect(await actsAsAgent(eve, { ...neighbours, sliceOf: async () => slice }, governance())).toBe(false);
    }
    expect(await actsAsAgent(eve, undefined, governance())).toBe(false);
  });

  test('is looked for in 48 of the principals of who acts as more', async () => {
    const eve = {
      id: 'eve',
      name: 'Eve',
      groups: ['security'],
      actsAs: [`arn:aws:iam::${account().account}:role/own-*`],
    };
    const own = Array.from({ length: 49 }, (_, index) => roleTrusting(`own-${index}`, { AWS: ENGINEER }));
    const { neighbours, read } = await readingOf(changed(own));
    expect(await actsAsAgent(eve, neighbours, governance())).toBe(false);
    expect(read).toHaveLength(48);
  });
});

/** Neighbours, and whose slices were read. */
async function readingOf(state: AccountState): Promise<{ neighbours: Neighbours | undefined; read: string[] }> {
  const read: string[] = [];
  const memory = new MemoryAccount(state);
  const neighbours = await neighboursIn(state.account, {
    principalsIn: (id) => memory.principalsIn(id),
    stateOf: (arn) => {
      read.push(arn);
      return memory.stateOf(arn);
    },
  });
  return { neighbours, read };
}
