import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { chained } from '../../lib/core/governance/ledger/ledger-chain.ts';
import { entryLine } from '../../lib/core/governance/ledger/ledger-line.ts';
import { FACTS } from '../core/governance/approval-fixtures.ts';
import { ambit, withFiles } from './cli.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const CUT = gzipSync(
  JSON.stringify({ Records: Array.from({ length: 500 }, (_, each) => ({ eventID: each })) }),
).subarray(0, 200);
const TYPO = 'version: 1\nclases: []\n';

const files = {
  'broken.json': '{\n  "Version": "2012-10-17",\n  "Statement": [}\n',
  'unknown.json': { ...POLICY, Statement: [{ ...POLICY.Statement[0], Acton: 's3:*' }] },
  'good.json': POLICY,
  'cut.json.gz': CUT,
  'typo.yaml': TYPO,
  'list.json': '[]',
};

describe('an exported ledger that anybody may have written does not verify', () => {
  const key = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
  const line = entryLine(chained(FACTS.assessed('call'), 'call', undefined));
  const unsigned = { code: 65, says: /no signature covers any of it, so anybody may have written it; [01] entries/ };
  const unchecked = { code: 0, says: /verifies; 1 entries, signed until 0/ };
  test.each<[string, string, readonly string[], { readonly code: number; readonly says: RegExp }]>([
    ['emptied', '', [], unsigned],
    ['emptied, with a key', '', ['--key', 'key.pem'], unsigned],
    ['without a checkpoint, with a key', line, ['--key', 'key.pem'], unsigned],
    ['unless no key was given, and then it says that nothing is signed', line, [], unchecked],
  ])('%s', async (_, ledger, args, { code, says }) => {
    const ran = await withFiles({ 'ledger.jsonl': ledger, 'key.pem': String(key) }, (path) =>
      ambit(['ledger', 'verify', path('ledger.jsonl'), ...args.map((arg) => (arg === 'key.pem' ? path(arg) : arg))]),
    );
    expect(ran).toMatchObject({ code, stdout: expect.stringMatching(says) });
  });
});

describe('bad input is one clear line and exit code 65', () => {
  test.each<[string, readonly string[], RegExp]>([
    [
      'broken JSON',
      ['compare', '--access', 'broken.json', '--standard', 'good.json'],
      /broken\.json:3:17: broken JSON: got "}", expected a value/,
    ],
    [
      'an unknown element',
      ['compare', '--access', 'unknown.json', '--standard', 'good.json'],
      /Statement\[0\]\.Acton.*did you mean "Action"/,
    ],
    [
      'a file that is not there',
      ['compare', '--access', 'none.json', '--standard', 'good.json'],
      /none\.json: no such file; check the path/,
    ],
    ['a folder for a file', ['decide', '--access', '.', '--request', 'good.json'], /it is a folder; name a file in it/],
    [
      'a truncated gzip of records',
      ['replay', '--events', 'cut.json.gz'],
      /cut\.json\.gz: .*cut off.*fetch the file again/,
    ],
    [
      'a truncated gzip of an account',
      ['sweep', '--account', 'cut.json.gz'],
      /cut\.json\.gz: .*cut off.*fetch the file again/,
    ],
    [
      'broken JSON of an account',
      ['sweep', '--account', 'broken.json'],
      /broken\.json: broken JSON: line 3, column 17/,
    ],
    ['an account that is none', ['sweep', '--account', 'list.json'], /list\.json: .*get-account-authorization-details/],
    [
      'records that are no JSON',
      ['replay', '--events', 'broken.json'],
      /broken\.json:3: broken JSON: line 3, column 17/,
    ],
    [
      'standards with a typo',
      ['sweep', '--account', 'good.json', '--standards', 'typo.yaml'],
      /typo\.yaml:2:9: .*did you mean "classes"\? \(and 3 more; ambit standards check/,
    ],
    ['standards with a typo, to start with', ['up', '--once', '--standards', 'typo.yaml'], /typo\.yaml:/],
    ['a key that is none', ['ledger', 'verify', 'list.json', '--key', 'broken.json'], /is not a key in PEM/],
    [
      'a folder without a ledger',
      ['ledger', 'show', '--dir', 'nowhere'],
      /nowhere" holds no ambit database; check the path/,
    ],
  ])('%s', async (_, args, line) => {
    const ran = await withFiles(files, (path) =>
      ambit(args.map((arg) => (arg === '.' || /\.(json|gz|yaml)$|^nowhere$/.test(arg) ? path(arg) : arg))),
    );
    expect(ran.stderr).toMatch(line);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ran.code).toBe(65);
  });

  test(
    'an account file over its limit',
    () =>
      withFiles({ 'big.json': '' }, async (path) => {
        truncateSync(path('big.json'), 128 * 1024 * 1024 + 2);
        const ran = await ambit(['up', '--once', '--account', path('big.json'), '--dir', path('state')]);
        expect(ran.stderr).toMatch(/big\.json: over its limit: more than 134217728 characters/);
        expect(ran.code).toBe(65);
        expect(existsSync(path('state'))).toBe(false);
      }),
    30_000,
  );

  test('names every problem of a standards file with its line', () =>
    withFiles(files, async (path) => {
      const ran = await ambit(['standards', 'check', path('typo.yaml')]);
      expect(ran.stdout).toMatch(/typo\.yaml:2:9: clases: unknown key "clases", .*did you mean "classes"\?/);
      expect(ran.code).toBe(65);
      expect((await ambit(['standards', 'check'])).code).toBe(0);
    }));
});

describe('faults are one clear line and exit code 70', () => {
  test('a port in use, and nothing is written', () =>
    withFiles({}, async (path) => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const address = taken.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const ran = await ambit(['up', '--port', String(port), '--dir', path('state')]);
      taken.close();
      expect(ran.stderr).toBe(`ambit: port ${port} on 127.0.0.1 is in use; choose another one with --port\n`);
      expect(ran.code).toBe(70);
      expect(existsSync(path('state'))).toBe(false);
    }));

  test('a full disk under the output', async () => {
    const { code, stderr } = await endOf(`"$0" "$1" standards check > /dev/full`);
    expect(stderr).toBe('ambit: the output cannot be written: the disk is full; make room and run it again\n');
    expect(code).toBe(70);
  });

  test('a reader that goes away ends the command quietly', async () => {
    const { stdout, stderr } = await endOf(`"$0" "$1" sweep --help | head -n 1; "$0" "$1" standards check | true`);
    expect({ stdout, stderr }).toEqual({ stdout: 'Usage: ambit sweep [options] [account-id]\n', stderr: '' });
  });
});

/** Runs a shell line in which `"$0" "$1"` is the command. */
async function endOf(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn('sh', ['-c', line, process.execPath, MAIN], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const code = await new Promise<number>((ended) => child.once('close', (status) => ended(status ?? -1)));
  return { code, stdout, stderr };
}
