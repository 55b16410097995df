import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { progressLine } from '../../cli/replay/progress-line.ts';
import { ambit, withFiles } from './cli.ts';
import { record } from '../usecases/company.ts';

const grant = record('AttachUserPolicy', { userName: 'ann', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
const log = gzipSync(JSON.stringify({ Records: [grant, { ...grant, eventName: 'GetUser', eventID: 'read' }] }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

describe('ambit replay', () => {
  test('ends with a report of what Ambit would have done, as text', async () => {
    await withFiles({ 'log.json.gz': log }, async (path) => {
      const { stdout, code } = await ambit(['replay', '--events', path('log.json.gz')]);
      expect(stdout).toMatch(/^what Ambit would have done, .*$/m);
      expect(stdout).toMatch(/^ {2}unclassified: 1 excess-access: /m);
      expect(stdout).toMatch(/^not known: what 1 accounts held before \(give --account\): 111122223333$/m);
      expect(stdout).toMatch(/^2 records read: 1 understood .* 1 of calls that change no access$/m);
      expect(code).toBe(3);
    });
  });

  test('gives the same report in the summary, and in the file of --report', async () => {
    await withFiles({ 'log.json.gz': log }, async (path) => {
      const { json } = await ambit([
        'replay',
        '--events',
        path('log.json.gz'),
        '--json',
        '--report',
        path('report.json'),
      ]);
      const summary = json().at(-1);
      expect(summary).toMatchObject({
        summary: {
          read: 2,
          findings: 1,
          report: {
            kinds: [{ class: 'unclassified', kind: 'excess-access', count: 1 }],
            principals: [{ principal: 'arn:aws:iam::111122223333:user/ann', findings: 1 }],
            breaker: { trips: 0, stopped: 0, first: null },
            gaps: { accounts: ['111122223333'], seenOnlyInCalls: 1 },
          },
        },
      });
      expect(JSON.parse(readFileSync(path('report.json'), 'utf8'))).toEqual(summary);
    });
  });

  test('says which folders of digests it left out', async () => {
    await withFiles({}, async (path) => {
      const base = path('AWSLogs/111122223333');
      put(join(base, 'CloudTrail/us-east-1/2026/01/05/a.json.gz'), log);
      put(join(base, 'CloudTrail-Digest/us-east-1/d.json.gz'), gzipSync('{}'));
      const { stderr, json } = await ambit(['replay', '--events', path('AWSLogs'), '--json']);
      expect(stderr).toContain(`${join(base, 'CloudTrail-Digest')}: left out`);
      expect(json().at(-1)).toMatchObject({ summary: { read: 2, problems: 0 } });
    });
  });

  test('says of a record that cannot be read that it is one, not that a sweep found it', async () => {
    await withFiles({ 'log.json': JSON.stringify({ Records: [{ eventName: 'CreateUser' }] }) }, async (path) => {
      const { stdout } = await ambit(['replay', '--events', path('log.json')]);
      expect(stdout).toMatch(/^ {2}call: {5}not known: its record cannot be read$/m);
    });
  });

  test.each(['nowhere/report.json', 'log.json.gz/report.json', '.'])(
    'that cannot write its report to %s says so before it reads anything, and ends with 70',
    (file) =>
      withFiles({ 'log.json.gz': log }, async (path) => {
        const ran = await ambit(['replay', '--events', path('log.json.gz'), '--report', path(file)]);
        expect(ran.stderr).toContain('the report cannot be written');
        expect(ran).toMatchObject({ stdout: '', code: 70 });
        expect(readdirSync(path('.'))).toEqual(['log.json.gz']);
      }),
  );

  test('that can write its report no more in the end tells all else, and ends with 70', async () => {
    await withFiles({}, async (path) => {
      mkdirSync(path('reports'));
      const ran = replaying(path('reports/report.json'));
      await untilItReads(ran);
      rmSync(path('reports'), { recursive: true });
      ran.stdin.end();
      expect(await text(ran.stdout)).toMatch(/^1 findings: /m);
      expect(ran.exitCode ?? (await once(ran, 'exit'))[0]).toBe(70);
    });
  });

  test('leaves in its place what is no file, as a device, and writes to it', async () => {
    await withFiles({ 'log.json.gz': log }, async (path) => {
      symlinkSync('/dev/null', path('report'));
      const ran = await ambit(['replay', '--events', path('log.json.gz'), '--report', path('report')]);
      expect(ran).toMatchObject({ stderr: '', code: 3 });
      expect(readlinkSync(path('report'))).toBe('/dev/null');
    });
  });

  test('rolls accounts back that were read later, and says what it could not know', async () => {
    const snapshot = {
      RoleDetailList: [],
      GroupDetailList: [],
      Policies: [],
      UserDetailList: [
        {
          Path: '/',
          UserName: 'ann',
          UserId: 'AIDAEXAMPLE',
          Arn: 'arn:aws:iam::111122223333:user/ann',
          CreateDate: '2025-01-01T00:00:00+00:00',
          GroupList: [],
          UserPolicyList: [],
          AttachedManagedPolicies: [
            { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
          ],
        },
      ],
    };
    const tag = record('TagUser', { userName: 'ann', tags: [{ key: 'team', value: 'a' }] }, { id: 'tag' });
    const logged = gzipSync(JSON.stringify({ Records: [grant, tag] }));
    await withFiles({ 'log.json.gz': logged, 'account.json': snapshot }, async (path) => {
      const args = ['--account', path('account.json'), '--account-at', '2026-02-01T00:00:00Z', '--json'];
      const { json } = await ambit(['replay', '--events', path('log.json.gz'), ...args]);
      expect(json().at(0)).toMatchObject({
        kind: 'excess-access',
        verdict: 'exceeds',
        call: { name: 'AttachUserPolicy' },
      });
      expect(json().at(-1)).toMatchObject({
        summary: {
          report: {
            gaps: { accounts: [], rolledBack: { calls: 2, unknown: 1, some: ['111122223333: tags of user/ann'] } },
          },
        },
      });
    });
  });

  test.each([
    [['--events', '-', '--account-at', '2026-02-01T00:00:00Z'], 'stdin only once'],
    [['--events', 'x', '--account-at', '2026-02-01 10:00'], 'it must be a time with its zone'],
  ])('called as %j says what is wrong', async (args, says) => {
    const ran = await ambit(['replay', ...args]);
    expect(ran.stderr).toContain(says);
    expect(ran.code).toBe(64);
  });

  test('with --account-at of a pipe is refused before anything is read of it', async () => {
    await withFiles({}, async (path) => {
      execFileSync('mkfifo', [path('pipe')]);
      const ran = await ambit(['replay', '--events', path('pipe'), '--account-at', '2026-02-01T00:00:00Z']);
      expect(ran.stderr).toContain(`the pipe ${path('pipe')} only once: name files`);
      expect(ran.code).toBe(64);
    });
  });

  test('that is interrupted leaves no half report', async () => {
    await withFiles({}, async (path) => {
      const ran = replaying(path('report.json'));
      // the last record that is there is assessed when more is read than is kept to be sorted: none is
      await untilItReads(ran);
      ran.kill('SIGINT');
      await once(ran, 'exit');
      expect(ran.signalCode).toBe('SIGINT');
      expect(readdirSync(path('.'))).toEqual([]);
    });
  });
});

/** A replay that has one record to read, and waits for more. */
function replaying(report: string) {
  const main = join(import.meta.dirname, '../../cli/main.ts');
  const ran = spawn(process.execPath, [main, 'replay', '--events', '-', '--report', report]);
  ran.stdin.write(`${JSON.stringify(grant)}\n`);
  return ran;
}

/** A pipe that is full is emptied by whoever reads it. */
async function untilItReads({ stdin }: ChildProcess): Promise<void> {
  if (stdin?.write('\n'.repeat(1_000_000)) === false) await once(stdin, 'drain');
}

describe('the line of progress', () => {
  test.each([
    [{ read: 0, of: 105_000_000, records: 0, elapsed: 10 }, '[                    ] 0 % of 105 MB, 0 records'],
    [
      { read: 42_000_000, of: 105_000_000, records: 402_115, elapsed: 8000 },
      '[########            ] 40 % of 105 MB, 402,115 records, 12 s left',
    ],
    [{ read: 1, of: 200, records: 7, elapsed: 1000 }, '[                    ] 0 % of 0 MB, 7 records, 3 min 19 s left'],
    [{ read: 5, of: 5, records: 9, elapsed: 10 }, '[####################] 100 % of 0 MB, 9 records, 0 s left'],
  ])('says how much is read, how many records, and how long it takes yet', (progress, line) => {
    expect(progressLine(progress)).toBe(line);
  });
});
