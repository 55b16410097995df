import path from 'node:path';
import type { Metafile } from 'esbuild';

/** What a function should load at most while it starts, in bytes, the catalogue of actions aside. */
export const LARGEST_BUNDLE = 450 * 1024;

/** What one function loads, in bytes. */
export interface FunctionSize {
  /** The name of its entry: `on-call`. */
  readonly name: string;
  /** While it starts: with what the entry itself imports then, beside the runtime's own start. The catalogue aside. */
  readonly code: number;
  /** How many files that is. */
  readonly files: number;
  /** All that it can come to load, much of it only when first needed; the catalogue aside. */
  readonly all: number;
  /** The part of the catalogue of actions that comes with it. */
  readonly catalogue: number;
}

const AT_START: readonly string[] = ['import-statement'];
const EVER: readonly string[] = [...AT_START, 'dynamic-import'];

type Output = Metafile['outputs'][string];

const CATALOGUE = /(?:^|\/)lib\/core\/access\/catalogue/;

/** The size of an entry, its path as the bundler has it, from what the bundler says of its inputs and outputs. */
export function sizeOf(metafile: Metafile, entry: string): FunctionSize {
  const file = outputOf(metafile, entry);
  if (file === undefined) throw new Error(`the bundler made nothing of the entry ${entry}`);
  const outputsOf = (names: ReadonlySet<string>) => [...names].map((each) => metafile.outputs[each]).filter(isOutput);
  const loaded = outputsOf(loadedWith(metafile, [file, ...takenAtOnce(metafile, entry)], AT_START));
  const reachable = outputsOf(loadedWith(metafile, [file], EVER));
  const catalogue = sum(loaded.map(catalogueBytes));
  return {
    name: path.basename(file, '.mjs'),
    code: sum(loaded.map(bytesOf)) - catalogue,
    files: loaded.length,
    all: sum(reachable.map(bytesOf)) - sum(reachable.map(catalogueBytes)),
    catalogue,
  };
}

/** What the file of an entry itself imports by `import()`: it does so while it starts. */
function takenAtOnce(metafile: Metafile, entry: string): readonly string[] {
  const imports = metafile.inputs[entry]?.imports ?? [];
  const inputs = imports.filter(({ kind }) => kind === 'dynamic-import').map((each) => each.path);
  return inputs.map((input) => outputOf(metafile, input)).filter((output) => output !== undefined);
}

function outputOf(metafile: Metafile, input: string): string | undefined {
  return Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === input)?.[0];
}

/** The outputs that these load by these kinds of imports, and they themselves. */
function loadedWith(metafile: Metafile, files: readonly string[], kinds: readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    waiting.push(...importedBy(metafile, file, kinds));
  }
  return loaded;
}

function importedBy(metafile: Metafile, file: string, kinds: readonly string[]): readonly string[] {
  const imports = metafile.outputs[file]?.imports ?? [];
  return imports.filter(({ kind, external }) => kinds.includes(kind) && external !== true).map((each) => each.path);
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
  const tooMuch = code > LARGEST_BUNDLE ? `, more than the ${kib(LARGEST_BUNDLE)} that it should` : '';
  return `function ${name} loads ${kib(code)} while it starts${tooMuch}${withCatalogue}; ${kib(all)} in all`;
}
