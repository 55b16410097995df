import type { Target } from './target.ts';

const PLAN = 'core/governance/holds/hold-plan.test.ts';
const WAYS_IN = 'core/governance/holds/ways-in.test.ts';
const INVERSE = ['core/governance/holds/exact-inverse.test.ts', 'core/governance/holds/held-by-inverse.test.ts'];
const DENY = 'core/governance/holds/denies/exact-deny.test.ts';
const RESPOND = 'core/governance/holds/respond.test.ts';
const SESSIONS = 'core/governance/holds/sessions/session-end.test.ts';
const BEYOND = 'core/governance/holds/denies/deny-beyond.test.ts';
const BEYOND_IAM = 'core/governance/holds/beyond-iam.test.ts';
const CHOOSE = [
  'usecases/holds/choose-hold.test.ts',
  'usecases/holds/aws-deny-all.test.ts',
  'usecases/holds/held-in-code.test.ts',
] as const;
const ACCESS = 'usecases/holds/hold-access.test.ts';
const CLAIM = 'usecases/holds/hold-claim.test.ts';
const GAP = 'usecases/holds/look-at-gap.test.ts';
const GIVES_WAY = 'usecases/holds/hold-gives-way.test.ts';
const GAVE_WAY = 'usecases/holds/gave-way.test.ts';
const NAMESAKE = 'usecases/holds/namesake.test.ts';
const ENDS = ['attacks/waiver-ends.test.ts', 'attacks/excess-of-two-findings.test.ts'];
const LIMITS_OF = 'core/governance/holds/hold-limits.test.ts';
const STAND_IN = [
  'core/governance/holds/denies/stand-in.test.ts',
  'core/governance/holds/denies/exact-stand-in.test.ts',
  'core/governance/holds/denies/shared-deny.test.ts',
  'core/governance/holds/denies/whole-stand-in.test.ts',
];
const GIVEN = 'usecases/holds/given-back.test.ts';
const ATTEMPTS = 'usecases/holds/hold-attempts.test.ts';
const CARRY = 'usecases/holds/carry-out.test.ts';
const KEPT = 'usecases/holds/kept-by-others.test.ts';
const LATE = 'usecases/calls/shown-late.test.ts';
const LIMITS = 'usecases/holds/hold-limits.test.ts';
const WAITING = [
  'core/governance/holds/in-code/wait-for-stack.test.ts',
  'core/governance/holds/in-code/stack-part.test.ts',
  'core/governance/holds/in-code/superseded-by.test.ts',
];
const WAITS = 'wiring/waiting-for-stacks.test.ts';
const DEADLINES = 'usecases/approval/meet-deadlines.test.ts';
const WRITTEN = 'usecases/assess/seen-before.test.ts';
const KEPT_IN_CODE = 'core/governance/holds/in-code/kept-in-code.test.ts';

const plans = (name: string, ...judges: readonly string[]): Target => ({
  group: 'plans',
  file: `core/governance/holds/${name}.ts`,
  judges,
});

const beyond = (name: string): Target => ({
  group: 'plans',
  file: `core/governance/holds/beyond/${name}.ts`,
  judges: [BEYOND_IAM],
});

const holding = (name: string, ...judges: readonly string[]): Target => ({
  group: 'holds',
  file: `usecases/holds/${name}.ts`,
  judges,
});

