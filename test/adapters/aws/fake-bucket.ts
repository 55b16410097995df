import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import type { JsonObject } from '../../../lib/core/json.ts';
import { CREDENTIALS } from './answering-iam.ts';

interface Request {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** A bucket behind the real S3 client: lists in pages of two, and says when each object was written. */
export class FakeBucket {
  readonly #objects = new Map<string, { readonly body: Uint8Array; readonly writtenAt: Date }>();
  readonly asked: string[] = [];
  readonly s3: S3Client;

  constructor() {
    const handle = async (request: Request) => ({ response: this.#answer(request) });
    const requestHandler = { handle, destroy: () => undefined };
    this.s3 = new S3Client({ region: 'us-east-1', credentials: CREDENTIALS, forcePathStyle: true, requestHandler });
  }

  put(key: string, writtenAt: string, records: readonly JsonObject[]): void {
    const body = gzipSync(JSON.stringify({ Records: records }));
    this.#objects.set(key, { body, writtenAt: new Date(writtenAt) });
  }

  #answer({ path, query }: Request) {
    const key = decodeURIComponent(path.split('/').slice(2).join('/'));
    this.asked.push(key === '' ? `list ${query['prefix'] ?? ''}` : `get ${key}`);
    const found = this.#objects.get(key);
    const body = key === '' ? this.#listed(query) : (found?.body ?? '');
    return { statusCode: key !== '' && found === undefined ? 404 : 200, headers: {}, body: Readable.from([body]) };
  }

  #listed({ prefix = '', 'continuation-token': token = '', delimiter }: Request['query']): string {
    const below = [...this.#objects].filter(([key]) => key.startsWith(prefix));
    if (delimiter !== undefined) {
      const prefixes = new Set(below.map(([key]) => `${prefix}${key.slice(prefix.length).split('/')[0] ?? ''}/`));
      const folders = [...prefixes].map((each) => `<CommonPrefixes><Prefix>${each}</Prefix></CommonPrefixes>`).join('');
      return `<ListBucketResult>${folders}</ListBucketResult>`;
    }
    const rest = below.filter(([key]) => key > token).sort(([one], [two]) => (one < two ? -1 : 1));
    const contents = rest.slice(0, 2).map(([key, { writtenAt }]) => {
      const modified = writtenAt.toISOString();
      return `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified></Contents>`;
    });
    const next = rest.length > 2 ? `<NextContinuationToken>${rest[1]?.[0] ?? ''}</NextContinuationToken>` : '';
    return `<ListBucketResult>${contents.join('')}${next}</ListBucketResult>`;
  }
}
