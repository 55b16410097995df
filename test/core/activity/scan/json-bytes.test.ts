import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterValue, INCOMPLETE, INVALID } from '../../../../lib/core/activity/scan/json-bytes.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON with white space, escapes and letters of any length, as one text. */
const json = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value, undefined, 1)),
  fc.constantFrom('"\\u00e9\\n\\/"', '-0.5e+10', '[1E5,-0,0.25]', '{"a":{"b":[]},"a":{}}', '[[],[[]]]', '"\u{1f600}é"'),
);

/** The same with a letter put in, left out or changed. */
const nearlyJson = fc
  .tuple(
    json,
    fc.nat(),
    fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '0', 'e', '-', '.', '\n', 'é', 'u'),
  )
  .map(([text, place, letter]) => {
    const at = place % (text.length + 1);
    return `${text.slice(0, at)}${letter}${text.slice(at + (place % 2))}`;
  });

describe('where a JSON value ends in bytes', () => {
  test('is where the text of it ends', () => {
    fc.assert(
      fc.property(json, (text) => {
        const bytes = bytesOf(`${text},`);
        expect(afterValue(bytes, 0, bytes.length)).toBe(bytes.length - 1);
      }),
    );
  });

  test('is told of what a parser takes, and of nothing else', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        // in a list a number has an end, too
        const list = `[${text}]`;
        const bytes = bytesOf(list);
        expect(afterValue(bytes, 0, bytes.length) === bytes.length).toBe(isJson(list));
      }),
      { numRuns: 2000 },
    );
  });

  test('is not known before all of it is there', () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, place) => {
        const bytes = bytesOf(`[${text}]`);
        expect(afterValue(bytes, 0, place % bytes.length)).toBe(INCOMPLETE);
      }),
    );
  });

  test.each([
    ['a control character in a string', '"a\u0001"'],
    ['a line break in a string', '"a\nb"'],
    ['an escape that JSON does not know', '"\\x41"'],
    ['a number that begins with 0', '[012]'],
    ['a comma behind the last member', '{"a":1,}'],
    ['a word that is none', '[trve]'],
    ['a name without quotes', '{a:1}'],
    ['what is nested deeper than anyone writes', '['.repeat(100_000)],
  ])('%s is no JSON', (_what, text) => {
    const bytes = bytesOf(text);
    expect(afterValue(bytes, 0, bytes.length)).toBe(INVALID);
  });
});
