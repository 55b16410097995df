import { ACCESS_TARGETS } from './access-targets.ts';
import { APPROVAL_TARGETS } from './approval-targets.ts';
import { PLAN_TARGETS } from './plan-targets.ts';
import type { Target } from './target.ts';

/** All files that are changed. */
export const TARGETS: readonly Target[] = [...ACCESS_TARGETS, ...APPROVAL_TARGETS, ...PLAN_TARGETS];
