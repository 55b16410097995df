import fc from 'fast-check';
import { compare } from '../lib/core/access/compare.ts';
import { pairSource } from '../test/core/access/random-policies.ts';
import { setOf } from '../test/core/access/reading-sets.ts';
import { actionsFor, confined, shapesOfActions } from '../test/oracle/confined.ts';
import { encodePair } from '../test/oracle/encode-pair.ts';
import { NotEncoded } from '../test/oracle/patterns.ts';
import { FALSE } from '../test/oracle/smt.ts';
import { askBoth, type SharedQuestion } from './beside-z3.ts';
import { globQuestions } from './glob-questions.ts';
import type { ManagedPolicies } from './managed-policies.ts';
import type { Options } from './options.ts';
import { allow, policy } from './policies.ts';
import type { SectionReport } from './report.ts';

const GLOB_QUESTIONS = 300;
const POLICY_PAIRS = 240;
const WARM_UP_PAIRS = 200;
/** Another seed than that of the questions: the code is to be warm, not the policies. */
const WARM_UP_SEED = 7;

/** Whether a pattern is within a union of patterns. */
export async function containPatterns(_policies: ManagedPolicies, { oneOf, seed }: Options): Promise<SectionReport> {
  warmUp();
  const shared = globQuestions(GLOB_QUESTIONS / oneOf, seed).map(({ pattern, others }): SharedQuestion => {
    const inside = `(re.union re.none ${others.map(regularExpression).join(' ')})`;
    const outside = `(and (str.in_re key ${regularExpression(pattern)}) (not (str.in_re key ${inside})))`;
    return {
      question: `${pattern} in ${others.join(' or ')}`,
      granted: policy(allow(pattern)),
      limit: policy(allow(others)),
      scripts: [`(declare-const key String)\n(assert ${outside})`],
    };
  });
  return {
    id: 'd',
    title: `patterns within the union of others: ${shared.length} questions, and z3 on the same`,
    ...(await askBoth(shared, 'strings')),
  };
}

/** A pattern in z3's theory of strings. */
function regularExpression(pattern: string): string {
  const parts = Array.from(pattern, (letter) => {
    if (letter === '*') return 're.all';
    return letter === '?' ? 're.allchar' : `(str.to_re "${letter}")`;
  });
  return `(re.++ (str.to_re "") ${parts.join(' ')})`;
}

/** Small policy sets with every element of the language, confined to a few actions, for z3 is told each one. */
export async function compareSmallSets(_policies: ManagedPolicies, { oneOf, seed }: Options): Promise<SectionReport> {
  warmUp();
  const shapes = await shapesOfActions();
  const drawn = fc.sample(pairSource, { seed, numRuns: POLICY_PAIRS / oneOf });
  const shared = drawn.flatMap(([left, limit]): readonly SharedQuestion[] => {
    const granted = confined(left);
    try {
      const actions = actionsFor(granted).flatMap((action) => shapes.get(action) ?? []);
      const scripts = encodePair(granted, limit, actions, 'segment-wise')
        .map(({ script }) => script)
        .filter((script) => script !== FALSE);
      return [{ question: JSON.stringify([granted, limit]), granted, limit, scripts }];
    } catch (error) {
      // some elements have no encoding
      if (error instanceof NotEncoded) return [];
      throw error;
    }
  });
  const encoded = `${shared.length} of ${drawn.length} that z3 can be told`;
  return {
    id: 'f',
    title: `small policy sets, and z3 on the same: ${encoded}; z3 is asked one reading of ARN stars, Ambit both`,
    ...(await askBoth(shared, 'bits')),
  };
}

function warmUp(): void {
  for (const [granted, limit] of fc.sample(pairSource, { seed: WARM_UP_SEED, numRuns: WARM_UP_PAIRS }))
    compare(setOf(granted), [setOf(limit)]);
}
