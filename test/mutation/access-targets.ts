import type { Target } from './target.ts';

const DECIDE = 'core/access/decide.test.ts';
const CONDITIONS = 'core/access/condition/condition-test.test.ts';
const PERMIT = 'core/governance/permits/permit.test.ts';
const SIGNING = 'core/governance/permits/sign-permit.test.ts';
const PASS = 'core/governance/permits/gate-pass.test.ts';
const SCALARS = 'core/access/condition/scalars.test.ts';

const access = (file: string, ...judges: readonly string[]): Target => ({
  group: 'access',
  file: `core/${file}.ts`,
  judges,
});

const permits = (file: string, ...judges: readonly string[]): Target => ({
  group: 'permits',
  file: `core/governance/permits/${file}.ts`,
  judges,
});

/** The access engine, and permits: consent in advance. */
export const ACCESS_TARGETS: readonly Target[] = [
  access('access/decide', DECIDE),
  access('policy/glob', 'core/policy/glob.test.ts'),
  access('policy/template', 'core/policy/template.test.ts', 'core/policy/glob.test.ts', DECIDE),
  access('access/statement-match', DECIDE),
  access('access/action-set', 'core/access/action-set.test.ts'),
  access('access/named-actions', 'core/access/action-set.test.ts'),
  access('access/name-matcher', 'core/access/action-set.test.ts'),
  access('access/condition/condition-test', CONDITIONS),
  access('access/condition/predicate', CONDITIONS),
  access('access/condition/number', SCALARS),
  access('access/condition/date', SCALARS),
  access('access/condition/ip', SCALARS),
  access('access/condition/remembered', 'core/access/condition/remembered.test.ts'),
  access('access/condition/negated-condition', 'core/access/condition/negated-condition.test.ts'),
  ...['glob-algebra', 'fixed-parts'].map((file) =>
    access(
      `access/ambit/${file}`,
      'core/access/ambit/glob-algebra-cases.test.ts',
      'core/access/ambit/glob-algebra.test.ts',
    ),
  ),
  access('access/principal-match', 'core/access/principal-match.test.ts', DECIDE),
  access('access/ambit/ambit', 'core/access/ambit/ambit.test.ts'),
  access('access/ambit/formula', 'core/access/ambit/solver.test.ts'),
  permits('permit', PERMIT, SIGNING),
  permits('fold-permit', PERMIT, SIGNING, PASS),
  permits('permit-covers', PERMIT, SIGNING, PASS),
  permits('sign-permit', SIGNING),
  permits('request-permit', SIGNING),
  permits('gate-pass', PASS),
];
