import { applyPermissionSetCall } from '../core/account/identity-center/apply-permission-set-call.ts';
import { beforePermissionSetCall } from '../core/account/identity-center/before-permission-set-call.ts';
import type { MembershipCall, PermissionSetCall } from '../core/account/identity-center/identity-center-call.ts';
import {
  type KnownPermissionSet,
  unknownPermissionSet,
} from '../core/account/identity-center/identity-center-state.ts';
import type { PolicyOf } from '../core/account/identity-center/permission-set-policies.ts';
import type { Assignee, Assignment } from '../core/account/permission-set.ts';
import type { ManagedPolicy } from '../core/account/state.ts';
import { canonicalText } from '../core/digest.ts';
import type { AssignmentGain } from '../core/governance/assess-assignment.ts';
import { jsonForm } from '../core/json.ts';
import type { IdentityCenter } from '../ports/identity-center.ts';
import type { Pause } from '../ports/pause.ts';
import { READ_DELAYS } from './carry-out.ts';

/** Identity Center, and what permission sets refer to. */
export interface IdentityCenterReading {
  readonly center: IdentityCenter;
  /** A managed policy of AWS's own, by ARN; undefined: there is none. */
  managedPolicy(arn: string): Promise<ManagedPolicy | undefined>;
}

interface ReadDeps {
  readonly identityCenter?: IdentityCenterReading;
  readonly pause: Pause;
}

/** What a permission set holds before and after a call; undefined after: it is gone. */
interface PermissionSetPair {
  readonly before: KnownPermissionSet;
  readonly after: KnownPermissionSet | undefined;
}

/**
 * What a permission set held and holds, read until it shows the call. Where it never does, the call was undone since or is
 * shown late: then what it would give counts.
 */
export async function permissionSetAround(
  call: PermissionSetCall,
  { identityCenter, pause }: ReadDeps,
): Promise<PermissionSetPair> {
  const unknown = unknownPermissionSet(call.permissionSetArn);
  // a new one is empty, whatever it holds by now: that came by other calls
  const isNew = call.name === 'CreatePermissionSet';
  if (identityCenter === undefined || isNew) return appliedTo(beforePermissionSetCall(unknown, call), call);
  const { center } = identityCenter;
  let read = await center.permissionSet(call.permissionSetArn);
  for (const delay of READ_DELAYS) {
    if (read !== undefined && shows(read, call)) return { before: beforePermissionSetCall(read, call), after: read };
    if (read === undefined && call.name === 'DeletePermissionSet') break;
    await pause(delay);
    read = await center.permissionSet(call.permissionSetArn);
  }
  return appliedTo(beforePermissionSetCall(read ?? unknown, call), call);
}

function appliedTo(before: KnownPermissionSet, call: PermissionSetCall): PermissionSetPair {
  return { before, after: applyPermissionSetCall(before, call) };
}

/** Whether a permission set is as the call leaves it. */
function shows(set: KnownPermissionSet, call: PermissionSetCall): boolean {
  const after = applyPermissionSetCall(set, call);
  return after !== undefined && canonicalText(jsonForm(after)) === canonicalText(jsonForm(set));
}

/** Every managed policy that these permission sets refer to, where AWS has it. */
export async function policiesOfSets(
  sets: readonly KnownPermissionSet[],
  { identityCenter }: Pick<ReadDeps, 'identityCenter'>,
): Promise<PolicyOf> {
  const boundaries = sets.flatMap(({ boundary }) =>
    boundary !== undefined && 'managed' in boundary ? [boundary.managed] : [],
  );
  const arns = [...new Set([...sets.flatMap(({ managed }) => managed), ...boundaries])];
  const found = await Promise.all(arns.map(async (arn) => [arn, await identityCenter?.managedPolicy(arn)] as const));
  const policies = new Map(found);
  return (arn) => policies.get(arn);
}

/** What somebody gains by an assignment, on top of what else they hold in the account. */
export async function gainOfAssignment(
  { permissionSetArn, account, assignee }: Assignment,
  reading: IdentityCenterReading | undefined,
): Promise<AssignmentGain> {
  const accounts = [account];
  if (reading === undefined) return { set: unknownPermissionSet(permissionSetArn), accounts, held: [] };
  const { center } = reading;
  const others = (await center.assignmentsOf(assignee)).filter(
    (each) =>
      each.account === account && !(each.permissionSetArn === permissionSetArn && isSame(each.assignee, assignee)),
  );
  const set = (await center.permissionSet(permissionSetArn)) ?? unknownPermissionSet(permissionSetArn);
  return { set, accounts, held: await setsOf(others, center) };
}

/** What a user gains by a membership: all that the group is assigned, on top of what the user holds without it. */
export async function gainsOfMembership(
  { groupId, userId }: Extract<MembershipCall, { readonly groupId: string }>,
  { center }: IdentityCenterReading,
): Promise<readonly AssignmentGain[]> {
  const group = { kind: 'group', id: groupId } as const;
  const given = await center.assignmentsOf(group);
  const own = (await center.assignmentsOf({ kind: 'user', id: userId })).filter(
    ({ assignee }) => !isSame(assignee, group),
  );
  const sets = new Map((await setsOf([...given, ...own], center)).map((set) => [set.arn, set]));
  const setOf = (arn: string) => sets.get(arn) ?? unknownPermissionSet(arn);
  return given.map(({ permissionSetArn, account }) => ({
    set: setOf(permissionSetArn),
    accounts: [account],
    held: own.filter((each) => each.account === account).map((each) => setOf(each.permissionSetArn)),
  }));
}

async function setsOf(
  assignments: readonly Assignment[],
  center: IdentityCenter,
): Promise<readonly KnownPermissionSet[]> {
  const arns = [...new Set(assignments.map(({ permissionSetArn }) => permissionSetArn))];
  const sets = await Promise.all(arns.map((arn) => center.permissionSet(arn)));
  return sets.filter((set) => set !== undefined);
}

function isSame(one: Assignee, other: Assignee): boolean {
  return one.kind === other.kind && one.id === other.id;
}
