import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { applyIdentityCenterCall } from '../../../../lib/core/account/identity-center/apply-identity-center-call.ts';
import { applyPermissionSetCall } from '../../../../lib/core/account/identity-center/apply-permission-set-call.ts';
import { UNKNOWN_IDENTITY_CENTER } from '../../../../lib/core/account/identity-center/identity-center-state.ts';
import type { PermissionSetCall } from '../../../../lib/core/account/identity-center/identity-center-call.ts';
import { applyOrganizationCall } from '../../../../lib/core/account/organization/apply-organization-call.ts';
import type { OrganizationCall } from '../../../../lib/core/account/organization/organization-call.ts';
import type { Organization } from '../../../../lib/core/account/organization/organization.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import type { WatchedChange } from '../../../../lib/core/activity/changes.ts';
import { identityCenterCallOf } from '../../../../lib/core/activity/identity-center-call-of.ts';
import { organizationCallOf } from '../../../../lib/core/activity/organization-call-of.ts';
import { permissionSetCallOf } from '../../../../lib/core/activity/permission-set-call-of.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { undoOfAssignment, undoOfMembership } from '../../../../lib/core/governance/undo/undo-assignment.ts';
import { undoOfOrganizationCall } from '../../../../lib/core/governance/undo/undo-organization-call.ts';
import { undoOfPermissionSetCall } from '../../../../lib/core/governance/undo/undo-permission-set-call.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { record } from '../../../usecases/company.ts';
import { allow } from '../accounts.ts';
import { COMPANY, denying, DEV, PROD } from '../organizations.ts';
import { ENGINEER_SET, INSTANCE, READ_ONLY, SET } from '../permission-sets.ts';

/** The words of a command, as a shell splits them. */
function wordsOf(command: string): readonly string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** The call that a command of the AWS CLI makes: `aws SERVICE some-operation --some-member VALUE …`. */
function callMadeBy(command: string): { readonly name: string; readonly parameters: JsonObject } {
  const [, , operation = '', ...options] = wordsOf(command);
  const members = options.flatMap((word, index) =>
    index % 2 === 0 ? [[camelCase(word.slice(2)), options[index + 1]]] : [],
  );
  const parameters = Object.fromEntries(members.map(([name = '', value = '']) => [name, valueOf(value)]));
  const name = camelCase(operation);
  return { name: name.charAt(0).toUpperCase() + name.slice(1), parameters };
}

