import type { Finding } from './finding.ts';

/**
 * Findings that tell nothing of what stands: that a hold was taken back, or that somebody took access alone, says what another finding
 * holds, or will; and when a credential or a session is held, what its principal may do stays.
 */
const OF_NO_ACCESS: ReadonlySet<Finding['kind']> = new Set([
  'hold-undone',
  'break-glass-used',
  'credential-created',
  'agent-as-engineer',
]);

/** Whether people who decide about a finding know from it what its principal may do in excess, as long as that stands. */
export function tellsOfAccess({ kind }: Pick<Finding, 'kind'>): boolean {
  return !OF_NO_ACCESS.has(kind);
}
