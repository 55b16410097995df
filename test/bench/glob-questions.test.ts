import { expect, test } from '@jest/globals';
import { globQuestions } from '../../bench/glob-questions.ts';
import { allow, policy } from '../../bench/policies.ts';
import { compared } from '../core/access/reading-sets.ts';

test('questions about patterns are the same for the same seed, and often true and often false', () => {
  const questions = globQuestions(100, 1);
  expect(globQuestions(100, 1)).toEqual(questions);
  const within = questions.filter(
    ({ pattern, others }) => compared(policy(allow(pattern)), policy(allow(others))).verdict === 'within',
  );
  expect(within.length).toBeGreaterThan(20);
  expect(within.length).toBeLessThan(80);
});
