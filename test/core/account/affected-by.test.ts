import { describe, expect, test } from '@jest/globals';
import { affectedBy } from '../../../lib/core/account/affected-by.ts';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { ACCOUNT, ADA, AWS_ADMIN, DEPLOY, EXAMPLES, IDLE, LOCAL_LIMIT, SAMPLE } from './sample-account.ts';

const BOB = `arn:aws:iam::${ACCOUNT}:user/Bob`;

const CASES: readonly (readonly [string, IamCall, readonly string[]])[] = [
  ['a call on a role affects the role', EXAMPLES.AttachRolePolicy, [DEPLOY]],
  ['a trust policy affects the role it opens', EXAMPLES.UpdateAssumeRolePolicy, [DEPLOY]],
  ['an instance profile affects the role it hands out', EXAMPLES.AddRoleToInstanceProfile, [IDLE]],
  ['a created role is named before the state has it', EXAMPLES.CreateRole, [`arn:aws:iam::${ACCOUNT}:role/New`]],
  ['a policy of a group affects its members', EXAMPLES.PutGroupPolicy, [ADA]],
  ['a new member is affected', EXAMPLES.AddUserToGroup, [BOB]],
  ['a key affects its user', EXAMPLES.CreateAccessKey, [ADA]],
  ['a key for one service affects its user', EXAMPLES.CreateServiceSpecificCredential, [ADA]],
  ['a new default version reaches whom it is attached to', EXAMPLES.CreatePolicyVersion, [DEPLOY, ADA]],
  [
    'a default version reaches whose boundary it is',
    { ...EXAMPLES.SetDefaultPolicyVersion, policyArn: LOCAL_LIMIT },
    [DEPLOY, ADA],
  ],
  ['a version that is not the default affects nobody', { ...EXAMPLES.CreatePolicyVersion, setAsDefault: false }, []],
  ['a new policy affects nobody', EXAMPLES.CreatePolicy, []],
  ['a description affects nobody', EXAMPLES.UpdateRoleDescription, []],
  ['what is not listed affects nobody here', { ...EXAMPLES.TagRole, roleName: 'Nobody' }, []],
];

describe('affectedBy', () => {
  test.each(CASES)('%s', (_what, call, affected) => {
    expect(affectedBy(call, SAMPLE)).toEqual([...affected].sort());
  });

  test('a rename is one ARN before and another after', () => {
    const after = applyCall(SAMPLE, EXAMPLES.UpdateUser);
    expect(affectedBy(EXAMPLES.UpdateUser, SAMPLE)).toEqual([ADA]);
    expect(after.ok && affectedBy(EXAMPLES.UpdateUser, after.value)).toEqual([
      `arn:aws:iam::${ACCOUNT}:user/staff/ada.l`,
    ]);
  });

  test('a tag also affects roles that trust by tag', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'AWS:PrincipalTag/Team': 'red' } },
    };
    const opened = applyCall(SAMPLE, {
      name: 'UpdateAssumeRolePolicy',
      roleName: 'Idle',
      policyDocument: { Version: '2012-10-17', Statement: [statement] },
    });
    expect(opened.ok && affectedBy(EXAMPLES.TagUser, opened.value)).toEqual([IDLE, ADA]);
  });

  test('a policy that reaches a user only through a group reaches the user', () => {
    const attached = applyCall(SAMPLE, EXAMPLES.AttachGroupPolicy);
    const moved: IamCall = { name: 'SetDefaultPolicyVersion', policyArn: AWS_ADMIN, versionId: 'v2' };
    expect(attached.ok && affectedBy(moved, attached.value)).toEqual([ADA]);
  });
});
