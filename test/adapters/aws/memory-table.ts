import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { setImmediate } from 'node:timers/promises';
import { Table } from '../../../lib/adapters/aws/table.ts';

type Attributes = Record<string, AttributeValue>;
type Conditioned = {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeValues?: Attributes | undefined;
};

/** A request as tests see it, before it is carried out. */
export interface Request {
  readonly name: string;
  readonly pks: readonly string[];
  readonly input: object;
}

/**
 * What becomes of a request. `lost`: there is no answer, and it is carried out all the same, maybe later. `twice`: the SDK
 * tries again what was carried out, since there was no answer.
 */
export type Fate = 'done' | 'lost' | 'twice' | Error;

const NAME = 'ambit';
const ITEM = 400 * 1024;
const PAGE = 1024 * 1024;
const METADATA = { $metadata: { httpStatusCode: 400 }, $fault: 'client' } as const;

/**
 * A DynamoDB table in memory behind the SDK's client, as loose as the real one: requests interleave, a transaction shows its
 * items one after the other, and what meets it there is refused as a conflict. Limits of sizes are those of AWS.
 */
export class MemoryTable {
  readonly client = new DynamoDBClient({ region: 'eu-west-1' });
  readonly items = new Map<string, Attributes>();
  readonly requests: Request[] = [];
  /** How many items queries have given. */
  itemsRead = 0;
  /** Decides about each request; everything is done where it is not replaced. */
  fate: (request: Request) => Fate = () => 'done';
  /** After how many more requests an item of a transaction comes to be seen, by its key. */
  lateBy: (key: string) => number = () => 0;
  readonly #locked = new Set<string>();

  constructor() {
    // a mock of the client would compare each command, whole, with every kind that it knows
    Object.defineProperty(this.client, 'send', { value: async (command: unknown) => this.#answerTo(command) });
  }

  /** The table as adapters take it; `pause` only lets others go on. */
  table(pause: (milliseconds: number) => Promise<void> = () => setImmediate()): Table {
    return new Table({ client: this.client, name: NAME, pause });
  }

  #answerTo(command: unknown): Promise<object> {
    if (command instanceof GetItemCommand) {
      const { Key = {} } = command.input;
      return this.#fated({ name: 'GetItem', input: Key, keys: [Key] }, () => ({ Item: this.#at(Key) }));
    }
    if (command instanceof BatchGetItemCommand) {
      const { input } = command;
      return this.#fated({ name: 'BatchGetItem', input, keys: keysOf(input) }, () => this.#batchGet(input));
    }
    if (command instanceof QueryCommand) {
      const { input } = command;
      const pk = input.ExpressionAttributeValues?.[':pk'];
      return this.#fated({ name: 'Query', input, keys: pk ? [{ pk }] : [] }, () => this.#query(input));
    }
    return this.#writeOf(command);
  }

  #writeOf(command: unknown): Promise<object> {
    if (command instanceof PutItemCommand) {
      const { Item = {} } = command.input;
      return this.#fated({ name: 'PutItem', input: command.input, keys: [Item] }, () => this.#put(Item, command.input));
    }
    if (command instanceof DeleteItemCommand) {
      const { Key = {} } = command.input;
      return this.#fated({ name: 'DeleteItem', input: Key, keys: [Key] }, () => this.#delete(Key, command.input));
    }
    if (command instanceof TransactWriteItemsCommand) {
      const { TransactItems = [] } = command.input;
      const request = { name: 'TransactWriteItems', input: command.input, keys: TransactItems.map(targetOf) };
      return this.#fated(request, () => this.#transact(TransactItems));
    }
    throw new Error('a command that this table does not know');
  }

