import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { ClientConfig } from '../cloud.ts';

/** The part of a CDK asset manifest that says which files go where. */
const manifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.enum(['file', 'zip']) }),
      destinations: z.record(z.string(), z.object({ bucketName: z.string(), objectKey: z.string() })),
    }),
  ),
});

/**
 * Puts all assets of a stack where its template looks for them, folders as zip files.
 * @param folder what `cdk synth` wrote
 * @param config for clients whose access key is the account
 */
export async function publishAssets(folder: string, stack: string, config: ClientConfig): Promise<void> {
  const s3 = new S3Client(config);
  const { files } = manifestSchema.parse(JSON.parse(readFileSync(join(folder, `${stack}.assets.json`), 'utf8')));
  for (const { source, destinations } of Object.values(files)) {
    const path = join(folder, source.path);
    // a template is an asset, too, but an amended one is deployed in its place
    if (path.endsWith('.template.json')) continue;
    const Body = source.packaging === 'zip' ? zipped(path) : readFileSync(path);
    for (const { bucketName, objectKey: Key } of Object.values(destinations)) {
      const Bucket = bucketName
        .replace('${AWS::AccountId}', config.credentials.accessKeyId)
        .replace('${AWS::Region}', config.region);
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    }
  }
}

/** Node has nothing that writes zip files; Python has. */
function zipped(folder: string): Buffer {
  const scratch = mkdtempSync(join(tmpdir(), 'ambit-asset-'));
  const file = join(scratch, 'asset.zip');
  const python = process.env['AMBIT_AWS_PYTHON'] ?? 'python3';
  const run = spawnSync(python, ['-m', 'zipfile', '-c', file, ...readdirSync(folder)], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`${folder} was not zipped: ${run.stderr}`);
  const zip = readFileSync(file);
  rmSync(scratch, { recursive: true });
  return zip;
}
