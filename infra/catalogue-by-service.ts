import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Plugin } from 'esbuild';

const CATALOGUE = /lib\/core\/access\/catalogue\.json$/;

/** The members of the catalogue that are large; the others come with the code that reads them. */
const Parts = z.looseObject({
  shapes: z.array(z.string()),
  shapeSets: z.array(z.string()),
  services: z.record(z.string(), z.string()),
});

/**
 * Takes the catalogue of actions apart: each service's actions are a file of their own, read when a policy first names one
 * of them. Most functions ever ask for a few services of some hundred.
 */
export function catalogueByService(): { readonly plugin: Plugin; readonly files: ReadonlyMap<string, string> } {
  const files = new Map<string, string>();
  const plugin: Plugin = {
    name: 'catalogue-by-service',
    setup(build) {
      build.onLoad({ filter: CATALOGUE }, async ({ path }) => {
        const { shapes, shapeSets, services, ...small } = Parts.parse(JSON.parse(await readFile(path, 'utf8')));
        files.set('catalogue-shapes.json', JSON.stringify({ shapes, shapeSets }));
        for (const [name, rows] of Object.entries(services)) files.set(`catalogue-${name}.json`, JSON.stringify(rows));
        return { contents: moduleOf(small, Object.keys(services)), loader: 'js' };
      });
    },
  };
  return { plugin, files };
}

/** Has the members of the catalogue; the large ones are read when they are first asked for. */
function moduleOf(small: object, services: readonly string[]): string {
  return `
import { readFileSync } from 'node:fs';
const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const shapes = () => read('catalogue-shapes.json');
const services = {};
for (const name of ${JSON.stringify(services.join(' '))}.split(' '))
  Object.defineProperty(services, name, { enumerable: true, get: () => read(\`catalogue-\${name}.json\`) });
export default {
  ...${JSON.stringify(small)},
  get shapes(){ return shapes().shapes },
  get shapeSets(){ return shapes().shapeSets },
  services,
};`;
}
