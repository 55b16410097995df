import type { Call } from '../core/activity/call.ts';
import type { Finding } from '../core/governance/finding.ts';
import { type AssessCallDeps, assessCall } from './assess-call.ts';
import { assessDestruction, type AssessDestructionDeps } from './assess-destruction.ts';
import { assessUnknown } from './assess-unknown.ts';
import type { AssessedSlices } from './assessed-snapshots.ts';

export type AssessDeps = AssessCallDeps & AssessDestructionDeps;

/** What a call led to. */
export interface Assessed {
  readonly findings: readonly Finding[];
  readonly slices: AssessedSlices;
  /** Ids of the permits that make the call expected. */
  readonly permits?: readonly string[];
}

/** Assesses a call that is new: whose access it moved, or what it destroyed, created or unguarded. */
export async function assess(call: Call, deps: AssessDeps): Promise<Assessed> {
  const { change } = call;
  switch (change.kind) {
    case 'access':
      return change.iam === undefined ? assessUnknown(call, deps) : assessCall(call, change.iam, deps);
    case 'environment':
      return { ...(await assessDestruction({ ...call, change }, deps)), slices: new Map() };
  }
}
