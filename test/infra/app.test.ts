import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-app-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the app as `cdk` does. */
function run(context: Readonly<Record<string, string>>) {
  const ran = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join('infra', 'app.ts')], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_DEFAULT_ACCOUNT: undefined,
      CDK_DEFAULT_REGION: undefined,
      // validation.test.ts asks what CloudFormation would say
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: join(folder, 'out'),
      CDK_CONTEXT_JSON: JSON.stringify({ 'ambit:entries': join('test', 'infra', 'entries'), ...context }),
    },
  });
  return { status: ran.status, lines: ran.stderr.trim().split('\n') };
}

describe('the app', () => {
  test('makes the stacks and says how much each function loads, without credentials', () => {
    const { status, lines } = run({});
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^function on-call loads \d+ KiB while it starts; \d+ KiB in all$/),
      ]),
    );
    expect(status).toBe(0);
    const assets = readFileSync(join(folder, 'out', 'Ambit.assets.json'), 'utf8');
    expect(existsSync(join(folder, 'out', 'Ambit.template.json'))).toBe(true);
    const [, asset = ''] = /"(asset\.[0-9a-f]{64})"/.exec(assets) ?? [];
    const governance: unknown = JSON.parse(readFileSync(join(folder, 'out', asset, 'governance.json'), 'utf8'));
    expect(governance).toEqual({ source: expect.objectContaining({ classes: expect.any(Array) }), files: {} });
  });

  test('refuses wrong settings before it does anything', () => {
    const { status, lines } = run({ 'ambit:mode': 'on' });
    expect(lines).toEqual([expect.stringMatching(/^ambit:mode: got "on", expected observe, warn or enforce; /)]);
    expect(status).toBe(1);
    expect(existsSync(join(folder, 'out', 'Ambit.template.json'))).toBe(false);
  });

  test('refuses standards that are wrong, with file, place, and what is expected', () => {
    const file = join(folder, 'ambit.yaml');
    writeFileSync(file, 'classes:\n  - name: agent\n    kind: robot\n');
    const { status, lines } = run({ 'ambit:standards': file });
    expect(lines).toContainEqual(
      `${file}: 3:11: classes[0].kind: "robot", expected one of agent, engineer, pipeline, workload, break-glass`,
    );
    expect(status).toBe(1);
  });

  test('refuses to deploy a function that has no code', () => {
    const { status, lines } = run({ 'ambit:entries': folder });
    expect(lines).toContainEqual(`ambit:entries: ${folder} has no on-call.ts, the entry of a function`);
    expect(lines).toHaveLength(7);
    expect(status).toBe(1);
  });

  test('says which file of standards is not there', () => {
    const { status, lines } = run({ 'ambit:standards': 'nowhere.yaml' });
    expect(lines).toEqual(['nowhere.yaml: document: no such file, expected a file']);
    expect(status).toBe(1);
  });
});
