import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

/** A tree with one import that the map does not allow in each of these files. */
const BREACHES: ReadonlyMap<string, string> = new Map([
  ['lib/core/policy/upward.ts', "import '../access/target.ts';"],
  ['lib/core/access/builtin.ts', "import 'node:fs';"],
  ['lib/core/account/port.ts', "import '../../ports/target.ts';"],
  [
    'lib/core/activity/type-only.ts',
    "import type { Target } from '../governance/target.ts';\nexport type Own = Target;",
  ],
  ['lib/ports/usecase.ts', "import '../usecases/target.ts';"],
  ['lib/usecases/adapter.ts', "import '../adapters/local/target.ts';"],
  ['lib/adapters/local/other-family.ts', "import '../aws/target.ts';"],
  ['lib/api/wiring.ts', "import '../wiring/target.ts';"],
  ['cli/adapter.ts', "import '../lib/adapters/local/target.ts';"],
  ['test/model/model/judged.ts', "import '../../../lib/usecases/target.ts';"],
]);

const TARGETS = [
  'lib/core/access/target.ts',
  'lib/core/governance/target.ts',
  'lib/ports/target.ts',
  'lib/usecases/target.ts',
  'lib/adapters/local/target.ts',
  'lib/adapters/aws/target.ts',
  'lib/wiring/target.ts',
];

describe('the import map', () => {
  let tree = '';

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'ambit-imports-'));
    const files = [
      ...BREACHES,
      ...TARGETS.map((path): [string, string] => [path, 'export interface Target {}\nexport const target = 1;']),
    ];
    for (const [path, text] of files) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), `${text}\n`);
    }
  });

  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  test('finds an import that no rule allows, in every layer', () => {
    const config = join(root, 'dependency-cruiser.config.mjs');
    const bin = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
    const run = spawnSync(process.execPath, [bin, '--config', config, '--output-type', 'err', 'lib', 'cli', 'test'], {
      cwd: tree,
      encoding: 'utf8',
    });
    const unnoticed = [...BREACHES.keys()].filter((path) => !run.stdout.includes(path));
    expect({ unnoticed, exit: run.status === 0 ? 'clean' : 'violations' }).toEqual({
      unnoticed: [],
      exit: 'violations',
    });
  });
});

test('zod is only imported as a namespace, which bundles a fifth of the named import', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const named = files
    .split('\n')
    .filter((path) => path !== '')
    .filter((path) => /import\s*(type\s*)?\{[^}]*\}\s*from 'zod'/.test(readFileSync(join(root, path), 'utf8')));
  expect(named).toEqual([]);
});
