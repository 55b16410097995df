import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { gainsBy } from '../../../lib/usecases/approval/gains-by.ts';
import { account, AGENT, ENGINEER, FENCE } from '../company.ts';
import { around, changed, EVE, KEEPER, keeper, on, roleArn, roleTrusting, trusting, USER } from './around.ts';

describe('who gains by it', () => {
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
    expect(await gainsBy(EVE, AGENT, await around(state))).toEqual(gains ? { through: ENGINEER } : undefined);
  });

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
    const kim = { ...EVE, id: 'kim' };
    const neighbours = await around(state);
    const itself = await gainsBy({ ...kim, actsAs: [KEEPER] }, of, neighbours);
    expect(itself).toEqual(gains ? { through: KEEPER } : undefined);
    // the engineer may assume the keeper's role
    expect(await gainsBy({ ...kim, actsAs: ['AROAENGINEER:kim'] }, of, neighbours)).toEqual(
      gains ? { through: ENGINEER } : undefined,
    );
    expect(await gainsBy({ ...kim, actsAs: ['*:kim'] }, of, neighbours)).toBeUndefined();
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
    const through = await gainsBy({ ...EVE, actsAs: [KEEPER] }, AGENT, neighbours);
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
    const through = await gainsBy({ ...EVE, actsAs: [KEEPER] }, AGENT, neighbours);
    expect(through).toEqual(gains ? { through: KEEPER } : undefined);
  });

  test('who acts as the principal, under its name or in a session of its id, whoever else there is', async () => {
    const neighbours = await around(account());
    expect(await gainsBy({ ...EVE, actsAs: [AGENT] }, AGENT, neighbours)).toEqual({ through: AGENT });
    expect(await gainsBy({ ...EVE, actsAs: [AGENT] }, AGENT, undefined)).toEqual({ through: AGENT });
    expect(await gainsBy({ ...EVE, actsAs: ['AROADEPLOYER:eve'] }, AGENT, neighbours)).toEqual({ through: AGENT });
  });

  test('nobody by what is not there, or not known', async () => {
    expect(await gainsBy(EVE, AGENT, undefined)).toBeUndefined();
    expect(await gainsBy(EVE, `${AGENT}-gone`, await around(account()))).toBeUndefined();
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
    expect(await gainsBy(EVE, target, await around(changed(calls)))).toEqual(gains ? { through: ENGINEER } : undefined);
  });
});
