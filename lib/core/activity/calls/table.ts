import type { JsonValue } from '../../json.ts';
import type { Change } from '../changes.ts';
import { APP_SHARING_CALLS } from './app-sharing.ts';
import { COMPUTE_ROLE_CALLS } from './compute-roles.ts';
import { CREATING_CALLS } from './creating.ts';
import { CREDENTIAL_CALLS } from './credentials.ts';
import { DATA_ROLE_CALLS } from './data-roles.ts';
import { DEPLOYMENT_CALLS } from './deployments.ts';
import { DESTROYING_CALLS } from './destroying.ts';
import { DETECTION_CALLS } from './detection.ts';
import { FURTHER_ROLE_CALLS } from './further-roles.ts';
import { GATE_CALLS } from './gates.ts';
import { GUARD_CALLS } from './guards.ts';
import { OTHER_IAM_CALLS } from './iam-others.ts';
import { IDENTITY_CENTER_CALLS } from './identity-center.ts';
import { INTERRUPTING_CALLS } from './interrupting.ts';
import { NETWORK_GUARD_CALLS } from './network-guards.ts';
import { ORGANIZATION_CALLS } from './organizations.ts';
import { OTHER_BUCKET_CALLS } from './other-buckets.ts';
import { RARE_COMPUTE_ROLE_CALLS } from './rare-compute-roles.ts';
import { RARE_RESOURCE_POLICY_CALLS } from './rare-resource-policies.ts';
import { RARE_ROLE_CALLS } from './rare-roles.ts';
import { RESOURCE_POLICY_CALLS } from './resource-policies.ts';
import { RECORDING_CALLS } from './recording.ts';
import { ROLE_USING_CALLS } from './role-using.ts';
import { by, type CallRow, type Touches, withRemovals } from './row.ts';
import { SESSION_CALLS } from './sessions.ts';
import { SHARING_CALLS } from './shares.ts';
import { STACK_ROLE_CALLS } from './stack-roles.ts';
import { TRUST_CALLS } from './trust.ts';
import { UNGUARDING_CALLS } from './unguarding.ts';
import { isSo, lostBy } from './when.ts';
import { WAY_POLICY_CALLS } from './way-policies.ts';

/**
 * Every API operation that Ambit watches, besides those of IAM that it models (`iam.ts`). An operation has a row for each
 * thing that it does: one that creates a stack may hand it a role. Rows of an environment come first, for what is
 * destroyed matters most; one pair of operation and kind stands here once.
 */
export const CALLS: readonly CallRow[] = [
  ...DESTROYING_CALLS,
  ...INTERRUPTING_CALLS,
  ...CREATING_CALLS,
  ...UNGUARDING_CALLS,
  ...NETWORK_GUARD_CALLS,
  ...OTHER_IAM_CALLS,
  ...IDENTITY_CENTER_CALLS,
  ...ORGANIZATION_CALLS,
  ...withRemovals([
    ...RESOURCE_POLICY_CALLS,
    ...SHARING_CALLS,
    ...WAY_POLICY_CALLS,
    ...RARE_RESOURCE_POLICY_CALLS,
    ...OTHER_BUCKET_CALLS,
  ]),
  ...APP_SHARING_CALLS,
  ...COMPUTE_ROLE_CALLS,
  ...STACK_ROLE_CALLS,
  ...DATA_ROLE_CALLS,
  ...RARE_COMPUTE_ROLE_CALLS,
  ...RARE_ROLE_CALLS,
  ...FURTHER_ROLE_CALLS,
  ...ROLE_USING_CALLS,
  ...TRUST_CALLS,
  ...CREDENTIAL_CALLS,
  ...DETECTION_CALLS,
  ...RECORDING_CALLS,
  ...GUARD_CALLS,
  ...GATE_CALLS,
  ...DEPLOYMENT_CALLS,
  ...SESSION_CALLS,
];

const BY_CALL: ReadonlyMap<string, readonly CallRow[]> = Map.groupBy(CALLS, ({ source, name }) => `${source}:${name}`);

/**
 * The rows for a record of this source (`ec2`) and operation, the one that matters most first; none where the call is not
 * watched. Where an effect depends on a parameter and the record has no parameters at all, the effect is assumed.
 */
export function callRowsOf(source: string, name: string, record: JsonValue): readonly CallRow[] {
  const rows = BY_CALL.get(`${source}:${name}`) ?? [];
  return rows.filter((row) => hasEffect(row, record));
}

function hasEffect(row: CallRow, record: JsonValue): boolean {
  if (row.when !== undefined && isSo(row.when, record) === false) return false;
  return !('losses' in row) || row.losses === undefined || lostBy(row.losses, record).length > 0;
}

const ACTING_LATER: ReadonlySet<string> = new Set(
  CALLS.flatMap(({ kind, source }) => (kind === 'role-used' ? [source] : [])),
);

/** Whether what a service (`lambda.amazonaws.com`) is handed a role for may be run or changed by calls that do not name the role. */
export function actsLater(source: string): boolean {
  return ACTING_LATER.has(source.toLowerCase().split('.')[0] ?? '');
}

/**
 * How a call of this source (`ec2.amazonaws.com`) and operation is undone, or where people begin to take it back, as far as it
 * makes this kind of change.
 */
export function waysBack(source: string, name: string, kind: Change['kind']): Pick<Touches, 'undo' | 'advice'> {
  const call = `${source.toLowerCase().split('.')[0] ?? ''}:${name}`;
  if (call === 'iam:AddRoleToInstanceProfile') return { undo: by('RemoveRoleFromInstanceProfile') };
  return (BY_CALL.get(call) ?? []).find((row) => row.kind === kind) ?? {};
}
