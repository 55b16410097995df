import type { Finding } from '../core/governance/finding.ts';

/** Tells people. Announcing the same finding twice is allowed, losing one is not. */
export interface Notifier {
  /** Name of the channel, as the ledger keeps it. */
  readonly channel: string;
  announce(finding: Finding, message: string): Promise<void>;
}