/** How a hold is done, and whether it may be. */
export const PLAN_TARGETS: readonly Target[] = [
  plans('hold-plan', PLAN, WAYS_IN),
  plans('exact-inverse', ...INVERSE, PLAN),
  plans('denies/exact-deny', DENY, PLAN),
  plans('denies/deny-everything', DENY, PLAN),
  plans('denies/reserved-deny', ...STAND_IN, PLAN),
  plans('denies/inline-room', DENY, PLAN),
  plans('credential-off', WAYS_IN, PLAN),
  plans('sessions/ended-sessions', WAYS_IN, PLAN),
  plans('sessions/chained-roles', WAYS_IN),
  plans('sessions/session-end', SESSIONS),
  plans('denies/stand-in', ...STAND_IN),
  plans('denies/exact-stand-in', ...STAND_IN),
  plans('denies/whole-stand-in', 'core/governance/holds/denies/whole-stand-in.test.ts', ...CHOOSE),
  plans('standing-plan', DENY, PLAN),
  plans('denies/shared-deny', ...STAND_IN),
  plans('class-in-force', ...STAND_IN),
  plans('gives-excess', 'core/governance/holds/gives-excess.test.ts'),
  { group: 'plans', file: 'core/account/services/whole-write.ts', judges: [...WAITING, WRITTEN] },
  plans('denies/deny-beyond', BEYOND),
  plans('in-code/kept-in-code', KEPT_IN_CODE),
  plans('in-code/wait-for-stack', ...WAITING),
  plans('in-code/stack-part', ...WAITING, KEPT_IN_CODE),
  plans('in-code/superseded-by', ...WAITING),
  plans('in-code/delete-while-held', ...CHOOSE),
  plans('in-code/refused-deletion', ...CHOOSE),
  plans('respond', RESPOND),
  plans('protected', RESPOND),
  plans('hold-due', LIMITS_OF, ...WAITING),
  plans('hold-limits', LIMITS_OF),
  plans('opens-breaker', LIMITS_OF),
  plans('gap', GAP),
  plans(
    'raise-together',
    'core/governance/holds/raise-together.test.ts',
    'core/governance/assess/organization/assess-organization.test.ts',
  ),
  plans('responds-less', RESPOND),
  plans('sessions/session-scope', SESSIONS),
  plans('sessions/contain-session', SESSIONS),
  plans('unmodifiable', RESPOND),
  plans('unprompted', RESPOND),
  beyond('assignment-plan'),
  beyond('organization-plan'),
  beyond('permission-set-plan'),
  beyond('put-back'),
  beyond('resource-plan'),
  beyond('statement-plan'),
  beyond('what-sets-give'),
  holding('given-back', GIVEN),
  holding('begun-before', GIVEN),
  holding('gave-way', GIVEN, GAVE_WAY),
  holding('hold-access', ATTEMPTS, GIVES_WAY, GAVE_WAY, NAMESAKE, LIMITS, WAITS),
  holding('carry-out', CARRY),
  holding(
    'choose-hold',
    'usecases/holds/what-a-hold-puts-back.test.ts',
    'usecases/holds/hold-as-begun.test.ts',
    ...CHOOSE,
    LIMITS,
    ACCESS,
    GIVES_WAY,
  ),
  holding('circumstances', LIMITS, ...CHOOSE, ACCESS),
  holding('hold-claim', ATTEMPTS),
  holding('why-not-now', ATTEMPTS, ACCESS),
  holding('hold-standing-excess', ...ENDS, GAP, LATE),
  holding('hold-finding', 'usecases/holds/hold-finding.test.ts', GAVE_WAY, DEADLINES, ...ENDS, KEPT, WAITS, ACCESS),
  holding('kept-by-others', KEPT, GIVES_WAY, ACCESS),
  holding('still-denied', 'usecases/holds/still-denied.test.ts', KEPT),
  holding('look-at-gap', GAP),
  holding('look-at-principal', LATE),
  holding('make-holds-again', ATTEMPTS),
  holding('namesake', NAMESAKE),
  holding('choose-stand-in', 'usecases/holds/choose-stand-in.test.ts', ...CHOOSE),
  holding('keep-written', WRITTEN),
  holding('release-news', 'usecases/calls/handle-call.test.ts'),
  holding('stops-hold', LIMITS, ACCESS),
  holding('by-service', CARRY),
  holding('why-not-now', ACCESS, CLAIM),
  holding('in-code/look-at-stack', WAITS),
  holding('in-code/put-off', WAITS),
  holding('in-code/retry-older-holds', WAITS),
  holding('in-code/superseded', WAITS),
  holding('in-code/tell-of-refused-deletion', ...CHOOSE),
  holding('warranted', 'usecases/holds/warranted.test.ts'),
  {
    group: 'holds',
    file: 'usecases/assess/reached-by-restores.ts',
    judges: ['usecases/assess/reached-by-restores.test.ts', LATE],
  },
  {
    group: 'holds',
    file: 'usecases/assess/snapshots/keep-held.ts',
    judges: ['usecases/assess/snapshots/assessed-snapshots.test.ts'],
  },
];
