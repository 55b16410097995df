import { describe, expect, test } from '@jest/globals';
import { ambit, withFiles } from './cli.ts';

const allow = (action: string, resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Work', Effect: 'Allow', Action: action, Resource: resource }],
});
const READ = allow('s3:GetObject');
const WRITE = allow('s3:PutObject');
const BOTH = [READ, WRITE];

describe('ambit compare', () => {
  test.each([
    { name: 'within', access: READ, standard: BOTH, verdict: 'within', code: 0 },
    { name: 'beyond', access: BOTH, standard: READ, verdict: 'exceeds', code: 2 },
    { name: 'a union', access: BOTH, standard: { anyOf: [READ, allow('s3:*')] }, verdict: 'within', code: 0 },
  ])('answers $name with a verdict and its exit code', async ({ access, standard, verdict, code }) => {
    const ran = await withFiles({ 'a.json': access, 'b.json': standard }, (path) =>
      ambit(['compare', '--access', path('a.json'), '--standard', path('b.json'), '--json']),
    );
    const [answer] = ran.json();
    expect(answer).toEqual(expect.objectContaining({ verdict, excess: expect.any(Array), reasons: expect.any(Array) }));
    expect(ran.code).toBe(code);
  });

  test('says what, where, why, and one request that shows it', async () => {
    const ran = await withFiles({ 'b.json': READ }, (path) =>
      ambit(['compare', '--access', '-', '--standard', path('b.json'), '--explain'], JSON.stringify(BOTH)),
    );
    expect(ran.stdout).toMatch(/what: +s3:PutObject \(Write\)/);
    expect(ran.stdout).toMatch(/where: +\*/);
    expect(ran.stdout).toMatch(/why: +identity\[1\], statement Work/);
    expect(ran.stdout).toMatch(/shown by: s3:PutObject on arn:aws:s3/);
    expect(ran.stdout).toMatch(/access: allow by identity\[1\]#Work\n +standard: implicit-deny/);
    expect(ran.code).toBe(2);
  });

  test('escapes what a terminal would obey in names that come from input', async () => {
    const access = { ...WRITE, Statement: [{ ...WRITE.Statement[0], Sid: undefined }] };
    const named = { identity: [{ name: 'x\u001b[31m\u202e\n2', document: access }] };
    const ran = await withFiles({ 'a.json': named, 'b.json': READ }, (path) =>
      ambit(['compare', '--access', path('a.json'), '--standard', path('b.json')]),
    );
    expect(ran.stdout).toContain(String.raw`x\u{1b}[31m\u{202e}\u{a}2`);
    expect(ran.stdout).not.toContain('\u001b');
  });
});

describe('a batch of comparisons', () => {
  const good = (id: unknown, access: unknown, standard: unknown) => JSON.stringify({ id, access, standard });

  test('is answered line by line in order, whatever is wrong with a line', async () => {
    const lines = [
      good('one', READ, BOTH),
      good(2, BOTH, READ),
      '{"id":"three","access":}',
      'nonsense',
      '[1]',
      '',
      good('five', { ...READ, Statment: [] }, READ),
      JSON.stringify({ id: 'six', access: READ }),
      good('seven', READ, READ),
    ];
    const ran = await ambit(['compare', '--batch', '-', '--json'], lines.join('\n'));
    expect(ran.json()).toEqual([
      expect.objectContaining({ id: 'one', verdict: 'within', micros: expect.any(Number) }),
      expect.objectContaining({
        id: 2,
        verdict: 'exceeds',
        witness: expect.objectContaining({ action: 's3:PutObject' }),
      }),
      { id: 'three', error: 'column 24: broken JSON: got "}", expected a value' },
      { id: null, error: 'column 1: broken JSON: got "nonsense", expected a value' },
      { id: null, error: 'document: not an object, expected {"id", …}' },
      { id: 'five', error: expect.stringContaining('Statment') },
      { id: 'six', error: expect.stringContaining('standard') },
      expect.objectContaining({ id: 'seven', verdict: 'within' }),
    ]);
    expect(ran.code).toBe(65);
  });

  test.each([
    { lines: [good(1, READ, READ)], code: 0 },
    { lines: [good(1, READ, READ), good(2, WRITE, READ)], code: 2 },
    { lines: [], code: 0 },
  ])('exits with the worst of its lines: $code', async ({ lines, code }) => {
    expect((await ambit(['compare', '--batch', '-', '--json'], lines.join('\n'))).code).toBe(code);
  });
});

describe('ambit decide', () => {
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::logs/1', context: { 'aws:SourceIp': '192.0.2.1' } };

  test('says the decision and the statements it rests on', async () => {
    const ran = await withFiles({ 'a.json': READ, 'r.json': request }, (path) =>
      ambit(['decide', '--access', path('a.json'), '--request', path('r.json'), '--json']),
    );
    expect(ran.json()).toEqual([{ decision: 'allow', by: ['identity[0]#Work'] }]);
    expect(ran.code).toBe(0);
  });

  test('answers a batch in order', async () => {
    const lines = [
      { id: 'a', access: READ, request },
      { id: 'b', access: WRITE, request },
      { id: 'c', access: READ, request: { action: 'nonsense', resource: '*' } },
    ];
    const ran = await ambit(['decide', '--batch', '-', '--json'], lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(ran.json()).toEqual([
      expect.objectContaining({ id: 'a', decision: 'allow', by: ['identity[0]#Work'] }),
      expect.objectContaining({ id: 'b', decision: 'implicit-deny', by: [] }),
      { id: 'c', error: expect.stringContaining('request: action') },
    ]);
    expect(ran.code).toBe(65);
  });
});
