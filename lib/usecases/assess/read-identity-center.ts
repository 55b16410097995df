import { applyPermissionSetCall } from '../../core/account/identity-center/apply-permission-set-call.ts';
import { beforePermissionSetCall } from '../../core/account/identity-center/before-permission-set-call.ts';
import type { MembershipCall, PermissionSetCall } from '../../core/account/identity-center/identity-center-call.ts';
import {
  type KnownPermissionSet,
  unknownPermissionSet,
} from '../../core/account/identity-center/identity-center-state.ts';
import type { PolicyOf } from '../../core/account/identity-center/permission-set-policies.ts';
import type { Assignee, Assignment } from '../../core/account/permission-set.ts';
import type { ManagedPolicy } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { AssignmentGain } from '../../core/governance/assess/identity-center/assess-assignment.ts';
import { isOfEachAccount } from '../../core/account/identity-center/given-set.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import { keepPermissionSet, permissionSetSeenBefore } from './identity-center/permission-sets-seen.ts';

/** Identity Center, and what permission sets refer to. */
export interface IdentityCenterReading {
  readonly center: IdentityCenter;
  /** A managed policy, of AWS's own or an account's, by ARN; undefined: there is none, or it cannot be read. */
  managedPolicy(arn: string): Promise<ManagedPolicy | undefined>;
}

interface ReadDeps {
  readonly identityCenter?: IdentityCenterReading;
  /** Absent: what a call replaces is never known. */
  readonly keepsakes?: Keepsakes;
  readonly clock: Clock;
}

/** What a permission set holds before and after a call; undefined after: it is gone. */
interface PermissionSetPair {
  readonly before: KnownPermissionSet;
  readonly after: KnownPermissionSet | undefined;
}

/**
 * What a permission set held and holds. It is read once, whether or not it shows the call by then: what the call did to it is
 * taken back, and done again.
 */
export async function permissionSetAround(
  made: PermissionSetCall,
  call: Call,
  { identityCenter, keepsakes, clock }: ReadDeps,
): Promise<PermissionSetPair> {
  const readAt = clock.now();
  const read = await identityCenter?.center.permissionSet(made.permissionSetArn);
  const known = read ?? unknownPermissionSet(made.permissionSetArn);
  const earlier = await permissionSetSeenBefore(made, { call, read: known }, keepsakes);
  await keepPermissionSet(made, { call, read, readAt }, keepsakes);
  const before = beforePermissionSetCall(known, made, earlier);
  return { before, after: applyPermissionSetCall(before, made) };
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

/** The accounts whose own policies a permission set refers to: none where it refers to AWS's alone. */
export async function accountsReferredTo(
  set: KnownPermissionSet,
  { identityCenter }: Pick<ReadDeps, 'identityCenter'>,
): Promise<readonly string[]> {
  return isOfEachAccount(set) ? ((await identityCenter?.center.accountsOf(set.arn)) ?? []) : [];
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
  { groupId, userId }: Pick<Extract<MembershipCall, { readonly groupId: string }>, 'groupId' | 'userId'>,
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
