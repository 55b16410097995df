import type { Target } from './target.ts';

const PLAN = 'core/governance/holds/hold-plan.test.ts';
const INVERSE = 'core/governance/holds/exact-inverse.test.ts';
const DENY = 'core/governance/holds/exact-deny.test.ts';
const RESPOND = 'core/governance/holds/respond.test.ts';
const SESSIONS = 'core/governance/holds/session-end.test.ts';
const STAND_IN = 'core/governance/holds/stand-in.test.ts';

const plans = (name: string, ...judges: readonly string[]): Target => ({
  group: 'plans',
  file: `core/governance/holds/${name}.ts`,
  judges,
});

/** How a hold is done, and whether it may be. */
export const PLAN_TARGETS: readonly Target[] = [
  plans('hold-plan', PLAN),
  plans('exact-inverse', INVERSE, PLAN),
  plans('exact-deny', DENY, PLAN),
  plans('deny-everything', DENY, PLAN),
  plans('reserved-deny', STAND_IN, PLAN),
  plans('inline-room', DENY, PLAN),
  plans('credential-off', PLAN),
  plans('ended-sessions', PLAN),
  plans('session-end', SESSIONS),
  plans('stand-in', STAND_IN),
  plans('respond', RESPOND),
  plans('protected', RESPOND),
  plans('hold-limits', 'core/governance/holds/hold-limits.test.ts'),
];
