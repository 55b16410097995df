import fc, { type Arbitrary } from 'fast-check';
import type { IamCall } from '../../lib/core/account/call.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { readCall } from '../../lib/core/activity/read-call.ts';
import { isHoldPolicyName } from '../../lib/core/account/hold-policy.ts';
import { isJsonObject, type JsonObject, jsonForm } from '../../lib/core/json.ts';
import { ACTORS, ADMIN, allow, FENCE, recordOf, ROLES, SHARED, SOLO, WIDE_FENCE } from './company.ts';
import type { World } from './world.ts';

/** A call that somebody outside of Ambit makes. */
export type Made = IamCall | { readonly name: 'remove the holds'; readonly roleName: string };

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
const policyDocument = fc.constantFrom(...ACTIONS).map(allow);
const policyArn = fc.constantFrom(SOLO, SHARED);

/** Calls that grant, that take away, and by which a subject lifts the deny on itself. */
export const made: Arbitrary<Made> = fc.oneof(
  fc.record({ name: fc.constant('AttachRolePolicy'), roleName, policyArn: fc.constant(ADMIN) }),
  fc.record({
    name: fc.constant('PutRolePolicy'),
    roleName,
    policyName: fc.constantFrom('extra', 'more'),
    policyDocument,
  }),
  fc.record({
    name: fc.constant('PutRolePermissionsBoundary'),
    roleName,
    permissionsBoundary: fc.constantFrom(FENCE, WIDE_FENCE),
  }),
  fc.record({ name: fc.constant('DeleteRolePermissionsBoundary'), roleName: fc.constant('deployer') }),
  fc.record({ name: fc.constant('CreatePolicyVersion'), policyArn, policyDocument, setAsDefault: fc.constant(true) }),
  fc.record({ name: fc.constant('DetachRolePolicy'), roleName, policyArn: fc.constant(ADMIN) }),
  fc.record({ name: fc.constant('DeleteRolePolicy'), roleName, policyName: fc.constantFrom('extra', 'more') }),
  fc.record({ name: fc.constant('remove the holds'), roleName }),
);

/** Makes a call, if it fits the account as it is; the record of it waits in the queue. */
export function make(world: World, call: Made, by: number): void {
  if (call.name !== 'remove the holds') {
    return happen(world, call, ACTORS[by % ACTORS.length] ?? ACTORS[0]);
  }
  const { roleName } = call;
  const holds = [...(world.aws.state.roles.get(roleName)?.inline.keys() ?? [])].filter(isHoldPolicyName);
  for (const policyName of holds) {
    happen(world, { name: 'DeleteRolePolicy', roleName, policyName }, { human: `code of ${roleName}`, role: roleName });
  }
}

function happen(world: World, call: IamCall, by: { readonly human: string; readonly role: string }): void {
  const iam = call.name === 'CreatePolicyVersion' ? { ...call, versionId: world.nextVersion() } : call;
  const id = `call-${world.queue.length + 1}`;
  const { human } = by;
  world.happens(iam, { call: readBack(id, iam, by, world.now), human });
}

/** The call as Ambit reads it from its record. */
function readBack(id: string, iam: IamCall, by: { readonly human: string; readonly role: string }, now: number): Call {
  const { name } = iam;
  const response =
    'versionId' in iam ? { policyVersion: { versionId: iam.versionId ?? null, isDefaultVersion: true } } : null;
  const reading = readCall(recordOf({ id, name, parameters: parametersOf(iam), response }, by, now));
  if (reading.kind !== 'call') throw new Error(`no call: ${JSON.stringify(reading)}`);
  return reading.call;
}

/** CloudTrail writes documents as text; what AWS answered is in the response. */
function parametersOf(iam: IamCall): JsonObject {
  const form = jsonForm(iam);
  const members = isJsonObject(form) ? Object.entries(form) : [];
  const asked = members.filter(([member]) => member !== 'name' && member !== 'versionId');
  return Object.fromEntries(
    asked.map(([member, value]) => [member, member === 'policyDocument' ? JSON.stringify(value) : value]),
  );
}
