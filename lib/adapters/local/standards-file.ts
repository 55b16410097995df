import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type GovernanceProblem, pathOfPlace } from '../../core/governance/standards/governance-problem.ts';
import { parseGovernance, policyFilesOf } from '../../core/governance/standards/parse-governance.ts';
import type { ActionNames } from '../../core/governance/standards/parse-standard.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { JsonValue } from '../../core/json.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { readYaml } from './read-yaml.ts';

/** Most bytes that a standards file, or a policy file that it names, may have. */
export const LARGEST_STANDARDS_FILE = 1_048_576;

const DEFAULT_FILE = path.join(import.meta.dirname, 'default.ambit.yaml');

/** A standards file that was read: what it says, where it came from, its text. */
export interface StandardsFile {
  readonly governance: Governance;
  /** Absolute path. */
  readonly source: string;
  readonly text: string;
  /** The file as JSON, and by name the policy documents that it takes from other files: `parseGovernance` reads them again. */
  readonly json: JsonValue;
  readonly files: ReadonlyMap<string, JsonValue>;
}

/**
 * Reads a standards file, and the policy files that it names, which must lie in its folder or below.
 * `file` undefined: the default that ships with Ambit. Refused with all problems of the file, each with its position;
 * a file that cannot be read is a problem as well.
 */
export async function readStandardsFile(
  file: string | undefined,
  actionNames?: ActionNames,
): Promise<Result<StandardsFile, readonly GovernanceProblem[]>> {
  const source = path.resolve(file ?? DEFAULT_FILE);
  const text = await readLimited(source);
  if (!text.ok) return err([{ place: 'document', ...text.error }]);
  const yaml = readYaml(text.value);
  if (!yaml.ok) return yaml;
  const { json, positionOf } = yaml.value;
  const policies = await readPolicyFiles(path.dirname(source), policyFilesOf(json));
  if (!policies.ok) return policies;
  const governance = parseGovernance(json, policies.value, actionNames);
  if (governance.ok) {
    return ok({ governance: governance.value, source, text: text.value, json, files: policies.value });
  }
  return err(governance.error.map((problem) => ({ ...problem, position: positionOf(pathOfPlace(problem.place)) })));
}

async function readPolicyFiles(
  folder: string,
  names: readonly string[],
): Promise<Result<ReadonlyMap<string, JsonValue>, readonly GovernanceProblem[]>> {
  const documents = new Map<string, JsonValue>();
  const problems: GovernanceProblem[] = [];
  for (const name of names) {
    const document = await readPolicyFile(folder, name);
    if (document.ok) documents.set(name, document.value);
    else problems.push(...document.error);
  }
  return problems.length > 0 ? err(problems) : ok(documents);
}

async function readPolicyFile(folder: string, name: string): Promise<Result<JsonValue, readonly GovernanceProblem[]>> {
  const place = `file ${JSON.stringify(name)}`;
  const found = await findBelow(folder, name);
  if (!found.ok) return err([{ place, ...found.error }]);
  const text = await readLimited(found.value);
  if (!text.ok) return err([{ place, ...text.error }]);
  const yaml = readYaml(text.value);
  return yaml.ok ? ok(yaml.value.json) : err(yaml.error.map((problem) => ({ ...problem, place })));
}

/** What was found instead of a file that can be read. */
type Unread = Pick<GovernanceProblem, 'got' | 'expected'>;

/** The real path of a file below a folder: neither `..` nor a symbolic link leads out of it. */
async function findBelow(folder: string, name: string): Promise<Result<string, Unread>> {
  const outside = err({
    got: 'a path that leads out of the folder',
    expected: "a file in the standards file's folder",
  });
  if (path.isAbsolute(name) || name.includes('\0') || !isBelow(folder, path.resolve(folder, name))) return outside;
  try {
    const found = await realpath(path.resolve(folder, name));
    return isBelow(await realpath(folder), found) ? ok(found) : outside;
  } catch (cause) {
    return err(unread(cause));
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** The text of a regular file within the size limit, in valid UTF-8. */
async function readLimited(file: string): Promise<Result<string, Unread>> {
  try {
    // without O_NONBLOCK, opening a named pipe would wait for its writer for ever
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const about = await handle.stat();
      if (!about.isFile()) return err({ got: 'something other than a regular file', expected: 'a file' });
      const expected = `at most ${LARGEST_STANDARDS_FILE} bytes`;
      if (about.size > LARGEST_STANDARDS_FILE) return err({ got: `${about.size} bytes`, expected });
      const bytes = await handle.readFile();
      // it may have grown since
      if (bytes.length > LARGEST_STANDARDS_FILE) return err({ got: `${bytes.length} bytes`, expected });
      if (!isUtf8(bytes)) return err({ got: 'bytes that are not UTF-8', expected: 'text in UTF-8' });
      return ok(bytes.toString('utf8'));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    return err(unread(cause));
  }
}

/** A file that is not there, or that may not be read, is a refusal; any other fault stays one. */
function unread(cause: unknown): Unread {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { got: 'no such file', expected: 'a file' };
    case 'EACCES':
    case 'EPERM':
      return { got: 'no permission to read it', expected: 'a file that this user can read' };
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return { got: 'a path that cannot be followed', expected: 'a file' };
  }
  throw new Error('reading a standards file failed', { cause });
}
