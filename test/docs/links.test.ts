import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';

const root = join(import.meta.dirname, '..', '..');
const NOT_OURS = new Set(['node_modules', '.git', '.ambit', 'coverage']);

/** A page, by its path in the repository; `prose` is its text without code blocks. */
interface Page {
  readonly path: string;
  readonly text: string;
  readonly prose: string;
}

/** Paths of all markdown files of the repository. */
function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : markdownIn(path);
    return path.endsWith('.md') ? [path] : [];
  });
}

const versions = z.record(z.string(), z.string());
const packageJson = z.object({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
});

const pages: readonly Page[] = markdownIn('').map((path) => {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, prose: text.replaceAll(/^```[\s\S]*?^```/gm, '') };
});

function linksOf({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/\]\((?<target>[^()\s]+)\)/g)].flatMap(({ groups }) => groups?.['target'] ?? []);
}

/** As code hosts name the anchors of headings. */
function anchorsOf(path: string): readonly string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups }) =>
    (groups?.['title'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(page: Page, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? join(root, page.path) : join(root, dirname(page.path), target);
  if (!existsSync(file)) return true;
  return anchor !== undefined && !anchorsOf(file).includes(anchor);
}

function page(path: string): Page {
  const found = pages.find((each) => each.path === path);
  if (found === undefined) throw new Error(`there is no page ${path}`);
  return found;
}

describe('the documents', () => {
  test.each(pages.map((each) => [each.path, each] as const))('%s links only to what is there', (_path, each) => {
    const inside = linksOf(each).filter((link) => !/^[a-z]+:/.test(link));
    expect(inside.filter((link) => isBroken(each, link))).toEqual([]);
  });

  test('no link leaves the repository', () => {
    const outside = pages.flatMap((each) =>
      linksOf(each)
        .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('#'))
        .filter((link) => relative(root, join(root, dirname(each.path), link)).startsWith('..')),
    );
    expect(outside).toEqual([]);
  });

  test('every file and folder that ARCHITECTURE.md and CONTRIBUTING.md name is there', () => {
    const folders = readdirSync(root);
    const named = ['ARCHITECTURE.md', 'CONTRIBUTING.md']
      .flatMap((path) => [...page(path).prose.matchAll(/`(?<path>[\w.-]+(?:\/[\w.-]+)+)`/g)])
      .flatMap(({ groups }) => groups?.['path'] ?? [])
      .filter((path) => folders.includes(path.split('/')[0] ?? ''));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('the list of decisions names every page of decisions', () => {
    const listed = linksOf(page('docs/decisions/README.md')).toSorted();
    const written = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');
    expect(listed).toEqual(written.toSorted());
  });

  test('every dependency is accounted for, with its version', () => {
    const { text } = page('docs/dependencies.md');
    const manifest = packageJson.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const wanted = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).map(
      ([name, version]) => `\`${name}\` ${version}`,
    );
    expect(wanted.filter((each) => !text.includes(each))).toEqual([]);
  });

  test('the way of a call in ARCHITECTURE.md names functions that the linked files have', () => {
    const steps = [
      ...page('ARCHITECTURE.md').prose.matchAll(/`(?<name>[a-z]\w+)` \(?(?:in )?\[[^\]]+\]\((?<file>[^)]+\.ts)\)/g),
    ];
    const missing = steps.flatMap(({ groups }) => {
      const { name = '', file = '' } = groups ?? {};
      return new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, file), 'utf8')) ? [] : [`${name} in ${file}`];
    });
    expect(steps.length).toBeGreaterThan(15);
    expect(missing).toEqual([]);
  });
});
