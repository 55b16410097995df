import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/** Where a bucket has the sealed segments of the ledger (`s3-evidence.ts`). */
const PREFIX = 'ledger/';

/**
 * The lines of all sealed segments of a bucket, in the order of the ledger and in constant memory: what a verification reads
 * that trusts the bucket alone. Whatever else lies there is read too, so that it is found.
 */
export async function* evidenceLines(client: S3Client, bucket: string): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: PREFIX,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      if (!(Body instanceof Readable)) throw new Error(`"${Key ?? ''}" of bucket "${bucket}" came without a content`);
      yield* createInterface({ input: Body, crlfDelay: Infinity });
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
