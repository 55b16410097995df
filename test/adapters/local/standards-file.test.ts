import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LARGEST_STANDARDS_FILE, readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import { catalogueActions } from '../../../lib/core/governance/standards/catalogue-actions.ts';
import { governanceWarnings } from '../../../lib/core/governance/standards/check-governance.ts';
import { describeGovernanceProblem } from '../../../lib/core/governance/standards/governance-problem.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { allowEverything, classFile, standardsFile } from '../../core/governance/governance-files.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'standards-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Writes files into a folder of their own and returns the path of `ambit.yaml` in it. */
async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(path.join(root, 'case-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  return path.join(folder, 'ambit.yaml');
}

async function problemsOf(file: string): Promise<readonly string[]> {
  const result = await readStandardsFile(file);
  return result.ok ? [] : result.error.map(describeGovernanceProblem);
}

function naming(...files: readonly string[]): string {
  const policies: readonly JsonObject[] = files.map((file) => ({ file }));
  return JSON.stringify(standardsFile({ classes: [classFile({ standard: { policies } })] }));
}

const LINES = `version: 1
classes:
  - name: agent
    kind: agent
    match:
      nmaes: ['*agent*']
`;

describe('the standards that ship with Ambit', () => {
  test('are used when no file is given, name actions of AWS only, and have nothing wrong but that nobody can sign yet', async () => {
    const result = await readStandardsFile(undefined, catalogueActions);
    if (!result.ok) throw new Error(result.error.map(describeGovernanceProblem).join('\n'));
    const { governance, source, text } = result.value;
    expect(path.basename(source)).toBe('default.ambit.yaml');
    expect(text.startsWith('# The standards that Ambit uses')).toBe(true);
    expect(governanceWarnings(governance).map((each) => each.place)).toEqual(['people']);
    expect(governance.classes.map(({ name, mode, response }) => [name, mode, response.kind])).toEqual([
      ['aws-service', 'observe', 'alert'],
      ['agent', 'enforce', 'hold'],
      ['break-glass', 'warn', 'alert'],
      ['engineer', 'enforce', 'hold-unless-approved'],
      ['pipeline', 'warn', 'alert'],
      ['workload', 'warn', 'alert'],
    ]);
  });
});

describe('a standards file', () => {
  test('is read with the policies of its folder, JSON or YAML', async () => {
    const file = await folderOf({
      'ambit.yaml': naming('p/a.json', 'b.yaml'),
      'p/a.json': JSON.stringify(allowEverything),
      'b.yaml': 'Version: "2012-10-17"\nStatement: { Effect: Deny, Action: "*", Resource: "*" }\n',
    });
    const result = await readStandardsFile(file);
    if (!result.ok) throw new Error(result.error.map(describeGovernanceProblem).join('\n'));
    expect(result.value.source).toBe(file);
    const policies = result.value.governance.classes[0]?.standard.policies;
    expect(policies?.map((each) => each.name)).toEqual(['p/a.json', 'b.yaml']);
  });

  test('is refused with line and column of each problem', async () => {
    const file = await folderOf({ 'ambit.yaml': LINES });
    expect((await problemsOf(file))[0]).toBe(
      '6:14: classes[0].match.nmaes: unknown key "nmaes", expected one of names, paths, tags, trust, permissionSets; did you mean "names"?',
    );
    // what is missing has the place of what is around it
    expect(await problemsOf(file)).toContainEqual(
      '3:5: classes[0].mode: nothing, expected one of observe, warn, enforce',
    );
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    [
      'a key written twice',
      'version: 1\nversion: 1\n',
      /^2:1: document: map keys must be unique, expected each key once$/,
    ],
    ['broken YAML', 'version: [1\n', /^2:1: document: flow sequence .*, expected one well-formed YAML document$/],
    [
      'two documents',
      'version: 1\n---\nversion: 1\n',
      /^2:1: document: .*multiple documents.*, expected one document$/,
    ],
    ['an alias', 'a: &x 1\nb: *x\n', /^2:4: document: the alias \*x, expected the value written out/],
    ['an alias of itself', 'a: &x [*x]\n', /^1:8: document: the alias \*x, expected the value written out/],
    ['a tag of another language', 'version: !!js/function x\n', /^1:10: document: unresolved tag/],
    ['a number that JSON lacks', 'version: .inf\n', /^1:10: document: Infinity, expected a number that JSON has$/],
    [
      'lists in lists without end',
      '['.repeat(3000),
      /^document: values nested too deeply to read, expected a few levels$/,
    ],
    ['no document', '', /^1:1: document: null, expected an object$/],
    [
      'bytes that are no text',
      new Uint8Array([0xff, 0xfe, 0x00]),
      /^document: bytes that are not UTF-8, expected text in UTF-8$/,
    ],
    [
      'too many bytes',
      `# ${'x'.repeat(LARGEST_STANDARDS_FILE)}`,
      /^document: 1048578 bytes, expected at most 1048576 bytes$/,
    ],
  ])('is refused for %s', async (_, content, message) => {
    const problems = await problemsOf(await folderOf({ 'ambit.yaml': content }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test.each(['[', '{a: '])('is refused, not crashed on, for ten thousands of %s', async (opening) => {
    const content = opening.repeat(20_000);
    expect((await problemsOf(await folderOf({ 'ambit.yaml': content }))).length).toBeGreaterThan(0);
  });

  test('that is not there, or is a folder, is refused', async () => {
    expect(await problemsOf(path.join(root, 'none.yaml'))).toEqual(['document: no such file, expected a file']);
    expect(await problemsOf(root)).toEqual(['document: something other than a regular file, expected a file']);
  });
});

describe('a policy file', () => {
  const OUTSIDE = "a path that leads out of the folder, expected a file in the standards file's folder";

  test.each(['../secret.json', '/etc/passwd', 'p/../../x.json', '.', '..'])('is not read at %s', async (name) => {
    const file = await folderOf({ 'ambit.yaml': naming(name) });
    expect(await problemsOf(file)).toEqual([`file "${name}": ${OUTSIDE}`]);
  });

  test('is not read through a link that leads out of the folder', async () => {
    const file = await folderOf({ 'ambit.yaml': naming('link.json', 'sub/x.json') });
    await writeFile(path.join(root, 'x.json'), JSON.stringify(allowEverything));
    await symlink(path.join(root, 'x.json'), path.join(path.dirname(file), 'link.json'));
    await symlink(root, path.join(path.dirname(file), 'sub'));
    expect(await problemsOf(file)).toEqual([`file "link.json": ${OUTSIDE}`, `file "sub/x.json": ${OUTSIDE}`]);
  });

  test('may begin with dots, as long as it is below the folder', async () => {
    const file = await folderOf({ 'ambit.yaml': naming('..p/a.json'), '..p/a.json': JSON.stringify(allowEverything) });
    expect(await problemsOf(file)).toEqual([]);
  });

  test('that is missing or broken is named', async () => {
    const file = await folderOf({ 'ambit.yaml': naming('none.json', 'bad.json'), 'bad.json': '{"Version": ' });
    const problems = await problemsOf(file);
    expect(problems[0]).toMatch(/file "bad.json": /);
    expect(problems.at(-1)).toBe('file "none.json": no such file, expected a file');
  });
});
