import { type NamedRole, type RoleNaming, type RolePlace } from '../../../core/account/named-roles.ts';
import type { Call } from '../../../core/activity/call.ts';
import { actsLater } from '../../../core/activity/calls/table.ts';
import type { RoleChange } from '../../../core/activity/changes.ts';
import { rolesKnownOf, type RolesKnown } from '../../../core/governance/roles/handed-roles.ts';
import { holderSought, holdersKept, placed } from '../../../core/governance/roles/role-holder.ts';
import { isJsonList } from '../../../core/activity/member.ts';
import { isJsonObject, jsonForm, type JsonValue } from '../../../core/json.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import { keepSeen } from '../seen-before.ts';

/** A call names a few resources, mostly; of more than these nothing is kept. */
const MOST_RESOURCES = 20;

const nameOf = (holder: string, call: Call): string => `roles of ${placed(holder, call)}`;

/** Keeps which roles a call handed to what it names, where calls on that may come which do not name them. */
export async function keepRoles(
  call: Call,
  { resources }: RoleChange,
  roles: readonly NamedRole[],
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  if (!actsLater(call.source)) return;
  const holders = new Set(resources.slice(0, MOST_RESOURCES).flatMap(holdersKept));
  for (const holder of holders) {
    await keepSeen(nameOf(holder, call), { value: jsonForm(roles), seenAt: call.time }, keepsakes);
  }
}

/** The roles that earlier calls handed to what a call names; undefined: of none of it is that known. */
export async function rolesKept(
  call: Call,
  { resources }: RoleChange,
  keepsakes: Keepsakes | undefined,
): Promise<RolesKnown | undefined> {
  const holders: (readonly NamedRole[] | undefined)[] = [];
  for (const resource of resources.slice(0, MOST_RESOURCES)) {
    const kept = await keepsakes?.last(nameOf(holderSought(resource), call));
    holders.push(kept === undefined ? undefined : rolesIn(kept.value));
  }
  const known = rolesKnownOf(holders);
  return known && { ...known, lacksSome: known.lacksSome || resources.length > MOST_RESOURCES };
}

/** Undefined: what was kept is no list of roles. */
function rolesIn(value: JsonValue): readonly NamedRole[] | undefined {
  return isJsonList(value) ? value.flatMap((each) => roleIn(each) ?? []) : undefined;
}

function roleIn(value: JsonValue): NamedRole | undefined {
  if (!isJsonObject(value)) return undefined;
  const { text, place } = value;
  return typeof text === 'string' ? { text, place: placeIn(place) } : undefined;
}

function placeIn(value: JsonValue | undefined): RolePlace | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  const { account, name, of } = value;
  if (typeof account !== 'string' || typeof name !== 'string' || of === undefined || !isJsonList(of)) return undefined;
  return { account, name, of: of.filter(isNaming) };
}

function isNaming(value: JsonValue): value is RoleNaming {
  return value === 'role' || value === 'instance-profile';
}