  async #fated<T>(
    { name, input, keys }: { name: string; input: object; keys: readonly Attributes[] },
    work: () => T | Promise<T>,
  ): Promise<T> {
    const request = { name, input, pks: keys.map((key) => key['pk']?.S ?? '') };
    this.requests.push(request);
    for (let turns = Math.floor(Math.random() * 3); turns > 0; turns -= 1) await setImmediate();
    const fate = this.fate(request);
    if (fate instanceof Error) throw fate;
    if (fate === 'lost') {
      // what it comes to, nobody hears
      Promise.resolve(work()).catch(() => undefined);
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    }
    if (fate === 'twice') await work();
    const answer = await work();
    await setImmediate();
    return answer;
  }

  #at(key: Attributes): Attributes | undefined {
    const item = this.items.get(nameOf(key));
    return item === undefined ? undefined : structuredClone(item);
  }

  #batchGet(input: BatchGetItemCommandInput) {
    const keys = keysOf(input);
    if (keys.length > 100) throw invalid('too many keys');
    return {
      Responses: { [NAME]: keys.map((key) => this.#at(key)).filter((item) => item !== undefined) },
      UnprocessedKeys: {},
    };
  }

  #query(input: QueryCommandInput) {
    const { ':pk': pk, ':from': from, ':to': to } = input.ExpressionAttributeValues ?? {};
    if (input.ConsistentRead !== true) throw invalid('this table is only read consistently');
    const sign = input.ScanIndexForward === false ? -1 : 1;
    const after = input.ExclusiveStartKey?.['sk']?.S;
    const found = [...this.items.values()]
      .filter((item) => item['pk']?.S === pk?.S && textIn(item) >= (from?.S ?? '') && textIn(item) <= (to?.S ?? ''))
      .sort((one, other) => (textIn(one) < textIn(other) ? -sign : sign))
      .filter((item) => after === undefined || (textIn(item) < after ? -1 : textIn(item) > after ? 1 : 0) === sign);
    const page: Attributes[] = [];
    let bytes = 0;
    for (const item of found) {
      if (page.length === (input.Limit ?? Infinity) || bytes > PAGE) break;
      page.push(structuredClone(item));
      bytes += bytesOf(item);
    }
    this.itemsRead += page.length;
    const last = page.at(-1);
    return { Items: page, LastEvaluatedKey: page.length < found.length && last ? keyIn(last) : undefined };
  }

  #put(item: Attributes, condition: Conditioned) {
    if (this.#locked.has(nameOf(item)))
      throw new DynamoDBServiceException({ name: 'TransactionConflictException', ...METADATA });
    check(item);
    if (!this.#holds(item, condition)) throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    const Attributes = this.#at(item);
    this.items.set(nameOf(item), structuredClone(item));
    return { Attributes };
  }

  #delete(key: Attributes, condition: Conditioned) {
    if (!this.#holds(key, condition)) throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
    const Attributes = this.#at(key);
    this.items.delete(nameOf(key));
    return { Attributes };
  }

  async #transact(writes: readonly TransactWriteItem[]) {
    const names = writes.map((write) => nameOf(targetOf(write)));
    if (writes.length > 100 || new Set(names).size < names.length) throw invalid('not so many, and none twice');
    const bytes = writes.reduce((sum, { Put }) => sum + (Put?.Item === undefined ? 0 : check(Put.Item)), 0);
    if (bytes > 4 * 1024 * 1024) throw invalid('too large');
    const reasons = writes.map((write, index) => {
      if (this.#locked.has(names[index] ?? '')) return 'TransactionConflict';
      return this.#holds(targetOf(write), write.Put ?? write.ConditionCheck ?? {}) ? 'None' : 'ConditionalCheckFailed';
    });
    if (reasons.some((reason) => reason !== 'None')) throw cancelled(reasons);
    for (const name of names) this.#locked.add(name);
    const since = this.requests.length;
    const late = (write: TransactWriteItem) => this.lateBy(nameOf(targetOf(write)));
    for (const write of writes.toSorted((one, other) => late(one) - late(other) || Math.random() - 0.5)) {
      if (Math.random() < 0.3) await setImmediate();
      for (let waits = 0; waits < 200 && this.requests.length < since + late(write); waits += 1) await setImmediate();
      if (write.Put?.Item !== undefined) this.items.set(nameOf(write.Put.Item), structuredClone(write.Put.Item));
      this.#locked.delete(nameOf(targetOf(write)));
    }
    return {};
  }

  #holds(key: Attributes, { ConditionExpression: condition, ExpressionAttributeValues: values }: Conditioned): boolean {
    const item = this.items.get(nameOf(key));
    if (condition === undefined) return true;
    if (condition === 'attribute_not_exists(pk)') return item === undefined;
    if (condition === 'attribute_not_exists(pk) OR #until <= :now')
      return item === undefined || Number(item['until']?.N) <= Number(values?.[':now']?.N);
    if (condition === '#token = :token') return item?.['token']?.S === values?.[':token']?.S;
    if (condition === '#version = :version') return item?.['version']?.S === values?.[':version']?.S;
    throw invalid(`the condition "${condition}" is not one of this table`);
  }
}

/** A fault of a service, as the SDK throws it. */
export function faultNamed(name: string, status = 400): Error {
  return new DynamoDBServiceException({
    name,
    message: name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** A transaction that AWS cancelled, with its reasons. */
export function cancelled(reasons: readonly string[]): Error {
  const CancellationReasons = reasons.map((Code) => ({ Code }));
  return new TransactionCanceledException({
    message: 'cancelled',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons,
  });
}

function invalid(detail: string): Error {
  return Object.assign(faultNamed('ValidationException'), { message: detail });
}

function check(item: Attributes): number {
  const bytes = bytesOf(item);
  if (bytes > ITEM) throw invalid(`an item of ${bytes} bytes`);
  if (Buffer.byteLength(item['pk']?.S ?? '') > 2048 || Buffer.byteLength(textIn(item)) > 1024)
    throw invalid('a long key');
  return bytes;
}

function bytesOf(item: Attributes): number {
  return Object.entries(item).reduce(
    (sum, [name, { S, N, B }]) => sum + name.length + Buffer.byteLength(S ?? N ?? '') + (B?.byteLength ?? 0),
    0,
  );
}

function keysOf(input: BatchGetItemCommandInput): readonly Attributes[] {
  return input.RequestItems?.[NAME]?.Keys ?? [];
}

function targetOf({ Put, ConditionCheck }: TransactWriteItem): Attributes {
  return Put?.Item ?? ConditionCheck?.Key ?? {};
}

function keyIn({ pk, sk }: Attributes): Attributes {
  return { ...(pk && { pk }), ...(sk && { sk }) };
}

function nameOf(key: Attributes): string {
  return `${key['pk']?.S} ${key['sk']?.S}`;
}

function textIn(item: Attributes): string {
  return item['sk']?.S ?? '';
}
