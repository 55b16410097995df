import { applyOrganizationCall } from '../../../core/account/organization/apply-organization-call.ts';
import { beforeOrganizationCall } from '../../../core/account/organization/before-organization-call.ts';
import { UNKNOWN_ORGANIZATION } from '../../../core/account/organization/organization.ts';
import type { Call } from '../../../core/activity/call.ts';
import type { WatchedChange } from '../../../core/activity/changes.ts';
import { organizationCallOf } from '../../../core/activity/organization-call-of.ts';
import { assessOrganization } from '../../../core/governance/assess/organization/assess-organization.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import type { OrganizationReader } from '../../../ports/organization-reader.ts';
import { keepOrganizationAfter, knownOrganization } from './kept-organization.ts';
import { keepPolicies, policySeenBefore } from './policies-seen.ts';
import { signedCallsIn } from '../signed-calls.ts';
import { stateKnownOfActor } from '../state-known-of-actor.ts';
import { tellOfChange, type TellDeps } from '../tell-of-change.ts';
import { usableAgain, type UsableAgainDeps } from './usable-again.ts';

/** The organization as it is now, and what is kept of it from before the call. */
export interface AssessOrganizationDeps extends TellDeps, UsableAgainDeps {
  /** Absent where the organization cannot be read: what a call let go is then undetermined. */
  readonly organization?: OrganizationReader;
  /** Absent: what a call replaces is never known. */
  readonly keepsakes?: Keepsakes;
}

/**
 * Assesses what a call of Organizations let go; a call that the model does not have is only reported. The organization is read once,
 * whether or not it shows the call by then: what the call did to it is taken back, and done again.
 */
export async function assessOrganizationCall(
  call: Call,
  change: WatchedChange,
  deps: AssessOrganizationDeps,
): Promise<readonly Finding[]> {
  const organizationCall = organizationCallOf(call, change);
  if (organizationCall === undefined) return tellOfChange(call, change, deps);
  if (call.error !== undefined) return [];
  const { governance, clock, keepsakes } = deps;
  const readAt = clock.now();
  const read = await deps.organization?.organization();
  const document = await policySeenBefore(organizationCall, call, keepsakes);
  const known = await knownOrganization(deps);
  const organization = known !== undefined && known.readAt < call.time ? known.organization : undefined;
  const before = beforeOrganizationCall(read ?? UNKNOWN_ORGANIZATION, organizationCall, { document, organization });
  const pair = { before, after: applyOrganizationCall(before, organizationCall) };
  await keepPolicies(organizationCall, { call, read, readAt }, keepsakes);
  if (read !== undefined) await keepOrganizationAfter(pair.after, { organization: read, readAt }, keepsakes);
  const state = await stateKnownOfActor(call, deps);
  const signed = await signedCallsIn(call.account, deps);
  const findings = assessOrganization({ call, organizationCall, pair, governance, state, now: clock.now(), signed });
  return [...findings, ...(await usableAgain(call, pair, deps))];
}
