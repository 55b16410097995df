import { type Instant, toIso } from '../../instant.ts';
import type { Permit } from './fold-permit.ts';
import { operationText } from './permit.ts';
import { lapseOf, quorumOfPermit } from './permit-covers.ts';
import type { Governance } from '../standards/standards.ts';

/**
 * Where a permit stands. open: it lacks signatures; signed: it has all of them; used; withdrawn; lapsed: it was not signed in
 * time; over: its window has ended.
 */
export type PermitStatus = 'open' | 'signed' | 'used' | 'withdrawn' | 'lapsed' | 'over';

/** A permit as plain JSON, the same wherever it is printed. Moments are ISO 8601 in UTC. */
export interface PermitJson {
  readonly id: string;
  readonly status: PermitStatus;
  readonly environment: string;
  readonly account: string;
  /** `stack-delete`, `stack-update`, `iam-resource`, or a call: `rds:DeleteDBInstance`. */
  readonly operation: string;
  readonly target: string;
  readonly change: string;
  readonly actor: string;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  /** What people sign. */
  readonly digest: string;
  /** Until when it can be signed. */
  readonly signableUntil: string;
  readonly signatures: readonly {
    readonly person: string;
    readonly groups: readonly string[];
    readonly reason: string;
    readonly at: string;
    /** Whether it counts for the quorum now. */
    readonly counts: boolean;
  }[];
  readonly missing: readonly { readonly group: string; readonly count: number }[];
  readonly withdrawn: { readonly person: string; readonly reason: string; readonly at: string } | null;
  readonly used: { readonly by: 'gate' | 'call' | 'part'; readonly key: string; readonly at: string } | null;
  /** Ids of the recorded calls that it made expected. */
  readonly calls: readonly string[];
}

/** A permit as it stands at a moment. */
export function permitToJson(permit: Permit, governance: Governance, now: Instant): PermitJson {
  const { id, terms, digest, signatures, withdrawal, use, calls } = permit;
  const { operation, from, until, requestedAt, environment, account, target, change, actor, reason, requestedBy } =
    terms;
  const { counted, missing } = quorumOfPermit(permit, governance, now);
  return {
    id,
    status: statusOf(permit, governance, now),
    environment,
    account,
    operation: operationText(operation),
    target,
    change,
    actor,
    from: toIso(from),
    until: toIso(until),
    reason,
    requestedBy,
    requestedAt: toIso(requestedAt),
    digest,
    signableUntil: toIso(lapseOf(permit, governance)),
    signatures: signatures.map(({ personId, groups, reason: why, at }) => ({
      person: personId,
      groups,
      reason: why,
      at: toIso(at),
      counts: counted.some((each) => each.personId === personId),
    })),
    missing,
    withdrawn:
      withdrawal === undefined
        ? null
        : { person: withdrawal.personId, reason: withdrawal.reason, at: toIso(withdrawal.at) },
    used: use === undefined ? null : { by: use.by, key: use.key, at: toIso(use.at) },
    calls,
  };
}

function statusOf(permit: Permit, governance: Governance, now: Instant): PermitStatus {
  if (permit.use !== undefined) return 'used';
  if (permit.withdrawal !== undefined) return 'withdrawn';
  if (now >= permit.terms.until) return 'over';
  if (quorumOfPermit(permit, governance, now).complete) return 'signed';
  return now >= lapseOf(permit, governance) ? 'lapsed' : 'open';
}
