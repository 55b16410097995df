import type { Target } from './target.ts';

const SIGN = 'core/governance/cases/sign.test.ts';
const NEEDS = 'core/governance/cases/needs.test.ts';
const CASE = 'core/governance/cases/case.test.ts';
const PLAN = 'core/governance/holds/hold-plan.test.ts';
const ACTS = 'core/governance/cases/acts-as.test.ts';
const WAIVERS = 'core/governance/cases/waivers.test.ts';

const cases = (
  group: 'quorum' | 'signing' | 'restore' | 'waivers',
  name: string,
  ...judges: readonly string[]
): Target => ({
  group,
  file: `core/governance/cases/${name}.ts`,
  judges,
});

const plans = (name: string, ...judges: readonly string[]): Target => ({
  group: 'plans',
  file: `core/governance/holds/${name}.ts`,
  judges,
});

/** What lies between a finding and its restore: who signs, what it takes, what is given back and until when. */
export const APPROVAL_TARGETS: readonly Target[] = [
  cases('quorum', 'quorum', SIGN, NEEDS, WAIVERS),
  cases('quorum', 'needs', NEEDS, SIGN),
  cases('quorum', 'acts-as', ACTS, SIGN),
  cases('signing', 'sign', SIGN, WAIVERS),
  cases('signing', 'session-age', SIGN),
  cases('signing', 'digest-of-finding', SIGN),
  cases('restore', 'may-restore', SIGN, WAIVERS),
  cases('restore', 'case', CASE, WAIVERS),
  cases('restore', 'case-parts', CASE, WAIVERS),
  cases('restore', 'case-status', CASE, WAIVERS),
  cases('restore', 'warrant', 'core/governance/cases/warrant.test.ts'),
  cases('waivers', 'waiver', WAIVERS, CASE),
  cases('waivers', 'case-of-waiver', WAIVERS, CASE),
  cases('waivers', 'keep-or-revoke', WAIVERS),
  cases('waivers', 'break-glass', WAIVERS),
  plans('hold-plan', PLAN),
  plans('exact-inverse', PLAN),
  plans('reserved-deny', PLAN),
  plans('exact-deny', PLAN),
  plans('deny-everything', PLAN),
];
