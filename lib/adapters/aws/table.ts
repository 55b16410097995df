import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Pause } from '../../ports/pause.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** The place of an item. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** An item as the SDK gives it: `pk`, `sk` and what is kept there. */
export type Item = Readonly<Record<string, AttributeValue>>;

/**
 * What must be so for a write to happen: nothing is there, or what is there has this `token`, or this `version`. `over`: nothing
 * is there, or its `until` has passed by this time.
 */
export type Condition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'over'; readonly now: number }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'version'; readonly version: string };

/** One part of a transaction. `check` writes nothing. */
export type Write =
  | { readonly kind: 'put'; readonly item: Item; readonly when?: Condition }
  | { readonly kind: 'check'; readonly key: Key; readonly when: Condition };

/** A part of a partition, in the order of its sort keys; both ends belong to it. */
export interface Range {
  readonly pk: string;
  readonly from?: string;
  readonly to?: string;
  readonly order?: 'forwards' | 'backwards';
  /** No more than so many items. */
  readonly most?: number;
  /** How many items are read at once: few, where who reads may have enough soon. */
  readonly page?: number;
}

/** What one transaction takes (DynamoDB developer guide, "Constraints in Amazon DynamoDB"); bytes with room for its own counting. */
export const TRANSACTION = { items: 100, bytes: 3_500_000 } as const;

const PAGE = 250;
const KEYS_AT_ONCE = 100;
const MOST_TRIES = 10;
/** Sorts after every sort key that is written here. */
const LAST = '~';

/** Ambit's table: string keys `pk` and `sk`. Every read is strongly consistent. Faults of the SDK are thrown as they are. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;
  readonly #pause: Pause;

  constructor({ client, name, pause }: { client: DynamoDBClient; name: string; pause: Pause }) {
    this.#client = client;
    this.#name = name;
    this.#pause = pause;
  }

  /** Waits, as everything does that reads or writes here again. */
  async wait(milliseconds: number): Promise<void> {
    await this.#pause(milliseconds);
  }

  async get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: keyAttributes(key), ConsistentRead: true }),
    );
    return Item;
  }

  /** The items at these keys, in any order; keys without an item are left out. A `StoreFault` REFUSED where AWS keeps some back. */
  async getAll(keys: readonly Key[]): Promise<readonly Item[]> {
    const found: Item[] = [];
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      found.push(...(await this.#getSome(keys.slice(at, at + KEYS_AT_ONCE))));
    }
    return found;
  }

  /** The items of a range, read page by page as they are asked for. */
  async *query({
    pk,
    from = '',
    to = LAST,
    order = 'forwards',
    most = Infinity,
    page: each = PAGE,
  }: Range): AsyncGenerator<Item> {
    const input: QueryCommandInput = {
      TableName: this.#name,
      ConsistentRead: true,
      // a sort key is never empty, so the least one is a character
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from === '' ? ' ' : from }, ':to': { S: to } },
      ScanIndexForward: order === 'forwards',
      Limit: Math.min(each, most),
    };
    let left = most;
    let next: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await this.#client.send(
        new QueryCommand(next === undefined ? input : { ...input, ExclusiveStartKey: next }),
      );
      for (const item of page.Items ?? []) {
        yield item;
        left -= 1;
        if (left === 0) return;
      }
      next = page.LastEvaluatedKey;
    } while (next !== undefined);
  }

  /** All items of a range: for what is known to be short. */
  async list(range: Range): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const item of this.query(range)) items.push(item);
    return items;
  }

  async put(item: Item, when?: Condition): Promise<void> {
    const condition = when && conditionOf(when);
    await this.#client.send(new PutItemCommand({ TableName: this.#name, Item: { ...item }, ...condition }));
  }

  /** Puts an item in the place of another, and gives that one. */
  async replace(item: Item, when?: Condition): Promise<Item | undefined> {
    const condition = when && conditionOf(when);
    const { Attributes } = await this.#client.send(
      new PutItemCommand({ TableName: this.#name, Item: { ...item }, ReturnValues: 'ALL_OLD', ...condition }),
    );
    return Attributes;
  }

  /** Gives what was deleted. */
  async delete(key: Key, when?: Condition): Promise<Item | undefined> {
    const input = { TableName: this.#name, Key: keyAttributes(key), ReturnValues: 'ALL_OLD' } as const;
    const { Attributes } = await this.#client.send(new DeleteItemCommand({ ...input, ...(when && conditionOf(when)) }));
    return Attributes;
  }

  /** Writes all or nothing: at most `TRANSACTION` at once, each key once. */
  async write(writes: readonly Write[]): Promise<void> {
    await this.#client.send(
      new TransactWriteItemsCommand({ TransactItems: writes.map((write) => transactItem(this.#name, write)) }),
    );
  }

  async #getSome(keys: readonly Key[]): Promise<readonly Item[]> {
    const found: Item[] = [];
    let left: Record<string, AttributeValue>[] = keys.map(keyAttributes);
    for (let tries = 0; left.length > 0; tries += 1) {
      if (tries === MOST_TRIES) {
        throw new StoreFault('REFUSED', `table "${this.#name}" kept ${left.length} items back; look for throttling`);
      }
      if (tries > 0) await this.#pause(pauseBefore(tries));
      const answer = await this.#client.send(
        new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: left, ConsistentRead: true } } }),
      );
      found.push(...(answer.Responses?.[this.#name] ?? []));
      left = answer.UnprocessedKeys?.[this.#name]?.Keys ?? [];
    }
    return found;
  }
}

/** Milliseconds before the n-th new try (from 1): twice as long each time up to a second, and never two writers the same. */
export function pauseBefore(tries: number): number {
  const longest = Math.min(1000, 10 * 2 ** tries);
  return Math.ceil(longest * (0.5 + Math.random() / 2));
}

/** Bytes of an item, as DynamoDB counts them: names and values. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((bytes, [name, { S, N, B }]) => {
    return bytes + name.length + Buffer.byteLength(S ?? N ?? '', 'utf8') + (B?.byteLength ?? 0);
  }, 0);
}

/** The text of an attribute, undefined where there is none. */
export function textOf(item: Item, name: string): string | undefined {
  return item[name]?.S;
}

/** The number of an attribute, undefined where there is none. */
export function numberOf(item: Item, name: string): number | undefined {
  const text = item[name]?.N;
  return text === undefined ? undefined : Number(text);
}

/** A place as attributes of the item that is there. */
export function keyAttributes({ pk, sk }: Key) {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** The place of an item. */
export function keyOf(item: Item): Key {
  return { pk: textOf(item, 'pk') ?? '', sk: textOf(item, 'sk') ?? '' };
}

/** A number as an attribute. */
export function numeral(value: number): AttributeValue {
  return { N: String(value) };
}

function conditionOf(when: Condition) {
  switch (when.kind) {
    case 'absent':
      return { ConditionExpression: 'attribute_not_exists(pk)' };
    case 'over':
      return {
        ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':now': numeral(when.now) },
      };
    case 'token':
      return {
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: when.token } },
      };
    case 'version':
      return {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { S: when.version } },
      };
  }
}

function transactItem(TableName: string, write: Write): TransactWriteItem {
  switch (write.kind) {
    case 'put':
      return { Put: { TableName, Item: { ...write.item }, ...(write.when && conditionOf(write.when)) } };
    case 'check':
      return { ConditionCheck: { TableName, Key: keyAttributes(write.key), ...conditionOf(write.when) } };
  }
}
