import { applyIdentityCenterCall } from '../../../../lib/core/account/identity-center/apply-identity-center-call.ts';
import {
  type IdentityCenterState,
  UNKNOWN_IDENTITY_CENTER,
} from '../../../../lib/core/account/identity-center/identity-center-state.ts';
import { type Call, changesOf } from '../../../../lib/core/activity/call.ts';
import { identityCenterCallOf, isProvisioning } from '../../../../lib/core/activity/identity-center-call-of.ts';
import { canonicalText } from '../../../../lib/core/digest.ts';
import { jsonForm } from '../../../../lib/core/json.ts';
import type { World } from './world.ts';

/** What Identity Center keeps, and the permission sets that its accounts do not have yet as they are. */
interface Center {
  readonly center: IdentityCenterState;
  readonly unprovisioned: ReadonlySet<string>;
}

/** The library's model of Identity Center. */
export const IDENTITY_CENTER: World<Center> = {
  start: { center: UNKNOWN_IDENTITY_CENTER, unprovisioned: new Set() },
  making: 'CreatePermissionSet',
  settled: ({ center }) => ({ center, unprovisioned: new Set() }),
  after({ center, unprovisioned }, { call }) {
    if (call === undefined) return undefined;
    if (isProvisioning(call)) return { center, unprovisioned: new Set() };
    const made = callIn(call);
    if (made === undefined) return undefined;
    const after = applyIdentityCenterCall(center, made);
    const isOfSet = 'permissionSetArn' in made && !/^(?:Create|Delete)PermissionSet$/.test(made.name);
    const isNews = isOfSet && !isSame(center, made);
    return {
      center: after,
      unprovisioned: isNews ? new Set([...unprovisioned, made.permissionSetArn]) : unprovisioned,
    };
  },
  refusal({ center }, { call }) {
    const made = callIn(call);
    if (call === undefined || made === undefined) return undefined;
    if ('permissionSetArn' in made) return refusalOfSet(center, made.permissionSetArn, call.name, isSame(center, made));
    if (made.name === 'DeleteGroupMembership') {
      const isThere = center.memberships?.has(made.membershipId ?? '') === true;
      return isThere ? undefined : 'ResourceNotFoundException';
    }
    return made.name === 'CreateGroupMembership' && isSame(center, made) ? 'ConflictException' : undefined;
  },
  text: ({ center: { permissionSets, assignments, members }, unprovisioned }) =>
    canonicalText(
      jsonForm({
        sets: [...permissionSets.values()].map(textOf).sort(),
        assignments: assignments.map(textOf).sort(),
        members: [...members].map(([group, users]) => [group, [...users].sort()]).filter(([, users]) => users?.length),
        unprovisioned: [...unprovisioned],
      }),
    ),
};

function textOf(value: unknown): string {
  return canonicalText(jsonForm(value));
}

function callIn(call: Call | undefined) {
  if (call === undefined) return undefined;
  const change = changesOf(call).find(({ kind }) => kind === 'identity-center');
  return change?.kind === 'identity-center' ? identityCenterCallOf(call, change) : undefined;
}

function isSame(center: IdentityCenterState, made: NonNullable<ReturnType<typeof callIn>>): boolean {
  const after = applyIdentityCenterCall(center, made);
  const textOfAll = (all: IdentityCenterState) => IDENTITY_CENTER.text({ center: all, unprovisioned: new Set() });
  return textOfAll(center) === textOfAll(after);
}

/** Source: IAM Identity Center API reference, the errors of each operation. */
function refusalOfSet(
  center: IdentityCenterState,
  arn: string,
  name: string,
  changesNothing: boolean,
): string | undefined {
  const isThere = center.permissionSets.has(arn);
  if (name === 'CreatePermissionSet') return isThere ? 'ConflictException' : undefined;
  if (!isThere) return 'ResourceNotFoundException';
  if (!changesNothing) return undefined;
  if (name.startsWith('Attach')) return 'ConflictException';
  return name.startsWith('Detach') ? 'ResourceNotFoundException' : undefined;
}
