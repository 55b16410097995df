import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ambit } from '../cli/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambit-full-'));
const mounted = mount('size=200k');
const onSmallDisk = mounted ? describe : describe.skip;

afterAll(() => {
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

function mount(options: string): boolean {
  if (process.platform !== 'linux') return false;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

onSmallDisk('a full disk (skipped where no small one can be mounted)', () => {
  test('is one line and exit code 70; with room the same folder goes on to the same end', async () => {
    const args = ['up', '--once', '--json', '--dir', join(folder, 'state')];
    const full = await ambit(args);
    expect(full.stderr).toMatch(/^ambit: ".*ambit\.db" cannot be written, the disk is full; make room .*\n$/);
    expect(full).toMatchObject({ code: 70, stdout: '' });
    expect(mount('remount,size=20m')).toBe(true);
    const roomy = await ambit(args);
    expect(roomy.json()).toEqual([
      expect.objectContaining({
        holds: [expect.objectContaining({ equalsBefore: true }), expect.objectContaining({ equalsBefore: true })],
        ledger: expect.objectContaining({ verifies: true }),
      }),
    ]);
    expect(roomy.code).toBe(0);
  });

  test('that can only be read then, as an auditor mounts it, has its ledger verified and its findings listed', async () => {
    expect(mount('remount,ro')).toBe(true);
    const dir = ['--dir', join(folder, 'state')];
    const verified = await ambit(['ledger', 'verify', ...dir]);
    expect(verified).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^the ledger verifies; /) });
    expect((await ambit(['findings', ...dir])).stdout).toMatch(/^5 findings$/m);
    expect(await ambit(['up', '--once', ...dir])).toMatchObject({ code: 70, stdout: '' });
  });
});
