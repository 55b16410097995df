import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DEEPEST_NESTING, decodeDocument, LONGEST_DOCUMENT } from '../../../lib/core/policy/decode.ts';
import { describeProblem } from '../../../lib/core/policy/problem.ts';

function refusal(text: string): string {
  const decoded = decodeDocument(text);
  return decoded.ok ? 'decoded' : describeProblem(decoded.error);
}

describe('the text of a document', () => {
  test('is JSON or percent-encoded JSON, with the same meaning', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(decodeDocument(encodeURIComponent(`\n${json}`))).toEqual(decodeDocument(json));
      }),
    );
  });
  test('keeps a plus sign, which is no space in a percent-encoded document', () => {
    expect(decodeDocument('%7B%22Sid%22%3A%22a+b%22%7D')).toEqual({ ok: true, value: { Sid: 'a+b' } });
  });
  test('keeps a percent sign of plain JSON', () => {
    expect(decodeDocument('{"Sid":"100%25"}')).toEqual({ ok: true, value: { Sid: '100%25' } });
  });
  test('may stand between white space and after a byte order mark', () => {
    expect(decodeDocument('\uFEFF \r\n{"Sid":"a"}\n')).toEqual({ ok: true, value: { Sid: 'a' } });
  });
});

describe('a text that is refused', () => {
  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  test.each([
    ['is empty', ' ', 'document: an empty text, expected a policy document in JSON'],
    [
      'has a broken percent-encoding',
      '%7B%2',
      'document: a broken percent-encoding, expected JSON or percent-encoded JSON',
    ],
    ['is nested too deeply', nested(DEEPEST_NESTING + 1), /more than 64 levels of nesting/],
    ['is too long', `"${'a'.repeat(LONGEST_DOCUMENT)}"`, /^document: 1048578 characters, expected at most 1048576$/],
    ['is cut off', '{"Statement": [', /^document: a text that is no JSON \(.*\), expected a policy document in JSON$/],
  ])('%s', (_name, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test('because of nesting is one level deeper than one that is read', () => {
    expect(decodeDocument(nested(DEEPEST_NESTING)).ok).toBe(true);
  });

  test.each([
    ['{"Version":"2012-10-17","Version":"2008-10-17"}', 'Version'],
    ['{"Statement":[{"Effect":"Allow"},{"Effect":"Deny","Action":"*","Effect":"Allow"}]}', 'Statement[1].Effect'],
    ['{"Statement":{"Condition":{"Bool":{"a:b":"true","\\u0061:b":"false"}}}}', 'Statement.Condition.Bool["a:b"]'],
    ['{"Statement":[[1,2],{"a":1,"b":{"a":1},"a":2}]}', 'Statement[1].a'],
  ])('names an element twice: %s', (text, place) => {
    expect(refusal(text)).toMatch(`${place}: a second element `);
  });

  test('is not refused for a name that other objects or values also have', () => {
    expect(decodeDocument('{"a":{"a":["a","a",{"a":"\\"a\\":"}]},"b":[{"a":1},{"a":1}]}').ok).toBe(true);
  });
});
