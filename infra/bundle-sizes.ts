import path from 'node:path';
import type { Metafile } from 'esbuild';

/** Most bytes that a function may load before its first event, the catalogue of actions aside. */
export const LARGEST_BUNDLE = 450 * 1024;

/** What one function loads when it starts, in bytes; what it imports when first needed does not count. */
export interface FunctionSize {
  /** The name of its entry: `on-call`. */
  readonly name: string;
  readonly code: number;
  /** The part of the catalogue of actions that comes with it. */
  readonly catalogue: number;
}

type Output = Metafile['outputs'][string];

const CATALOGUE = /(?:^|\/)lib\/core\/access\/catalogue/;

/** The sizes of these entries, paths as the bundler has them, from what it says of its outputs. */
export function sizesOf(metafile: Metafile, entries: readonly string[]): readonly FunctionSize[] {
  const outputs = Object.entries(metafile.outputs);
  return entries.map((entry) => {
    const file = outputs.find(([, output]) => output.entryPoint === entry)?.[0];
    if (file === undefined) throw new Error(`the bundler made nothing of the entry ${entry}`);
    const loaded = [...loadedWith(metafile, file)].map((each) => metafile.outputs[each]).filter(isOutput);
    const catalogue = sum(loaded.map(catalogueBytes));
    return { name: path.basename(file, '.mjs'), code: sum(loaded.map(({ bytes }) => bytes)) - catalogue, catalogue };
  });
}

/** The outputs that are loaded before any line of the entry runs. */
function loadedWith(metafile: Metafile, entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    const imports = metafile.outputs[file]?.imports ?? [];
    waiting.push(
      ...imports
        .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
        .map((each) => each.path),
    );
  }
  return loaded;
}

function isOutput(output: Output | undefined): output is Output {
  return output !== undefined;
}

function catalogueBytes(output: Output): number {
  const inputs = Object.entries(output.inputs).filter(([file]) => CATALOGUE.test(file));
  return sum(inputs.map(([, { bytesInOutput }]) => bytesInOutput));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** One size as a line for people. */
export function describeSize({ name, code, catalogue }: FunctionSize): string {
  const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
  const withCatalogue = catalogue === 0 ? '' : `, and ${kib(catalogue)} of the catalogue of actions`;
  return `function ${name} loads ${kib(code)} at its start${withCatalogue}`;
}