function camelCase(words: string): string {
  return words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** `Name=a,Path=/b/`, and `Member={Name=a,Path=/b/}`: the shorthand of the AWS CLI. */
function valueOf(text: string): JsonValue {
  const nested = /^(\w+)=\{(.*)\}$/.exec(text);
  if (nested !== null) return { [lowerFirst(nested[1] ?? '')]: valueOf(nested[2] ?? '') };
  if (!/^\w+=/.test(text)) return text;
  return Object.fromEntries(
    text.split(',').map((part) => [lowerFirst(part.split('=')[0] ?? ''), part.replace(/^\w+=/, '')]),
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function read(
  source: string,
  name: string,
  parameters: JsonObject,
): { readonly call: Call; readonly change: WatchedChange } {
  const reading = readCall(record(name, parameters, { source }));
  if (reading.kind !== 'call') throw new Error(`${name} is no call: ${JSON.stringify(reading)}`);
  const { call } = reading;
  const { change } = call;
  if (change.kind !== 'organization' && change.kind !== 'identity-center') throw new Error(`${name} is ${change.kind}`);
  return { call, change };
}

/** What is compared of an organization: who was in it once is nothing that it is. */
function comparable(organization: Organization): Organization {
  return { ...organization, left: new Set() };
}

const CHANGES: readonly OrganizationCall[] = [
  { name: 'AttachPolicy', policyId: 'p-regions', targetId: 'ou-dev' },
  { name: 'AttachPolicy', policyId: 'p-few', targetId: DEV },
  { name: 'DetachPolicy', policyId: 'p-leaving', targetId: 'ou-prod' },
  { name: 'DetachPolicy', policyId: 'p-strangers', targetId: 'ou-prod' },
  { name: 'MoveAccount', account: PROD, from: 'ou-prod', to: 'ou-dev' },
  { name: 'UpdatePolicy', policyId: 'p-leaving', change: { document: denying("it's:Nothing") } },
  {
    name: 'CreatePolicy',
    policy: { id: 'p-new', name: 'New', type: 'SERVICE_CONTROL_POLICY', document: denying('s3:*') },
  },
];

describe('the command that undoes a call of Organizations, read as the shell and CloudTrail have it', () => {
  test.each(CHANGES)('gives back the organization from before: $name', (change) => {
    const after = applyOrganizationCall(COMPANY, change);
    expect(comparable(after)).not.toEqual(comparable(COMPANY));
    const command = commandIn(undoOfOrganizationCall(change, COMPANY).detail);
    const { name, parameters } = callMadeBy(command);
    const { call, change: asked } = read('organizations.amazonaws.com', name, parameters);
    const undoing = organizationCallOf(call, asked);
    expect(undoing).toBeDefined();
    expect(undoing && comparable(applyOrganizationCall(after, undoing))).toEqual(comparable(COMPANY));
  });
});

const REFERENCE = { name: 'team', path: '/a team/' };
const FULL_SET = {
  ...ENGINEER_SET,
  managed: [READ_ONLY],
  customerManaged: [REFERENCE],
  boundary: { customerManaged: { name: 'fence', path: '/' } },
};

const SET_CHANGES: readonly PermissionSetCall[] = [
  {
    permissionSetArn: SET,
    name: 'AttachManagedPolicyToPermissionSet',
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  },
  { permissionSetArn: SET, name: 'DetachManagedPolicyFromPermissionSet', policyArn: READ_ONLY },
  {
    permissionSetArn: SET,
    name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
    reference: { name: 'other', path: '/' },
  },
  { permissionSetArn: SET, name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet', reference: REFERENCE },
  { permissionSetArn: SET, name: 'PutInlinePolicyToPermissionSet', document: allow('*') },
  { permissionSetArn: SET, name: 'DeleteInlinePolicyFromPermissionSet' },
  { permissionSetArn: SET, name: 'PutPermissionsBoundaryToPermissionSet', boundary: { managed: READ_ONLY } },
  { permissionSetArn: SET, name: 'DeletePermissionsBoundaryFromPermissionSet' },
];

describe('the command that undoes a call on a permission set, read as the shell and CloudTrail have it', () => {
  test.each(SET_CHANGES)('gives back the permission set from before: $name', (change) => {
    const after = applyPermissionSetCall(FULL_SET, change);
    expect(after).not.toEqual(FULL_SET);
    const made = read('sso.amazonaws.com', change.name, { instanceArn: INSTANCE, permissionSetArn: SET }).call;
    const command = commandIn(undoOfPermissionSetCall(change, made, FULL_SET).detail);
    const { name, parameters } = callMadeBy(command);
    const undoing = permissionSetCallOf(name, read('sso.amazonaws.com', name, parameters).change);
    expect(parameters).toMatchObject({ instanceArn: INSTANCE, permissionSetArn: SET });
    expect(undoing && after && applyPermissionSetCall(after, undoing)).toEqual(FULL_SET);
  });
});

const ASSIGNMENT = {
  permissionSetArn: SET,
  targetId: DEV,
  targetType: 'AWS_ACCOUNT',
  principalType: 'GROUP',
  principalId: 'g-1',
};

describe('the command that undoes an assignment, read as the shell and CloudTrail have it', () => {
  test('gives back who was assigned before', () => {
    const made = read('sso.amazonaws.com', 'CreateAccountAssignment', { instanceArn: INSTANCE, ...ASSIGNMENT });
    const call = identityCenterCallOf(made.call, made.change);
    if (call === undefined || !('assignment' in call)) throw new Error('it is no assignment');
    const after = applyIdentityCenterCall(UNKNOWN_IDENTITY_CENTER, call);
    expect(after.assignments).toHaveLength(1);
    const { name, parameters } = callMadeBy(commandIn(undoOfAssignment(call, made.call).detail));
    expect(parameters).toMatchObject({ instanceArn: INSTANCE, ...ASSIGNMENT });
    const back = read('sso.amazonaws.com', name, parameters);
    const undoing = identityCenterCallOf(back.call, back.change);
    expect(undoing && applyIdentityCenterCall(after, undoing)).toEqual(UNKNOWN_IDENTITY_CENTER);
  });
});

test('the membership that two commands ask for and take away is the one that the call made, and no other', () => {
  const asked = { identityStoreId: 'd-1', groupId: 'g-1', memberId: { userId: 'u-1' } };
  const reading = readCall({
    ...record('CreateGroupMembership', asked, { source: 'identitystore.amazonaws.com' }),
    responseElements: { membershipId: 'm-1', identityStoreId: 'd-1' },
  });
  if (reading.kind !== 'call' || reading.call.change.kind !== 'identity-center') throw new Error('it is no membership');
  const { call } = reading;
  const made = identityCenterCallOf(call, reading.call.change);
  if (made === undefined || !('groupId' in made)) throw new Error('it names no group');
  const others = { ...UNKNOWN_IDENTITY_CENTER, members: new Map([['g-1', new Set(['u-2'])]]) };
  const after = applyIdentityCenterCall(others, made);
  const [asking, removing] = undoOfMembership(made, call).detail.split(': ')[1]?.split(', then ') ?? [];
  expect(callMadeBy(asking ?? '')).toEqual({
    name: 'GetGroupMembershipId',
    parameters: { identityStoreId: 'd-1', groupId: 'g-1', memberId: { userId: 'u-1' } },
  });
  const { name, parameters } = callMadeBy(
    (removing ?? '').replace(' with that --membership-id', ' --membership-id m-1'),
  );
  const back = read('identitystore.amazonaws.com', name, parameters);
  const undoing = identityCenterCallOf(back.call, back.change);
  expect(after.members.get('g-1')).toEqual(new Set(['u-2', 'u-1']));
  expect(undoing && applyIdentityCenterCall(after, undoing).members).toEqual(others.members);
});

/** The first command in what a finding says. */
function commandIn(detail: string): string {
  return detail.slice(detail.indexOf(': aws ') + 2).split('; then ')[0] ?? '';
}
