import path from 'node:path';
import type { Metafile } from 'esbuild';

/** Most bytes that a function may load before its first event, the catalogue of actions aside. */
export const LARGEST_BUNDLE = 450 * 1024;

/** What one function loads, in bytes. */
export interface FunctionSize {
  /** The name of its entry: `on-call`. */
  readonly name: string;
  /** Before its first line runs. */
  readonly code: number;
  /** All that it can come to load, some of it beside its start, some when first needed; the catalogue aside. */
  readonly all: number;
  /** The part of the catalogue of actions that comes with it. */
  readonly catalogue: number;
}

const AT_START: readonly string[] = ['import-statement'];
const EVER: readonly string[] = [...AT_START, 'dynamic-import'];

type Output = Metafile['outputs'][string];

const CATALOGUE = /(?:^|\/)lib\/core\/access\/catalogue/;

/** The sizes of these entries, paths as the bundler has them, from what it says of its outputs. */
export function sizesOf(metafile: Metafile, entries: readonly string[]): readonly FunctionSize[] {
  const outputs = Object.entries(metafile.outputs);
  return entries.map((entry) => {
    const file = outputs.find(([, output]) => output.entryPoint === entry)?.[0];
    if (file === undefined) throw new Error(`the bundler made nothing of the entry ${entry}`);
    const outputsOf = (names: ReadonlySet<string>) => [...names].map((each) => metafile.outputs[each]).filter(isOutput);
    const loaded = outputsOf(loadedWith(metafile, file, AT_START));
    const reachable = outputsOf(loadedWith(metafile, file, EVER));
    const catalogue = sum(loaded.map(catalogueBytes));
    return {
      name: path.basename(file, '.mjs'),
      code: sum(loaded.map(bytesOf)) - catalogue,
      all: sum(reachable.map(bytesOf)) - sum(reachable.map(catalogueBytes)),
      catalogue,
    };
  });
}

/** The outputs that an entry loads by these kinds of imports. */
function loadedWith(metafile: Metafile, entry: string, kinds: readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    const imports = metafile.outputs[file]?.imports ?? [];
    waiting.push(
      ...imports.filter(({ kind, external }) => kinds.includes(kind) && external !== true).map((each) => each.path),
    );
  }
  return loaded;
}

function isOutput(output: Output | undefined): output is Output {
  return output !== undefined;
}

function bytesOf({ bytes }: Output): number {
  return bytes;
}

function catalogueBytes(output: Output): number {
  const inputs = Object.entries(output.inputs).filter(([file]) => CATALOGUE.test(file));
  return sum(inputs.map(([, { bytesInOutput }]) => bytesInOutput));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** One size as a line for people. */
export function describeSize({ name, code, all, catalogue }: FunctionSize): string {
  const kib = (bytes: number) => `${Math.round(bytes / 1024)} KiB`;
  const withCatalogue = catalogue === 0 ? '' : `, and ${kib(catalogue)} of the catalogue of actions`;
  return `function ${name} loads ${kib(code)} before its first line runs${withCatalogue}; ${kib(all)} in all`;
}
