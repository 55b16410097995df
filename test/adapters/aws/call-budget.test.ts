import { expect, test } from '@jest/globals';
import { BudgetSpent, CallBudget } from '../../../lib/adapters/aws/call-budget.ts';

test('says that it is spent when it would throw, by requests or by time, and is whole again with the next run', () => {
  let now = 0;
  const budget = new CallBudget({ attempts: 2, milliseconds: 1000 }, { now: () => now });
  budget.spend();
  expect(budget.isSpent()).toBe(false);
  budget.spend();
  expect(budget.isSpent()).toBe(true);
  expect(() => budget.spend()).toThrow(BudgetSpent);
  budget.begin();
  expect(budget.isSpent()).toBe(false);
  now = 1000;
  expect(budget.isSpent()).toBe(true);
  expect(() => budget.check()).toThrow('1000 ms');
});
