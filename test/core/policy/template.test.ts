import { describe, expect, test } from '@jest/globals';
import { globMatchesLetters, lettersOf } from '../../../lib/core/policy/glob.ts';
import { type ArnGlob, arnGlobOfTemplate, globOfTemplate, parseTemplate } from '../../../lib/core/policy/template.ts';

const VALUES = new Map([
  ['aws:username', 'al*ce'],
  ['aws:principaltag/team', ''],
]);

function resolve(key: string, fallback: string | undefined): number[] | undefined {
  const value = VALUES.get(key) ?? fallback;
  return value === undefined ? undefined : lettersOf(value);
}

function matches(source: string, text: string, version: '2012-10-17' | '2008-10-17' = '2012-10-17'): boolean {
  const glob = globOfTemplate(parseTemplate(source, version), resolve, 'wildcards');
  return glob !== undefined && globMatchesLetters(glob, lettersOf(text));
}

describe('a template', () => {
  test.each([
    ['${aws:username}', 'al*ce', true],
    ['${aws:username}', 'alice', false],
    ['${AWS:UserName}', 'al*ce', true],
    ['x/${aws:username}/*', 'x/al*ce/y', true],
    ['${aws:PrincipalTag/team}', '', true],
    ['${aws:PrincipalTag/none}', '', false],
    ["${aws:PrincipalTag/none, 'a,b'}", 'a,b', true],
    ["${aws:username, 'default'}", 'default', false],
    ['a${*}', 'a*', true],
    ['a${*}', 'ab', false],
    ['a${?}${$}', 'a?$', true],
    ['${', '${', true],
    ['${a', '${a', true],
    ['$*', '$x', true],
  ])('%s on %j: %j', (source, text, expected) => {
    expect(matches(source, text)).toBe(expected);
  });

  test('has no variables in documents of the old version', () => {
    expect(matches('${aws:username}', '${aws:username}', '2008-10-17')).toBe(true);
    expect(matches('a${*}', 'a${xyz}', '2008-10-17')).toBe(true);
  });

  test('has wildcards only where the operator has', () => {
    const glob = globOfTemplate(parseTemplate('a*', '2012-10-17'), resolve, 'letters');
    expect([lettersOf('a*'), lettersOf('ab')].map((text) => globMatchesLetters(glob ?? [], text))).toEqual([
      true,
      false,
    ]);
  });
});

describe('the parts of a template', () => {
  test.each([
    ['', [{ kind: 'text', text: '' }]],
    ['${a}${B}', [variable('a'), variable('b')]],
    ['x${a}y', [{ kind: 'text', text: 'x' }, variable('a'), { kind: 'text', text: 'y' }]],
    ['${ aws:username }', [variable('aws:username')]],
    ["${k,'c'}", [{ ...variable('k'), fallback: 'c' }]],
    ["${ K , 'c d' }", [{ ...variable('k'), fallback: 'c d' }]],
    ["${k, ''}", [{ ...variable('k'), fallback: '' }]],
    ["${a k, 'c'}", [variable("a k, 'c'")]],
    ["${k, 'c' d}", [variable("k, 'c' d")]],
    ['${*}', [{ kind: 'literal', text: '*' }]],
  ])('%s', (source, expected) => {
    expect(parseTemplate(source, '2012-10-17')).toEqual(expected);
  });

  function variable(key: string): object {
    return { kind: 'variable', key };
  }
});

describe('an ARN pattern of one part', () => {
  test.each([
    ['*', 'x', true],
    ['**', 'x', true],
    ['*a', 'x', false],
    ['*a', 'ba:b:c:d:e:f', true],
    ['arn', 'x', false],
    ['arn', 'arn:b:c:d:e:f', true],
    ['', 'x', false],
    ['', ':b:c:d:e:f', true],
  ])('%j on %s: %j', (source, text, expected) => {
    const read = arnGlobOfTemplate(parseTemplate(source, '2012-10-17'), resolve, 'segment-wise');
    expect(read.kind === 'glob' && globMatchesLetters(read.glob, lettersOf(text))).toBe(expected);
  });
});

describe('variables in ARN patterns', () => {
  function arn(source: string): ArnGlob {
    return arnGlobOfTemplate(parseTemplate(source, '2012-10-17'), resolve, 'segment-wise');
  }

  test.each([
    ['arn:aws:s3:::${aws:username}', 'glob'],
    ['arn:aws:s3:::a/${aws:PrincipalTag/none}', 'never'],
    ['arn:aws:s3:${aws:username}::a', 'unclear'],
    ['${aws:username}', 'unclear'],
    ['arn:aws:s3:::a/${$}', 'glob'],
  ])('%s: %s', (source, kind) => {
    expect(arn(source).kind).toBe(kind);
  });

  test('a value with colons adds no parts', () => {
    const read = arnGlobOfTemplate(
      parseTemplate('arn:aws:s3:::${x}', '2012-10-17'),
      () => lettersOf('a:b'),
      'segment-wise',
    );
    expect(read.kind === 'glob' && globMatchesLetters(read.glob, lettersOf('arn:aws:s3:::a:b'))).toBe(true);
  });
});
