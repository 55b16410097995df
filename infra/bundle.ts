import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuildResult, build } from 'esbuild';
import { builtinsByRequire, REQUIRE_BANNER } from './builtins-by-require.ts';
import { type FunctionSize, sizesOf } from './bundle-sizes.ts';
import { catalogueByService } from './catalogue-by-service.ts';

const ROOT = path.join(import.meta.dirname, '..');

/** The code of all functions in one folder, ready to be deployed. */
export interface Bundle {
  /** Has `NAME.mjs` for each entry, the chunks that they share, and the files that were added. Whoever asked for it removes it. */
  readonly folder: string;
  readonly sizes: readonly FunctionSize[];
}

/** What goes into the folder. */
export interface BundleSource {
  /** Folder of the entries, one TypeScript file for each function. */
  readonly entries: string;
  /** Texts to put beside the handlers, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Folder for the source maps, which the functions do without. */
  readonly maps: string;
}

/**
 * Bundles all entries in one go: modules, split so that what is imported when first needed is loaded only then. Equal
 * sources give equal bytes. What does not compile is a fault.
 */
export async function bundleFunctions(source: BundleSource): Promise<Bundle> {
  const files = (await readdir(source.entries)).filter((file) => file.endsWith('.ts')).sort();
  const entries = files.map((file) => path.relative(ROOT, path.resolve(source.entries, file)));
  const catalogue = catalogueByService();
  const built = await build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    // never written: names of chunks and source maps hang on it, so it is the same everywhere
    outdir: path.join(ROOT, 'dist'),
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
    // the ES modules of a package can be cut down to what is used
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
    banner: { js: REQUIRE_BANNER },
    plugins: [catalogue.plugin, builtinsByRequire],
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'ambit-functions-'));
  await writeOutputs(built, folder, source.maps);
  for (const [name, text] of [...catalogue.files, ...source.files]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return { folder, sizes: sizesOf(built.metafile, entries) };
}

async function writeOutputs(built: BuildResult<{ write: false }>, code: string, maps: string): Promise<void> {
  await mkdir(maps, { recursive: true });
  for (const file of built.outputFiles) {
    const name = path.basename(file.path);
    await writeFile(path.join(name.endsWith('.map') ? maps : code, name), file.contents);
  }
}
