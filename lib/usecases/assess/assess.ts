import type { Call } from '../../core/activity/call.ts';
import type { AccessChange, Change } from '../../core/activity/changes.ts';
import { changesUnder } from '../../core/governance/assess/environments/changes-under.ts';
import type { Measured } from '../../core/governance/ledger/fact.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { onceEach } from '../../core/governance/once-each.ts';
import { type AssessCallDeps, assessCall } from './assess-call.ts';
import { assessDestruction, type AssessDestructionDeps } from './assess-destruction.ts';
import type { AssessIdentityCenterDeps } from './identity-center/assess-identity-center-call.ts';
import type { AssessOrganizationDeps } from './organization/assess-organization-call.ts';
import { assessUnknown } from './assess-unknown.ts';
import type { AssessedSlices } from './snapshots/assessed-snapshots.ts';
import { forgetPolicies } from './forget-policies.ts';
import { type BurstDeps, tellOfBurst } from './tell-of-burst.ts';
import { tellOfChange } from './tell-of-change.ts';
import { type GateDeps, tellOfGates } from './tell-of-gates.ts';
import { type HoldsUndoneDeps, tellOfHoldsUndone } from './tell-of-holds-undone.ts';
import { withoutProvisioned } from './identity-center/without-provisioned.ts';
import { type OwnPartsDeps, tellOfOwnParts } from './tell-of-own-parts.ts';

/** All that assessments of the different kinds of change need. */
export type AssessDeps = AssessCallDeps &
  AssessDestructionDeps &
  AssessIdentityCenterDeps &
  AssessOrganizationDeps &
  BurstDeps &
  GateDeps &
  HoldsUndoneDeps &
  OwnPartsDeps;

/** What a call led to. */
export interface Assessed {
  readonly findings: readonly Finding[];
  readonly slices: AssessedSlices;
  /** Ids of the permits that make the call expected. */
  readonly permits?: readonly string[];
  /** Whose access was measured; absent: nobody's. */
  readonly measured?: readonly Measured[];
  /** ARNs of principals whose account did not show the call; absent: of none. */
  readonly unshown?: readonly string[];
}

/** Assesses a call that is new: each thing that it changes by itself, as if it were a call of its own. */
export async function assess(call: Call, deps: AssessDeps): Promise<Assessed> {
  const parts: Assessed[] = [];
  for (const change of changesUnder(call, deps.governance))
    parts.push(await assessChange({ ...call, change }, change, deps));
  const permits = parts.flatMap((part) => part.permits ?? []);
  // what a permit makes expected uses up no budget
  const bursts = permits.length > 0 ? [] : await tellOfBurst(call, deps);
  const own = await tellOfOwnParts(call, deps);
  // after what the call gave is held by itself, if it is
  const undone = await tellOfHoldsUndone(call, deps);
  const gates = await tellOfGates(call, deps);
  return {
    findings: onceEach([...own, ...parts.flatMap(({ findings }) => findings), ...undone, ...gates, ...bursts]),
    slices: new Map(parts.flatMap(({ slices }) => [...slices])),
    ...(permits.length === 0 ? {} : { permits }),
    measured: parts.flatMap((part) => part.measured ?? []),
    unshown: parts.flatMap((part) => part.unshown ?? []),
  };
}

function assessAccessChange(call: Call, { iam }: AccessChange, deps: AssessDeps): Promise<Assessed> {
  return iam === undefined ? assessUnknown(call, deps) : assessCall(call, iam, deps);
}

async function withoutProvisionedIn(assessed: Assessed, call: Call, deps: AssessDeps): Promise<Assessed> {
  return { ...assessed, findings: await withoutProvisioned(assessed.findings, call, deps) };
}

async function assessChange(call: Call, change: Change, deps: AssessDeps): Promise<Assessed> {
  switch (change.kind) {
    case 'access':
      return withoutProvisionedIn(await assessAccessChange(call, change, deps), call, deps);
    case 'environment':
      if (change.effect === 'destroy') await forgetPolicies(call, change.resources, deps.keepsakes);
      return { ...(await assessDestruction({ ...call, change }, deps)), slices: new Map() };
    case 'identity-center': {
      const { assessIdentityCenterCall } = await import('./identity-center/assess-identity-center-call.ts');
      return { findings: await assessIdentityCenterCall(call, change, deps), slices: new Map() };
    }
    case 'organization': {
      // loaded with the first such call: there are few
      const { assessOrganizationCall } = await import('./organization/assess-organization-call.ts');
      return { findings: await assessOrganizationCall(call, change, deps), slices: new Map() };
    }
    case 'resource-policy': {
      const { assessShared } = await import('./assess-sharing.ts');
      return { findings: await assessShared(call, change, deps), slices: new Map() };
    }
    case 'trust': {
      const { assessTrustChange } = await import('./roles/assess-trust-change.ts');
      return { findings: await assessTrustChange(call, change, deps), slices: new Map() };
    }
    case 'role-handed':
    case 'role-used': {
      const { assessHandOver } = await import('./roles/assess-hand-over.ts');
      return { findings: await assessHandOver(call, change, deps), slices: new Map() };
    }
    case 'credential': {
      const { assessCredentialCall } = await import('./assess-credential-call.ts');
      return { findings: await assessCredentialCall(call, change, deps), slices: new Map() };
    }
    case 'session':
    case 'guard':
    case 'tamper':
    case 'gate':
    case 'deployment':
    case 'unknown':
      return { findings: await tellOfChange(call, change, deps), slices: new Map() };
  }
}
