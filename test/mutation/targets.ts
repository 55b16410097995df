import { basename } from 'node:path';

/** A file of the access engine, or of the permits, that is changed, and the tests that are to notice: the quick ones, quickest first. */
export interface Target {
  readonly file: string;
  readonly judges: readonly string[];
}

const DECIDE = 'core/access/decide.test.ts';
const CONDITIONS = 'core/access/condition/condition-test.test.ts';
const PERMIT = 'core/governance/permit.test.ts';
const SIGNING = 'core/governance/sign-permit.test.ts';
const PASS = 'core/governance/gate-pass.test.ts';
const SCALARS = 'core/access/condition/scalars.test.ts';

/** Files in `lib/core`, tests in `test`. */
export const TARGETS: readonly Target[] = [
  { file: 'access/decide.ts', judges: [DECIDE] },
  { file: 'policy/glob.ts', judges: ['core/policy/glob.test.ts'] },
  { file: 'policy/template.ts', judges: ['core/policy/template.test.ts', 'core/policy/glob.test.ts', DECIDE] },
  { file: 'access/statement-match.ts', judges: [DECIDE] },
  { file: 'access/action-set.ts', judges: ['core/access/action-set.test.ts'] },
  { file: 'access/name-matcher.ts', judges: ['core/access/action-set.test.ts'] },
  { file: 'access/condition/condition-test.ts', judges: [CONDITIONS] },
  { file: 'access/condition/predicate.ts', judges: [CONDITIONS] },
  { file: 'access/condition/number.ts', judges: [SCALARS] },
  { file: 'access/condition/date.ts', judges: [SCALARS] },
  { file: 'access/condition/ip.ts', judges: [SCALARS] },
  { file: 'access/condition/remembered.ts', judges: ['core/access/condition/remembered.test.ts'] },
  { file: 'access/condition/negated-condition.ts', judges: ['core/access/condition/negated-condition.test.ts'] },
  {
    file: 'access/ambit/glob-algebra.ts',
    judges: ['core/access/ambit/glob-algebra-cases.test.ts', 'core/access/ambit/glob-algebra.test.ts'],
  },
  { file: 'access/principal-match.ts', judges: ['core/access/principal-match.test.ts', DECIDE] },
  { file: 'access/ambit/ambit.ts', judges: ['core/access/ambit/ambit.test.ts'] },
  { file: 'access/ambit/formula.ts', judges: ['core/access/ambit/solver.test.ts'] },
  { file: 'governance/permit.ts', judges: [PERMIT, SIGNING] },
  { file: 'governance/fold-permit.ts', judges: [PERMIT, SIGNING, PASS] },
  { file: 'governance/permit-covers.ts', judges: [PERMIT, SIGNING, PASS] },
  { file: 'governance/sign-permit.ts', judges: [SIGNING] },
  { file: 'governance/request-permit.ts', judges: [SIGNING] },
  { file: 'governance/gate-pass.ts', judges: [PASS] },
];

/** What `--files` calls it: `decide`. */
export function nameOf({ file }: Target): string {
  return basename(file, '.ts');
}
