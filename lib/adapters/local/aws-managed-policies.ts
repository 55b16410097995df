import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';
import type { ManagedPolicy } from '../../core/account/state.ts';
import type { JsonValue } from '../../core/json.ts';

/** The day of the newest AWS managed policy that is known here: later changes by AWS are not. */
export const AWS_MANAGED_POLICIES_DATE = '2026-08-26';

/** Written by scripts/compile-managed-policies.ts: path and name to version and document. */
const FILE = join(import.meta.dirname, 'aws-managed-policies.json.br');

const compiledPolicies = z.object({
  date: z.string(),
  policies: z.record(z.string(), z.tuple([z.string(), z.custom<JsonValue>((value) => value !== undefined)])),
});

type CompiledPolicies = z.infer<typeof compiledPolicies>;

let loaded: ReadonlyMap<string, CompiledPolicies['policies'][string]> | undefined;

/**
 * The AWS managed policy with this ARN, in its default version as of AWS_MANAGED_POLICIES_DATE, or undefined where it is not
 * known. In other partitions (`arn:aws-cn:iam::aws:policy/…`) it is the one of `aws` with the ARNs of that partition.
 * AWS assigns its id, which is not known here.
 */
export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  const [, partition = '', place = ''] = /^arn:(aws[a-z-]*):iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  loaded ??= load();
  const known = loaded.get(place);
  if (known === undefined) return undefined;
  const [version, document] = known;
  const nameAt = place.lastIndexOf('/') + 1;
  return {
    arn,
    name: place.slice(nameAt),
    path: `/${place.slice(0, nameAt)}`,
    id: '',
    defaultVersion: version,
    versions: new Map([[version, partition === 'aws' ? document : inPartition(document, partition)]]),
    tags: new Map(),
  };
}

function load(): NonNullable<typeof loaded> {
  const text = brotliDecompressSync(readFileSync(FILE)).toString('utf8');
  return new Map(Object.entries(compiledPolicies.parse(JSON.parse(text)).policies));
}

/** A document that kept `arn:aws:` would grant nothing in another partition, and access there would be overlooked. */
function inPartition(document: JsonValue, partition: string): JsonValue {
  return readJson(JSON.stringify(document).replaceAll('arn:aws:', `arn:${partition}:`));
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const readJson: (text: string) => JsonValue = JSON.parse;
