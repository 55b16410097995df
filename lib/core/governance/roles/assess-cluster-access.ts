import { decide } from '../../access/decide.ts';
import { pinsOf } from '../../access/pins.ts';
import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import { isJsonList, member, textAt } from '../../activity/member.ts';
import type { RoleChange } from '../../activity/changes.ts';
import { withoutUnknown } from '../assess/as-another.ts';
import { classOfActor } from '../standards/classify.ts';
import type { Finding, Severity } from '../finding.ts';
import { findingOfGain, type Giving } from './finding-of-gain.ts';
import { giverOf, isOfAws } from '../assess/giver.ts';
import type { Standard } from '../standards/standards.ts';

/** Access to a cluster of EKS, as a call gives it. */
export interface ClusterAccess {
  /** ARN of the role or user who gets it. */
  readonly grantee: string;
  readonly clusterArn: string;
  /** What it gets there, for people. */
  readonly gives: string;
  /** What is given is said by a policy of AWS; `unknown`: by groups, whose rights the cluster has. */
  readonly by: 'policy' | 'groups';
  readonly severity: Severity;
}

/** Policies of EKS that let nobody change anything, nor read secrets. */
const ONLY_VIEWS = /\/AmazonEKSViewPolicy$/;

/** Who gets what in a cluster; undefined: the call gives nothing there by itself, or its record does not say to whom. */
export function clusterAccessOf(
  { source, name, account, region }: Call,
  change: RoleChange,
): ClusterAccess | undefined {
  const [grantee] = change.grantees;
  const cluster = textAt(change.asked, 'name') ?? textAt(change.asked, 'clusterName');
  if (!source.toLowerCase().startsWith('eks.') || grantee === undefined || cluster === undefined) return undefined;
  const [, partition = 'aws'] = grantee.split(':');
  const clusterArn = `arn:${partition}:eks:${region}:${account}:cluster/${cluster}`;
  if (name === 'AssociateAccessPolicy') {
    const policy = textAt(change.asked, 'policyArn') ?? 'a policy that the record does not name';
    const severity = ONLY_VIEWS.test(policy) ? 'medium' : 'critical';
    return { grantee, clusterArn, gives: policy.slice(policy.lastIndexOf('/') + 1), by: 'policy', severity };
  }
  const groups = member(change.asked, 'kubernetesGroups');
  if (!/^(?:Create|Update)AccessEntry$/.test(name) || !isJsonList(groups) || groups.length === 0) return undefined;
  return { grantee, clusterArn, gives: `the groups ${groups.map(String).join(', ')}`, by: 'groups', severity: 'high' };
}

/** Access to a cluster that a call gives. */
export interface ClusterAccessGiven extends Omit<Giving, 'giver'> {
  readonly access: ClusterAccess;
  /** The account of who gets it, as far as it is known. */
  readonly grantee: AccountState | undefined;
}

/**
 * What is wrong with access to a cluster: who gets it comes to act with the roles of its nodes and pods. Nothing where the
 * standard of their class lets them give themselves the same (`eks:AssociateAccessPolicy` on the cluster).
 */
export function assessClusterAccess(input: ClusterAccessGiven): readonly Finding[] {
  const { call, access, caller, grantee, governance } = input;
  if (call.error !== undefined || isOfAws(call.actor)) return [];
  const gaining = classOfActor({ agentMarkers: [], principalArn: access.grantee }, grantee, governance);
  if (mayBeAdmin(gaining.standard, access)) return [];
  const { clusterArn, gives, by, severity } = access;
  const detail = `${access.grantee} (class "${gaining.name}") gets ${gives} in ${clusterArn}, and by it what its pods and nodes may do; the standard does not allow it to give itself that`;
  const unknown = { rule: 'groups-unknown', detail: 'what these groups may do, the cluster says and no record' };
  const reasons = [{ rule: 'cluster-access', detail }, ...(by === 'groups' ? [unknown] : [])];
  const verdict = by === 'groups' ? 'undetermined' : 'exceeds';
  const gain = { verdict, excess: [], witness: null, reasons: [], openings: [], standing: 'new' } as const;
  const giving = { ...input, giver: giverOf(call.actor, caller, governance) };
  return [findingOfGain(gain, { kind: 'excess-trust', reasons, floor: severity }, giving)];
}

function mayBeAdmin({ policies }: Standard, { grantee, clusterArn }: ClusterAccess): boolean {
  const by = { arn: grantee };
  const pins = pinsOf(by);
  const identity = policies.map((policy) => withoutUnknown(policy, (key) => pins(key) !== undefined));
  const request = { action: 'eks:AssociateAccessPolicy', resource: clusterArn, context: {} };
  return decide({ principal: by, identity }, request).decision === 'allow';
}
