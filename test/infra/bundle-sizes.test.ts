import { expect, test } from '@jest/globals';
import type { Metafile } from 'esbuild';
import { describeSize, sizesOf } from '../../infra/bundle-sizes.ts';

type Output = Metafile['outputs'][string];

const output = (bytes: number, rest: Partial<Output>): Output => ({
  bytes,
  inputs: {},
  imports: [],
  exports: [],
  ...rest,
});

/** `on-call` loads `shared`, which loads itself in a circle, and takes the catalogue only when it needs it. */
const metafile: Metafile = {
  inputs: {},
  outputs: {
    'dist/on-call.mjs': output(10 * 1024, {
      entryPoint: 'lambdas/on-call.ts',
      imports: [
        { path: 'dist/shared.mjs', kind: 'import-statement' },
        { path: 'dist/later.mjs', kind: 'dynamic-import' },
        { path: 'node:module', kind: 'import-statement', external: true },
      ],
    }),
    'dist/sweep.mjs': output(1024, {
      entryPoint: 'lambdas/sweep.ts',
      imports: [{ path: 'dist/later.mjs', kind: 'import-statement' }],
    }),
    'dist/shared.mjs': output(20 * 1024, { imports: [{ path: 'dist/on-call.mjs', kind: 'import-statement' }] }),
    'dist/later.mjs': output(700 * 1024, {
      inputs: {
        'lib/core/access/catalogue.json': { bytesInOutput: 690 * 1024 },
        'lib/core/json.ts': { bytesInOutput: 1 },
      },
    }),
  },
};

test('the size of a function is what it loads before its first event, each part once', () => {
  expect(sizesOf(metafile, ['lambdas/on-call.ts', 'lambdas/sweep.ts']).map(describeSize)).toEqual([
    'function on-call loads 30 KiB before its first line runs; 40 KiB in all',
    'function sweep loads 11 KiB before its first line runs, and 690 KiB of the catalogue of actions; 11 KiB in all',
  ]);
});

test('an entry of which nothing was made is a fault', () => {
  expect(() => sizesOf(metafile, ['lambdas/api.ts'])).toThrow('made nothing of the entry lambdas/api.ts');
});
