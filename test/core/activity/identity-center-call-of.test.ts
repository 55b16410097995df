import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../../lib/core/activity/call.ts';
import { identityCenterCallOf } from '../../../lib/core/activity/identity-center-call-of.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { recordOf } from './records.ts';

const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const ON_SET = { instanceArn: 'arn:aws:sso:::instance/ssoins-1', permissionSetArn: SET };
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

function made(source: string, eventName: string, requestParameters: JsonObject, responseElements: JsonObject = {}) {
  const members = { eventSource: `${source}.amazonaws.com`, eventName, requestParameters, responseElements };
  const reading = readCall(recordOf(members));
  if (reading.kind !== 'call') throw new Error(`${eventName} is ${reading.kind}`);
  const [change] = changesOf(reading.call);
  if (change?.kind !== 'identity-center') throw new Error(`${eventName} changes ${change?.kind}`);
  return identityCenterCallOf(reading.call, change);
}

const assignment = { targetId: '111122223333', targetType: 'AWS_ACCOUNT', principalId: 'g-1' };

/** What Identity Center and its directory record, by public API and console, and what is read of it. */
const RECORDS: readonly (readonly [string, string, JsonObject, JsonObject])[] = [
  [
    'sso',
    'CreateAccountAssignment',
    { ...ON_SET, ...assignment, principalType: 'GROUP' },
    { assignment: { permissionSetArn: SET, account: '111122223333', assignee: { kind: 'group', id: 'g-1' } } },
  ],
  [
    'sso',
    'DeleteAccountAssignment',
    { ...ON_SET, ...assignment, principalType: 'USER' },
    { assignment: { assignee: { kind: 'user', id: 'g-1' } } },
  ],
  ['sso', 'AttachManagedPolicyToPermissionSet', { ...ON_SET, managedPolicyArn: ADMIN }, { policyArn: ADMIN }],
  ['sso', 'DetachManagedPolicyFromPermissionSet', { ...ON_SET, managedPolicyArn: ADMIN }, { policyArn: ADMIN }],
  [
    'sso',
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    { ...ON_SET, customerManagedPolicyReference: { name: 'Tools' } },
    { reference: { name: 'Tools', path: '/' } },
  ],
  [
    'sso',
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    { ...ON_SET, customerManagedPolicyReference: { name: 'Tools', path: '/team/' } },
    { reference: { name: 'Tools', path: '/team/' } },
  ],
  ['sso', 'PutInlinePolicyToPermissionSet', { ...ON_SET, inlinePolicy: JSON.stringify(POLICY) }, { document: POLICY }],
  ['sso', 'PutInlinePolicyToPermissionSet', ON_SET, { document: '' }],
  ['sso', 'DeleteInlinePolicyFromPermissionSet', ON_SET, {}],
  [
    'sso',
    'PutPermissionsBoundaryToPermissionSet',
    { ...ON_SET, permissionsBoundary: { managedPolicyArn: ADMIN } },
    { boundary: { managed: ADMIN } },
  ],
  [
    'sso',
    'PutPermissionsBoundaryToPermissionSet',
    { ...ON_SET, permissionsBoundary: { customerManagedPolicyReference: { name: 'Fence', path: '/' } } },
    { boundary: { customerManaged: { name: 'Fence', path: '/' } } },
  ],
  ['sso', 'DeletePermissionsBoundaryFromPermissionSet', ON_SET, {}],
  ['sso', 'DeletePermissionSet', ON_SET, {}],
];

describe('a record of Identity Center', () => {
  test.each(RECORDS)('%s %s %j is read', (source, name, asked, wanted) => {
    expect(made(source, name, asked)).toMatchObject({ name, ...wanted });
  });

  test('of a new permission set has its ARN in the answer', () => {
    const response = { permissionSet: { permissionSetArn: SET, name: 'Read' } };
    const read = made('sso', 'CreatePermissionSet', { instanceArn: ON_SET.instanceArn, name: 'Read' }, response);
    expect(read).toEqual({ name: 'CreatePermissionSet', permissionSetArn: SET, setName: 'Read' });
  });

  test.each<readonly [string, string, JsonObject]>([
    ['identitystore', 'CreateGroupMembership', { groupId: 'g-1', memberId: { userId: 'u-1' } }],
    ['sso-directory', 'AddMemberToGroup', { groupId: 'g-1', member: { memberId: 'u-1' } }],
    ['sso-directory', 'AddMemberToGroup', { GroupId: 'g-1', Member: { MemberId: 'u-1' } }],
  ])('%s %s is a membership, however it is spelled', (source, name, asked) => {
    expect(made(source, name, asked)).toEqual({ name: 'CreateGroupMembership', groupId: 'g-1', userId: 'u-1' });
  });

  test.each<readonly [string, string, JsonObject]>([
    ['sso', 'CreateAccountAssignment', { ...ON_SET, ...assignment }],
    ['sso', 'AttachManagedPolicyToPermissionSet', ON_SET],
    ['sso', 'PutPermissionsBoundaryToPermissionSet', ON_SET],
    ['sso', 'ProvisionPermissionSet', ON_SET],
    ['sso', 'UpdatePermissionSet', { ...ON_SET, sessionDuration: 'PT12H' }],
    ['identitystore', 'CreateGroupMembership', { groupId: 'g-1' }],
    ['sso-directory', 'CreateUser', {}],
  ])('%s %s %j is no call of the model', (source, name, asked) => {
    expect(made(source, name, asked)).toBeUndefined();
  });
});
