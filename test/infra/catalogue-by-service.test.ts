import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Bundle, bundleFunctions } from '../../infra/bundle.ts';
import { actionNumber, SERVICE_NAMES, shapesOf, shapeSetOf } from '../../lib/core/access/catalogue.ts';

const ENTRIES = path.join(import.meta.dirname, 'bundled');

let maps: string;
let bundle: Bundle;

beforeAll(async () => {
  maps = await mkdtemp(path.join(tmpdir(), 'ambit-maps-'));
  bundle = await bundleFunctions({ entries: ENTRIES, files: new Map([['governance.json', '{}']]), maps });
});

afterAll(() => {
  for (const folder of [maps, bundle.folder]) rmSync(folder, { recursive: true });
});

/** What the bundled handler answers in a process of its own. */
function run(): unknown {
  const entry = path.join(bundle.folder, 'compares.mjs');
  const script = `import(${JSON.stringify(entry)}).then(({ handler }) => handler()).then((answer) => console.log(JSON.stringify(answer)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

describe('the catalogue of actions in a bundle', () => {
  test('has the actions of each service in a file of their own', () => {
    const files = readdirSync(bundle.folder);
    expect(files).toEqual(expect.arrayContaining(['compares.mjs', 'governance.json', 'catalogue-s3.json']));
    expect(files.filter((file) => file.startsWith('catalogue-'))).toHaveLength(SERVICE_NAMES.length + 1);
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test('knows the same actions as the sources do', () => {
    const action = actionNumber('s3:GetObject') ?? -1;
    expect(run()).toEqual({
      services: SERVICE_NAMES.length,
      name: 's3:GetObject',
      shapes: shapesOf(shapeSetOf(action)),
    });
  });

  test('reads the actions of no service that nobody asked for', () => {
    rmSync(path.join(bundle.folder, 'catalogue-ec2.json'));
    expect(run()).toMatchObject({ name: 's3:GetObject' });
  });

  test('has little of the catalogue in what is loaded at the start', () => {
    const [size] = bundle.sizes;
    expect(size?.name).toBe('compares');
    expect((size?.code ?? 0) + (size?.catalogue ?? 0)).toBeLessThan(64 * 1024);
  });
});
