import {
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { setImmediate } from 'node:timers/promises';
import { S3Evidence } from '../../../lib/adapters/aws/s3-evidence.ts';

const PAGE = 2;

/** What becomes of a put: `lost`: it is done, but its answer does not arrive and the SDK sends it again. */
export type PutFate = 'done' | 'lost' | Error;

/** A bucket in memory behind the SDK's client: it takes no second object of one name where it is asked not to. */
export class MemoryBucket {
  readonly client = new S3Client({ region: 'eu-west-1' });
  readonly objects = new Map<string, string>();
  fate: (key: string) => PutFate = () => 'done';

  constructor() {
    // a mock of the client would compare each command, whole, with every kind that it knows
    Object.defineProperty(this.client, 'send', { value: async (command: unknown) => this.#answerTo(command) });
  }

  evidence(): S3Evidence {
    return new S3Evidence({ client: this.client, bucket: 'evidence', pause: () => setImmediate() });
  }

  async #answerTo(command: unknown): Promise<object> {
    if (command instanceof PutObjectCommand) return this.#put(command.input);
    if (command instanceof GetObjectCommand) return this.#get(command.input);
    if (command instanceof ListObjectsV2Command) return this.#list(command.input);
    throw new Error('a command that this bucket does not know');
  }

  async #put(input: PutObjectCommandInput): Promise<object> {
    const { Key = '', Body, IfNoneMatch, ChecksumAlgorithm } = input;
    await setImmediate();
    if (ChecksumAlgorithm === undefined || typeof Body !== 'string') throw s3Fault('InvalidRequest', 400);
    const fate = this.fate(Key);
    if (fate instanceof Error) throw fate;
    if (IfNoneMatch === '*' && this.objects.has(Key)) throw s3Fault('PreconditionFailed', 412);
    this.objects.set(Key, Body);
    return fate === 'lost' ? this.#put(input) : {};
  }

  #get({ Key = '', Range = '' }: GetObjectCommandInput) {
    const text = this.objects.get(Key);
    if (text === undefined) throw s3Fault('NoSuchKey', 404);
    const last = Number(/^bytes=-(\d+)$/.exec(Range)?.[1] ?? text.length);
    return { Body: { transformToString: async () => text.slice(-last) } };
  }

  #list({ Prefix = '', StartAfter = '', ContinuationToken }: ListObjectsV2CommandInput) {
    const after = ContinuationToken ?? StartAfter;
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(Prefix) && key > after).sort();
    const page = keys.slice(0, PAGE);
    return {
      Contents: page.map((Key) => ({ Key })),
      ...(keys.length > PAGE && { NextContinuationToken: page.at(-1) }),
    };
  }
}

/** A fault of S3, as the SDK throws it. */
export function s3Fault(name: string, status: number): Error {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode: status } });
}
