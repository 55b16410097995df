import { describe, expect, test } from '@jest/globals';
import { didYouMean, suggest } from '../../lib/core/suggest.ts';

describe('a suggestion', () => {
  test.each([
    ['StringLik', 'StringLike'],
    ['stringlike', 'StringLike'],
    ['StringEqals', 'StringEquals'],
    ['Effect', undefined],
    ['', undefined],
  ])('for "%s" is %s', (word, meant) => {
    expect(suggest(word, ['StringEquals', 'StringLike'])).toBe(meant);
  });
  test('is a part of a message, or nothing', () => {
    expect(didYouMean('Alow', ['Allow', 'Deny'])).toBe('; did you mean "Allow"?');
    expect(didYouMean('x', ['Allow', 'Deny'])).toBe('');
  });
});
