import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeSize, LARGEST_BUNDLE } from '../../infra/bundle-sizes.ts';
import { type Bundle, bundleFunctions } from '../../infra/bundle.ts';

/** What those load while they start that many wait for, in KiB: more than that shows in how long it takes. */
const RESERVED = { 'on-call': 410, 'on-deadline': 380 } as const;

const entries = join(import.meta.dirname, 'entries');
const made: string[] = [];
let maps = '';
let bundle: Bundle;

async function bundled(governance: string): Promise<Bundle> {
  const one = await bundleFunctions({ entries, files: new Map([['governance.json', governance]]), maps });
  made.push(one.folder);
  return one;
}

beforeAll(async () => {
  maps = mkdtempSync(join(tmpdir(), 'ambit-maps-'));
  made.push(maps);
  bundle = await bundled('{"source":{}}');
});

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

const contents = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'base64')]),
  );

describe('the bundle of the functions', () => {
  test('is the same for the same source, so that nothing is deployed that did not change', async () => {
    expect(contents((await bundled('{"source":{}}')).folder)).toEqual(contents(bundle.folder));
  });

  test('has an entry for each function, the standards beside them, and no source maps', () => {
    const names = readdirSync(bundle.folder);
    expect(names).toEqual(expect.arrayContaining(['on-call.mjs', 'restore.mjs', 'governance.json']));
    expect(names.filter((name) => name.endsWith('.map'))).toEqual([]);
    expect(readdirSync(maps)).toContain('on-call.mjs.map');
  });

  test('leaves the catalogue of actions until it is needed', () => {
    const size = bundle.sizes.find(({ name }) => name === 'on-call');
    expect(size?.catalogue).toBe(0);
    expect(size?.code).toBeGreaterThan(100 * 1024);
    expect(size?.code).toBeLessThan(LARGEST_BUNDLE);
  });

  test('of every function is small enough and of few enough files to start quickly, and leaves what compares access until it is needed', async () => {
    const lambdas = join(import.meta.dirname, '../../lambdas');
    const { folder, sizes } = await bundleFunctions({ entries: lambdas, files: new Map(), maps });
    made.push(folder);
    expect(sizes.length).toBeGreaterThan(6);
    expect(sizes.filter(({ code }) => code > LARGEST_BUNDLE).map(describeSize)).toEqual([]);
    for (const [name, most] of Object.entries(RESERVED)) {
      expect(sizes.find((each) => each.name === name)?.code).toBeLessThan(most * 1024);
    }
    // the entry with its own two, what opens the function, and all the rest
    expect(sizes.filter(({ files }) => files > 5).map(({ name, files }) => `${name}: ${files}`)).toEqual([]);
    expect(sizes.filter(({ catalogue }) => catalogue > 0).map(describeSize)).toEqual([]);
  });

  test('runs: clients of AWS, what Node brings, and what is loaded when needed', () => {
    const script = `
      const { handler } = await import(${JSON.stringify(join(bundle.folder, 'on-call.mjs'))});
      process.stdout.write(JSON.stringify(await handler({ a: 1 })));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(JSON.parse(out)).toEqual({
      digest: '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
      actions: expect.any(Number),
      region: 'us-east-1',
      parsed: 'function',
    });
  });
});
