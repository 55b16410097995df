import type { Call } from '../../core/activity/call.ts';
import type { ResourcePolicyChange } from '../../core/activity/changes.ts';
import { classOfActor } from '../../core/governance/standards/classify.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { assessSharing, ownGranteesOfCall } from '../../core/governance/sharing/assess-sharing.ts';
import type { Grantee } from '../../core/governance/sharing/excess-of-grantee.ts';
import { eachOnce, granteeNamed, MOST_AGENTS } from '../../core/governance/sharing/known-grantees.ts';
import { membersToShareWith } from '../../core/governance/sharing/members-to-share-with.ts';
import { roleOfSession } from '../../core/governance/sharing/own-grantees.ts';
import { sourceBucketsOfCall } from '../../core/governance/sharing/source-buckets.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { knownOrganization } from './organization/kept-organization.ts';
import { keepPolicies, policiesBefore } from './resource-policies-seen.ts';
import { type SignedCallsDeps, signedCallsIn } from './signed-calls.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import type { TellDeps } from './tell-of-change.ts';

/** What is kept of resource policies from before the call, and whose principals may gain. */
export interface AssessSharedDeps extends TellDeps, SignedCallsDeps {
  readonly snapshots: Pick<Snapshots, 'last' | 'known'>;
  /** Absent: no policy of before is known. */
  readonly keepsakes?: Keepsakes;
}

/** What a call that changes who may use a resource gives in excess, to others and to principals of its own account. */
export async function assessShared(
  call: Call,
  change: ResourcePolicyChange,
  deps: AssessSharedDeps,
): Promise<readonly Finding[]> {
  const { clock, governance, keepsakes } = deps;
  const state = await stateKnownOfActor(call, deps);
  const grantees = await granteesOf(call, change, deps);
  const resources = [...change.resources, ...sourceBucketsOfCall(call, change)];
  const known = await policiesBefore(call, { ...change, resources }, keepsakes);
  const before = (resource: string) => known.of(call.account, resource);
  const signed = await signedCallsIn(call.account, deps);
  const kept = governance.sharing.organizations.length === 0 ? undefined : await knownOrganization(deps);
  const members = membersToShareWith(governance, kept?.organization);
  const about = { call, change, state, governance, before, grantees, members, signed };
  const findings = assessSharing({ ...about, now: clock.now() });
  await keepPolicies(call, change, known, keepsakes);
  return findings;
}

async function granteesOf(
  call: Call,
  change: ResourcePolicyChange,
  deps: AssessSharedDeps,
): Promise<readonly Grantee[]> {
  const { named, reach } = ownGranteesOfCall(call, change);
  const known: Grantee[] = [];
  const isReadable = named.length > 0 && (await deps.accounts.accounts()).includes(call.account);
  for (const name of named) known.push(await readGrantee(name, isReadable ? deps : undefined));
  const agents = reach === 'everyone' ? await agentsIn(call.account, deps) : [];
  return eachOnce([...known, ...agents]);
}

/** A principal as it was assessed last, else as its account shows it; of an account that cannot be read its name is all. */
async function readGrantee(name: string, deps: AssessSharedDeps | undefined): Promise<Grantee> {
  if (deps === undefined) return granteeNamed(name, undefined);
  const role = roleOfSession(name);
  const [, , , , account = ''] = name.split(':');
  if (role !== undefined) {
    return granteeNamed(name, await deps.accounts.rolesNamed(account, { roles: [role], instanceProfiles: [] }));
  }
  return granteeNamed(name, (await deps.snapshots.last(name)) ?? (await deps.accounts.stateOf(name)));
}

/** Agents of an account that were assessed before, as far as their names tell that they are. */
async function agentsIn(account: string, { snapshots, governance }: AssessSharedDeps): Promise<readonly Grantee[]> {
  const isAgent = (principalArn: string) =>
    classOfActor({ agentMarkers: [], principalArn }, undefined, governance).kind === 'agent';
  const agents = (await snapshots.known(account)).filter(isAgent).slice(0, MOST_AGENTS);
  return Promise.all(agents.map(async (arn) => ({ arn, state: await snapshots.last(arn) })));
}
