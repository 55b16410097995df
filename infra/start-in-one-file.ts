import path from 'node:path';
import type { Plugin } from 'esbuild';

const LATER = 'loaded-later';
const RESOLVED = Symbol('resolved');

/**
 * Keeps what a function loads while it starts in one file. The bundler cuts modules apart by which of the `import()` reach
 * them: on-call would start with 77 files, and reading so many takes a third of the time until it is ready. So each module
 * that is imported later also imports those of the start, which are there by then, and nothing tells these apart.
 *
 * `root`: the folder that the bundler works in; `entry`: the file of the function, relative to it.
 */
export function startInOneFile(root: string, entry: string): Plugin {
  const file = path.resolve(root, entry);
  return {
    name: 'start-in-one-file',
    setup(build) {
      // what the entry itself imports by `import()`, it imports at once
      const starts: string[] = [];
      build.onResolve({ filter: /.*/ }, async ({ path: wanted, kind, importer, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === RESOLVED) return undefined;
        const found = await build.resolve(wanted, { kind, importer, resolveDir, pluginData: RESOLVED });
        if (found.errors.length > 0 || found.namespace !== 'file') return found;
        if (importer !== file) return { path: path.relative(root, found.path), namespace: LATER };
        starts.push(found.path);
        return found;
      });
      build.onLoad({ filter: /.*/, namespace: LATER }, ({ path: later }) => {
        const imports = (starts.length > 0 ? starts : [file]).map((each) => `import ${JSON.stringify(each)};`);
        const contents = [...imports, `export * from ${JSON.stringify(path.resolve(root, later))};`].join('\n');
        return { contents, loader: 'js', resolveDir: root };
      });
    },
  };
}
