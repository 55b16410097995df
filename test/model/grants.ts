import fc, { type Arbitrary } from 'fast-check';
import type { IamCall } from '../../lib/core/account/call.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import {
  ADMIN,
  allow,
  FENCE,
  GROUPS,
  LAMBDA,
  ROLES,
  ROOT,
  SHARED,
  SOLO,
  STRANGERS,
  trust,
  USERS,
  WIDE_FENCE,
} from './account.ts';

/** A call that somebody outside of Ambit makes; what AWS gives an id is made without it. */
export type Made =
  | IamCall
  | { readonly name: 'remove the holds'; readonly of: string }
  | { readonly name: 'wake a key'; readonly userName: string };

/** What a policy may be given: within the standards, beyond them by little, by much, by a way to all. */
const ACTIONS = [
  ['s3:GetObject'],
  ['s3:PutObject', 'sns:Publish'],
  ['sqs:SendMessage'],
  ['s3:GetObject', 'sqs:*'],
  ['iam:PutRolePolicy'],
  ['*'],
];

const roleName = fc.constantFrom(...ROLES);
const userName = fc.constantFrom(...USERS);
const groupName = fc.constantFrom(...GROUPS);
const policyDocument = fc.constantFrom(...ACTIONS).map(allow);
const policyArn = fc.constantFrom(SOLO, SHARED);
const policyName = fc.constantFrom('extra', 'more');
const attachedArn = fc.constant(ADMIN);

const ofRoles: Arbitrary<Made> = fc.oneof(
  fc.record({ name: fc.constant('AttachRolePolicy'), roleName, policyArn: attachedArn }),
  fc.record({ name: fc.constant('PutRolePolicy'), roleName, policyName, policyDocument }),
  fc.record({
    name: fc.constant('PutRolePermissionsBoundary'),
    roleName,
    permissionsBoundary: fc.constantFrom(FENCE, WIDE_FENCE),
  }),
  fc.record({ name: fc.constant('DeleteRolePermissionsBoundary'), roleName: fc.constant('deployer') }),
  fc.record({ name: fc.constant('CreatePolicyVersion'), policyArn, policyDocument, setAsDefault: fc.constant(true) }),
  fc.record({ name: fc.constant('DetachRolePolicy'), roleName, policyArn: attachedArn }),
  fc.record({ name: fc.constant('DeleteRolePolicy'), roleName, policyName }),
);

const ofUsers: Arbitrary<Made> = fc.oneof(
  fc.record({ name: fc.constant('AttachUserPolicy'), userName, policyArn: attachedArn }),
  fc.record({ name: fc.constant('PutUserPolicy'), userName, policyName, policyDocument }),
  fc.record({ name: fc.constant('AddUserToGroup'), userName, groupName }),
  fc.record({ name: fc.constant('RemoveUserFromGroup'), userName, groupName }),
  fc.record({ name: fc.constant('DetachUserPolicy'), userName, policyArn: attachedArn }),
  fc.record({ name: fc.constant('DeleteUserPolicy'), userName, policyName }),
);

const ofGroups: Arbitrary<Made> = fc.oneof(
  fc.record({ name: fc.constant('AttachGroupPolicy'), groupName, policyArn: attachedArn }),
  fc.record({ name: fc.constant('PutGroupPolicy'), groupName, policyName, policyDocument }),
  fc.record({ name: fc.constant('DetachGroupPolicy'), groupName, policyArn: attachedArn }),
  fc.record({ name: fc.constant('DeleteGroupPolicy'), groupName, policyName }),
);

/** Whom a role may be made to trust: within its standard, and strangers. */
const TRUSTED: readonly JsonObject[] = [ROOT, LAMBDA, STRANGERS, { ...LAMBDA, ...STRANGERS }];

const ofWays: Arbitrary<Made> = fc.oneof(
  fc.record({
    name: fc.constant('UpdateAssumeRolePolicy'),
    roleName,
    policyDocument: fc.constantFrom(...TRUSTED).map(trust),
  }),
  fc.record({ name: fc.constant('CreateAccessKey'), userName, accessKeyId: fc.constant('') }),
  fc.record({ name: fc.constant('wake a key'), userName }),
  fc.record({ name: fc.constant('CreateLoginProfile'), userName }),
);

/** Calls that grant, that take away, that let somebody in, and by which a subject lifts the deny on itself. */
export const made: Arbitrary<Made> = fc.oneof(
  { weight: 7, arbitrary: ofRoles },
  { weight: 3, arbitrary: ofUsers },
  { weight: 2, arbitrary: ofGroups },
  { weight: 2, arbitrary: ofWays },
  {
    weight: 1,
    arbitrary: fc.record({ name: fc.constant('remove the holds'), of: fc.constantFrom(...ROLES, ...USERS) }),
  },
);

/** Calls that give an agent what is held at once, unless it has it already. */
export const madeToAgents: Arbitrary<Made> = fc.oneof(
  fc.record({
    name: fc.constant('AttachRolePolicy'),
    roleName: fc.constantFrom('deployer', 'worker'),
    policyArn: attachedArn,
  }),
  fc.record({
    name: fc.constant('PutRolePolicy'),
    roleName: fc.constantFrom('deployer', 'worker'),
    policyName,
    policyDocument: fc.constantFrom(['sns:Publish'], ['iam:PutRolePolicy']).map(allow),
  }),
  fc.record({ name: fc.constant('AttachUserPolicy'), userName: fc.constant('ann'), policyArn: attachedArn }),
  fc.record({ name: fc.constant('AddUserToGroup'), userName: fc.constant('ann'), groupName: fc.constant('ops') }),
);
