import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText, digestOf } from '../../lib/core/digest.ts';
import { isSameJson, jsonForm, type JsonValue } from '../../lib/core/json.ts';

/** Values that are alike more often than by chance: of few names and few leaves. */
const { value } = fc.letrec<{ readonly value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue[]>(0, 1, '', 'a', true, null),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0', '__proto__'), tie('value'), { maxKeys: 2 }),
  ),
}));

describe('JSON values are the same', () => {
  test('where their canonical texts are, and only there', () => {
    let alike = 0;
    fc.assert(
      fc.property(value, value, (one, other) => {
        const isAlike = canonicalText(one) === canonicalText(other);
        if (isAlike) alike += 1;
        expect(isSameJson(one, other)).toBe(isAlike);
      }),
      { numRuns: 500 },
    );
    expect(alike).toBeGreaterThan(10);
  });

  test('whatever the order of their members', () => {
    const backwards = (each: JsonValue): JsonValue =>
      jsonForm(JSON.parse(JSON.stringify(each), (_name, part: unknown) => reversed(part)));
    fc.assert(fc.property(fc.jsonValue().map(jsonForm), (each) => isSameJson(each, backwards(each))));
  });

  test.each<[JsonValue, JsonValue]>([
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: 1, b: 1 }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [jsonForm(JSON.parse('{"__proto__":{}}')), { a: {} }],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[null], []],
    ['1', 1],
    [null, {}],
  ])('but not %j and %j', (one, other) => {
    expect([isSameJson(one, other), isSameJson(other, one)]).toEqual([false, false]);
  });
});

function reversed(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).toReversed());
}

test('a text that is not well-formed has the digest of what it is stored as', () => {
  expect(digestOf({ name: 'a\ud800', '\udc00': 1 })).toBe(digestOf({ name: 'a\ufffd', '\ufffd': 1 }));
});
