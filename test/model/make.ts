import type { IamCall } from '../../lib/core/account/call.ts';
import { isHoldPolicyName } from '../../lib/core/account/hold-policy.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { readCall } from '../../lib/core/activity/read-call.ts';
import { isJsonObject, type JsonObject, jsonForm, type JsonValue } from '../../lib/core/json.ts';
import type { Made } from './grants.ts';
import { ACTORS, type Actor, recordOf } from './records.ts';
import type { World } from './world.ts';

/** Makes a call, if it fits the account as it is; the record of it waits in the queue. */
export function make(world: World, call: Made, by: number): void {
  const actor = ACTORS[by % ACTORS.length] ?? ACTORS[0];
  if (call.name === 'remove the holds') return removeHolds(world, call.of, actor);
  if (call.name === 'wake a key') return wakeKey(world, call.userName, actor);
  happen(world, withId(call, world), actor);
}

/** A call with the id that AWS gives what it makes. */
function withId(call: IamCall, world: World): IamCall {
  if (call.name === 'CreatePolicyVersion') return { ...call, versionId: world.nextVersion() };
  if (call.name !== 'CreateAccessKey') return call;
  return { ...call, accessKeyId: `AKIAIOSFODNN7${world.nextVersion().toUpperCase()}` };
}

/** The code of a role lifts what denies the role; of a user somebody else does. */
function removeHolds(world: World, name: string, actor: Actor): void {
  const { roles, users } = world.aws.state;
  const holds = (inline: Iterable<string>) => [...inline].filter(isHoldPolicyName);
  for (const policyName of holds(roles.get(name)?.inline.keys() ?? [])) {
    happen(world, { name: 'DeleteRolePolicy', roleName: name, policyName }, { human: `code of ${name}`, role: name });
  }
  for (const policyName of holds(users.get(name)?.inline.keys() ?? [])) {
    happen(world, { name: 'DeleteUserPolicy', userName: name, policyName }, actor);
  }
}

function wakeKey(world: World, userName: string, actor: Actor): void {
  const asleep = [...(world.aws.state.users.get(userName)?.accessKeys ?? [])].find(
    ([, status]) => status === 'Inactive',
  );
  if (asleep === undefined) return;
  happen(world, { name: 'UpdateAccessKey', userName, accessKeyId: asleep[0], status: 'Active' }, actor);
}

function happen(world: World, iam: IamCall, by: Actor): void {
  const id = `call-${world.queue.length + 1}`;
  const { human } = by;
  world.happens(iam, { call: readBack(id, iam, by, world.now), human });
}

/** The call as Ambit reads it from its record. */
function readBack(id: string, iam: IamCall, by: Actor, now: number): Call {
  const { name } = iam;
  const reading = readCall(recordOf({ id, name, parameters: parametersOf(iam), response: answerOf(iam) }, by, now));
  if (reading.kind !== 'call') throw new Error(`no call: ${JSON.stringify(reading)}`);
  return reading.call;
}

/** What AWS answered, as CloudTrail writes it. */
function answerOf(iam: IamCall): JsonValue {
  if (iam.name === 'CreateAccessKey') {
    return { accessKey: { accessKeyId: iam.accessKeyId, status: 'Active', userName: iam.userName } };
  }
  if (iam.name === 'CreateLoginProfile') return { loginProfile: { userName: iam.userName } };
  return iam.name === 'CreatePolicyVersion'
    ? { policyVersion: { versionId: iam.versionId ?? null, isDefaultVersion: true } }
    : null;
}

/** CloudTrail writes documents as text; what AWS answered is in the response. */
function parametersOf(iam: IamCall): JsonObject {
  const form = jsonForm(iam);
  const isAnswered = (member: string) =>
    member === 'versionId' || (member === 'accessKeyId' && iam.name === 'CreateAccessKey');
  const members = isJsonObject(form) ? Object.entries(form) : [];
  const asked = members.filter(([member]) => member !== 'name' && !isAnswered(member));
  return Object.fromEntries(
    asked.map(([member, value]) => [member, member === 'policyDocument' ? JSON.stringify(value) : value]),
  );
}
