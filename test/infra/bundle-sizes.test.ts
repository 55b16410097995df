import { expect, test } from '@jest/globals';
import type { Metafile } from 'esbuild';
import { describeSize, sizeOf } from '../../infra/bundle-sizes.ts';

type Output = Metafile['outputs'][string];

const output = (bytes: number, rest: Partial<Output>): Output => ({
  bytes,
  inputs: {},
  imports: [],
  exports: [],
  ...rest,
});

/** `on-call` takes `decide` at once, which loads `shared`, which loads `decide` again, and takes `later` when it needs it. */
const metafile: Metafile = {
  inputs: {
    'lambdas/on-call.ts': {
      bytes: 100,
      imports: [{ path: 'lib/decide.ts', kind: 'dynamic-import', original: '../lib/decide.ts' }],
    },
  },
  outputs: {
    'dist/on-call.mjs': output(1024, {
      entryPoint: 'lambdas/on-call.ts',
      imports: [
        { path: 'dist/decide.mjs', kind: 'dynamic-import' },
        { path: 'node:module', kind: 'import-statement', external: true },
      ],
    }),
    'dist/decide.mjs': output(9 * 1024, {
      entryPoint: 'lib/decide.ts',
      imports: [
        { path: 'dist/shared.mjs', kind: 'import-statement' },
        { path: 'dist/later.mjs', kind: 'dynamic-import' },
      ],
    }),
    'dist/sweep.mjs': output(1024, {
      entryPoint: 'lambdas/sweep.ts',
      imports: [{ path: 'dist/later.mjs', kind: 'import-statement' }],
    }),
    'dist/api.mjs': output(460 * 1024, { entryPoint: 'lambdas/api.ts' }),
    'dist/shared.mjs': output(20 * 1024, { imports: [{ path: 'dist/decide.mjs', kind: 'import-statement' }] }),
    'dist/later.mjs': output(700 * 1024, {
      inputs: {
        'lib/core/access/catalogue.json': { bytesInOutput: 690 * 1024 },
        'lib/core/json.ts': { bytesInOutput: 1 },
      },
    }),
  },
};

test('the size of a function is what it loads while it starts, each part once, and with what it loads when needed', () => {
  expect(['lambdas/on-call.ts', 'lambdas/sweep.ts'].map((entry) => describeSize(sizeOf(metafile, entry)))).toEqual([
    'function on-call loads 30 KiB while it starts; 40 KiB in all',
    'function sweep loads 11 KiB while it starts, and 690 KiB of the catalogue of actions; 11 KiB in all',
  ]);
});

test('it is said of a function that it loads more than it should', () => {
  expect(describeSize(sizeOf(metafile, 'lambdas/api.ts'))).toBe(
    'function api loads 460 KiB while it starts, more than the 450 KiB that it should; 460 KiB in all',
  );
});

test('an entry of which nothing was made is a fault', () => {
  expect(() => sizeOf(metafile, 'lambdas/gate.ts')).toThrow('made nothing of the entry lambdas/gate.ts');
});
