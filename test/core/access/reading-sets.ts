import { compare } from '../../../lib/core/access/compare.ts';
import { type Decision, decide, isResourcePolicyAlone } from '../../../lib/core/access/decide.ts';
import type { Comparison } from '../../../lib/core/access/excess.ts';
import { parsePolicySet } from '../../../lib/core/access/parse-policy-set.ts';
import type { AccessRequest, PolicySet } from '../../../lib/core/access/policy-set.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { describeProblem } from '../../../lib/core/policy/problem.ts';

/** The policy set that a source means; it must be one. */
export function setOf(source: JsonValue): PolicySet {
  const read = parsePolicySet(source);
  if (read.ok) return read.value;
  throw new Error(read.error.map(describeProblem).join('\n'));
}

/** What `compare` says of policies as they are written. */
export function compared(granted: JsonValue, ...limits: readonly JsonValue[]): Comparison {
  return compare(setOf(granted), limits.map(setOf));
}

/** What a limit decides: limits are read as if they belonged to the granted side's principal. */
export function decideLimit(limit: PolicySet, granted: PolicySet, request: AccessRequest): Decision {
  return decide(isResourcePolicyAlone(limit) ? limit : { ...limit, principal: granted.principal }, request);
}

/** Whether a request is clearly allowed on the granted side and clearly denied by every limit. */
export function isOutside(request: AccessRequest, granted: PolicySet, limits: readonly PolicySet[]): boolean {
  if (decide(granted, request).decision !== 'allow') return false;
  return limits.every((limit) => decideLimit(limit, granted, request).decision.endsWith('-deny'));
}

/** Whether a request is clearly allowed on the granted side and not clearly by any limit: then nothing is within. */
export function isNotInside(request: AccessRequest, granted: PolicySet, limits: readonly PolicySet[]): boolean {
  if (decide(granted, request).decision !== 'allow') return false;
  return limits.every((limit) => decideLimit(limit, granted, request).decision !== 'allow');
}

/** How often properties run: a small share in the suite, more where AMBIT_RUNS says so (1: as in the suite). */
export function runs(inSuite: number): number {
  return Math.round(inSuite * Number(process.env['AMBIT_RUNS'] ?? 1));
}

/** The seed of all random cases; another one with AMBIT_SEED. It stands in the names of the tests. */
export const SEED = Number(process.env['AMBIT_SEED'] ?? 20_260_926);
