import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { isJsonObject, jsonForm, type JsonValue } from '../../../../lib/core/json.ts';
import { isList } from '../../../../lib/core/policy/parse-texts.ts';

const CORPORA = path.join(import.meta.dirname, '../../../../../shared/corpora');

/** Whether the published paths are beside the checkout. */
export const hasPublishedPaths = existsSync(path.join(CORPORA, 'pathfinding'));

/** A path and the actions that it needs. */
export type PublishedPath = readonly [name: string, actions: readonly string[]];

/** The paths of pathfinding.cloud: id, and the actions that it needs. */
export function pathfindingPaths(): readonly PublishedPath[] {
  if (!hasPublishedPaths) return [];
  const folder = path.join(CORPORA, 'pathfinding');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      // some files write a key twice
      const source = jsonForm(parse(readFileSync(path.join(folder, name), 'utf8'), { uniqueKeys: false }));
      const required =
        isJsonObject(source) && isJsonObject(source['permissions']) ? source['permissions']['required'] : [];
      const actions = required !== undefined && isList(required) ? required.flatMap(permissionOf) : [];
      return [path.basename(name, '.yaml'), actions];
    });
}

function permissionOf(entry: JsonValue): readonly string[] {
  const permission = isJsonObject(entry) ? entry['permission'] : undefined;
  return typeof permission === 'string' ? [permission] : [];
}

/** The paths of iam-vulnerable: the file, and the actions that its policy allows beside those of its trust policy. */
export function vulnerablePaths(): readonly PublishedPath[] {
  if (!hasPublishedPaths) return [];
  const folder = path.join(CORPORA, 'iam-vulnerable');
  return readdirSync(folder)
    .filter((name) => name.startsWith('privesc'))
    .sort()
    .map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const policy = /resource\s+"aws_iam_policy"[^]*?\n}\n/.exec(text)?.[0] ?? text;
      if (/Action\s*=\s*"\*"/.test(policy)) return [path.basename(name, '.tf'), ['*']];
      const actions = [...policy.matchAll(/"([a-z0-9-]+:[A-Za-z*]+)"/g)].flatMap((match) => match[1] ?? []);
      return [path.basename(name, '.tf'), [...new Set(actions)].sort()];
    });
}
