import { describe, expect, test } from '@jest/globals';
import { suggest } from '../../lib/core/suggest.ts';

describe('the name that was most likely meant', () => {
  test.each([
    ['nmaes', 'names'],
    ['Naems', 'names'],
    ['nams', 'names'],
    ['path', 'paths'],
    ['permissionSet', 'permissionSets'],
  ])('of %s is %s', (word, meant) => {
    expect(suggest(word, ['names', 'paths', 'permissionSets'])).toBe(meant);
  });

  test.each(['x', 'resources', 'seman'])('of %s is none of those that are far from it', (word) => {
    expect(suggest(word, ['names', 'paths', 'permissionSets'])).toBeUndefined();
  });
});
