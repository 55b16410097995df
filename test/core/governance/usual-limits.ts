import type { Governance } from '../../../lib/core/governance/standards/standards.ts';

/** The members of a governance that few tests care for, as a standards file without them is read. */
export const USUAL_LIMITS = {
  protectedPrincipals: [],
  accountModes: [],
  breaker: { holds: 30, withinMinutes: 10 },
  burst: { resources: 10, withinMinutes: 10 },
  permit: { longestHours: 72 },
  sharing: { accounts: [], organizations: [] },
  trustedTokens: [],
  waitForStackMinutes: 15,
  flapping: { holds: 3, withinMinutes: 60 },
} satisfies Partial<Governance>;
