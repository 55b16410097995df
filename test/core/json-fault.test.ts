import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { jsonFaultOf } from '../../lib/core/json-fault.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where a text stops being JSON', () => {
  test.each([
    ['{\n  "a": 1,\n}', 3, 1, 'got "}", expected a name in double quotes'],
    ['[1,]', 1, 4, 'got "]", expected a value'],
    ['{"a" 1}', 1, 6, 'got "1", expected ":"'],
    ['[1 2]', 1, 4, 'got "2", expected "," or "]"'],
    ['{"a":1', 1, 7, 'got the end of the text, expected "," or "}"'],
    ['', 1, 1, 'got the end of the text, expected a value'],
    ['"a\nb"', 1, 3, String.raw`got "\n", expected the string to be closed by "`],
    [String.raw`"\x"`, 1, 2, String.raw`got "\\", expected an escape that JSON knows`],
    ['1 true', 1, 3, 'got "true", expected the end of the text'],
    ['nonsense', 1, 1, 'got "nonsense", expected a value'],
  ])('%j', (text, line, column, detail) => {
    expect(jsonFaultOf(text)).toEqual({ line, column, detail });
  });

  test('no text that JSON.parse reads has a fault, every other has one', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '1e5',
      '.',
      'true',
      'nul',
      ' ',
      '\n',
      '\\',
      '\\u00e9',
      '\u007f',
    );
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => (jsonFaultOf(text) === undefined) === isJson(text)),
      { numRuns: 2000 },
    );
  });

  test('deep nesting ends in an answer', () => {
    expect(jsonFaultOf('['.repeat(100_000))).toBeUndefined();
  });
});
