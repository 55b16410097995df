import type { AccessRequest, PolicySet } from './policy-set.ts';

/** What IAM answers to one request, and the statements that decided it (`POLICY#SID`). */
export interface Decision {
  readonly decision: 'allow' | 'implicit-deny' | 'explicit-deny' | 'undetermined';
  /** For `undetermined`: the rule that has two readings or the fact that is not known. */
  readonly reading?: string;
  readonly by: readonly string[];
}

/** Placeholder until the evaluator lands in this file. */
export function decide(_policies: PolicySet, _request: AccessRequest): Decision {
  return { decision: 'undetermined', reading: 'not-evaluated', by: [] };
}
