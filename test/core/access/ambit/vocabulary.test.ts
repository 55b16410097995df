import { describe, expect, test } from '@jest/globals';
import { Vocabulary } from '../../../../lib/core/access/ambit/vocabulary.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { lettersOf } from '../../../../lib/core/policy/glob.ts';
import { compared } from '../reading-sets.ts';

const below = (...names: readonly string[]): JsonObject => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: names.map((name) => `arn:aws:s3:::b/${name}`),
});

const policy = (...Statement: readonly JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement });

describe('what variables stand for', () => {
  test('is the same letter for the same variable, and another one for every other', () => {
    const vocabulary = new Vocabulary({});
    const variables = [
      ['a', undefined],
      ['a', 'b'],
      ['a,b', undefined],
      ["a, 'b'x", undefined],
      ['a', ''],
    ] as const;
    const letters = variables.map(([key, fallback]) => String(vocabulary.resolve(key, fallback)));
    expect(new Set(letters).size).toBe(variables.length);
    expect(variables.map(([key, fallback]) => String(vocabulary.resolve(key, fallback)))).toEqual(letters);
  });

  test('is what is known of the principal, or the default where it is known to be missing', () => {
    const vocabulary = new Vocabulary({ arn: 'arn:aws:iam::111122223333:role/r', tags: new Map([['Team', 'x*']]) });
    expect(vocabulary.resolve('aws:principaltag/team', undefined)).toEqual(lettersOf('x*'));
    expect(vocabulary.resolve('aws:username', undefined)).toBeUndefined();
    expect(vocabulary.resolve('aws:username', 'nobody')).toEqual(lettersOf('nobody'));
    expect(vocabulary.variables).toEqual([]);
  });

  test('does not make a name with a comma the same as a name with a default', () => {
    const [withDefault, withComma] = ["${aws:username, 'b'}", '${aws:username,b}'];
    expect(compared(policy(below(withDefault)), policy(below(withComma))).verdict).not.toBe('within');
    expect(compared(policy(below(withDefault)), policy(below(withDefault))).verdict).toBe('within');
  });

  test('is not told apart for ever, and then nothing is said to be within', () => {
    const most = 0x8000;
    const names = Array.from({ length: most + 1 }, (_none, index) => `\${v${index}}`);
    const others = { ...below(...names), Action: 'nothing:AtAll' };
    const { verdict, reasons } = compared(policy(below('${v0}'), others), policy(below(`\${v${most}}`)));
    expect(verdict).toBe('undetermined');
    expect(reasons).toContainEqual({
      rule: 'search-cap',
      detail: 'the policies have more variables than are told apart',
    });
  });
});
