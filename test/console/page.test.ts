import { describe, expect, test } from '@jest/globals';
import { CONSOLE_FOLDER, readConsoleFiles } from '../../lib/wiring/console-files.ts';

describe('the console', () => {
  test('has no script or style inside its page, and asks no other host for anything', async () => {
    const files = await readConsoleFiles(CONSOLE_FOLDER);
    const page = files.get('/')?.body ?? '';
    expect(page).toMatch(/<script [^>]*src="\/main\.js"/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    for (const { body } of files.values()) {
      expect(body.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
        /https?:\/\/|url\(|@import\s+['"]|\/\/# source/,
      );
    }
  });

  test('never makes markup or code of a text', async () => {
    for (const { body } of (await readConsoleFiles(CONSOLE_FOLDER)).values()) {
      expect(body).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|createContextualFragment|srcdoc|setHTML/,
      );
    }
  });

  test('names only files that are served', async () => {
    const files = await readConsoleFiles(CONSOLE_FOLDER);
    const named = [...files.values()].flatMap(({ body }) => [
      ...[...body.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `/${name}`),
      ...[...body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path),
    ]);
    expect(named.length).toBeGreaterThan(10);
    for (const path of named) expect([...files.keys()]).toContain(path);
  });
});
