import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type OutputFile, type Plugin } from 'esbuild';
import { builtinsAsTheyAre } from './builtin-modules.ts';
import { type FunctionSize, sizeOf } from './bundle-sizes.ts';
import { catalogueByService } from './catalogue-by-service.ts';
import { startInOneFile } from './start-in-one-file.ts';

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
 * Bundles each entry by itself: as modules, split so that what is imported when first needed is loaded only then. Together
 * they would be cut into many small modules, and one would load what only another needs at once. Equal sources give equal
 * bytes. What does not compile is a fault.
 */
export async function bundleFunctions(source: BundleSource): Promise<Bundle> {
  const files = (await readdir(source.entries)).filter((file) => file.endsWith('.ts')).sort();
  const entries = files.map((file) => path.relative(ROOT, path.resolve(source.entries, file)));
  const catalogue = catalogueByService();
  const folder = await mkdtemp(path.join(tmpdir(), 'ambit-functions-'));
  const bundles = await Promise.all(entries.map((entry) => bundleOne(entry, catalogue.plugin)));
  // modules are named after what is in them, so those of one name are one
  for (const { outputs } of bundles) await writeOutputs(outputs, folder, source.maps);
  for (const [name, text] of [...catalogue.files, ...source.files]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return { folder, sizes: bundles.map(({ size }) => size) };
}

interface BundledOne {
  readonly outputs: readonly OutputFile[];
  readonly size: FunctionSize;
}

async function bundleOne(entry: string, catalogue: Plugin): Promise<BundledOne> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
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
    plugins: [catalogue, builtinsAsTheyAre, startInOneFile(ROOT, entry)],
  });
  return { outputs: outputFiles, size: sizeOf(metafile, entry) };
}

async function writeOutputs(outputs: readonly OutputFile[], code: string, maps: string): Promise<void> {
  await mkdir(maps, { recursive: true });
  for (const file of outputs) {
    const name = path.basename(file.path);
    await writeFile(path.join(name.endsWith('.map') ? maps : code, name), file.contents);
  }
}
