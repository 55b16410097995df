import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** What is deployed comes from these. */
const DEPLOYED = ['lib', 'lambdas', 'infra', 'console', 'cdk.json'];
const LARGEST_ARCHIVE = 1 << 28;

/** A version of Ambit to upgrade from. */
export interface PreviousVersion {
  /** Its checkout. */
  readonly root: string;
  /** Which it is, and why; for people. */
  readonly says: string;
  remove(): void;
}

/**
 * What was deployed before the last change: the commit before the last one that changed what is deployed, or the last
 * commit where a change is not committed yet; or what AMBIT_UPGRADE_FROM names, a tag or commit. Where there is none to
 * be had, as in a shallow clone, it is this version.
 */
export function previousVersion(): PreviousVersion {
  const commit = commitBefore();
  if (commit === undefined) return thisVersion('git knows no earlier one; a full clone has it');
  const root = checkedOut(commit);
  const remove = () => rmSync(root, { recursive: true, force: true });
  const missing = packagesOf(root).filter((name) => !existsSync(join(ROOT, 'node_modules', name)));
  if (missing.length === 0) return { root, says: git('log', '-1', '--format=%h (%s)', commit) ?? commit, remove };
  remove();
  return thisVersion(`${commit} needs packages that this version has no more: ${missing.join(', ')}`);
}

function thisVersion(reason: string): PreviousVersion {
  return { root: ROOT, says: `this very version, for ${reason}`, remove: () => {} };
}

function commitBefore(): string | undefined {
  const named = process.env['AMBIT_UPGRADE_FROM'];
  if (named !== undefined) return commitOf(named);
  const top = git('rev-parse', '--show-toplevel');
  if (top === undefined || realpathSync(top) !== realpathSync(ROOT)) return undefined;
  if (git('status', '--porcelain', '--', ...DEPLOYED) !== '') return git('rev-parse', 'HEAD');
  const last = git('log', '-1', '--format=%H', '--', ...DEPLOYED);
  return last === undefined || last === '' ? undefined : git('rev-parse', '--verify', '--quiet', `${last}^`);
}

function commitOf(name: string): string {
  const commit = git('rev-parse', '--verify', '--quiet', `${name}^{commit}`);
  if (commit === undefined) throw new Error(`AMBIT_UPGRADE_FROM: git knows no ${name}; name a tag or commit`);
  return commit;
}

/** The files of a commit in a folder of their own, with the packages of this version. */
function checkedOut(commit: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-previous-'));
  const archive = spawnSync('git', ['archive', '--format=tar', commit], { cwd: ROOT, maxBuffer: LARGEST_ARCHIVE });
  if (archive.status !== 0) throw new Error(`git made no archive of ${commit}: ${archive.stderr.toString()}`);
  const unpacked = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout, encoding: 'utf8' });
  if (unpacked.status !== 0) throw new Error(`the archive of ${commit} was not unpacked: ${unpacked.stderr}`);
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(folder, 'node_modules'));
  return folder;
}

const packageJson = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

function packagesOf(root: string): readonly string[] {
  const { dependencies, devDependencies } = packageJson.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  );
  return [...Object.keys(dependencies), ...Object.keys(devDependencies)];
}

/** What git says; undefined: it refused, or is not there. */
function git(...words: readonly string[]): string | undefined {
  const run = spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : undefined;
}
