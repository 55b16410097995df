import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout } from 'node:timers/promises';
import { Table } from '../../../lib/adapters/aws/table.ts';
import { type Moto, startMoto } from '../moto.ts';

/** Keys that moto does not check, */
export const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' } as const;
/** and the region in which the table is. */
export const REGION = 'eu-west-1';

/** A moto, and tables in it that are as Ambit's is deployed. */
export class TablesInMoto {
  readonly endpoint: string;
  readonly #moto: Moto;
  readonly #client: DynamoDBClient;
  #made = 0;

  private constructor(moto: Moto) {
    this.endpoint = moto.endpoint;
    this.#moto = moto;
    this.#client = new DynamoDBClient({ endpoint: moto.endpoint, region: REGION, credentials: CREDENTIALS });
    oneAtATime(this.#client);
  }

  static async start(): Promise<TablesInMoto> {
    return new TablesInMoto(await startMoto());
  }

  /** A new, empty table. */
  async table(): Promise<Table> {
    this.#made += 1;
    return createTable(this.#client, `ambit-${this.#made}`);
  }

  stop(): Promise<void> {
    return this.#moto.stop();
  }
}

/** Makes an empty table, with the keys of the deployed one. */
export async function createTable(client: DynamoDBClient, name: string): Promise<Table> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return tableOf(client, name);
}

/** A table that is there, by a client of its own. */
export function tableOf(client: DynamoDBClient, name: string): Table {
  return new Table({ client, name, pause: (milliseconds) => setTimeout(milliseconds) });
}

/**
 * moto undoes a transaction that it refuses by putting the whole table back as it was before: what others wrote meanwhile is
 * lost (moto 5.2.1, `transact_write_items`: a deep copy of the table, without a lock). So one request goes at a time; the
 * steps of several writers still come in any order.
 */
function oneAtATime(client: DynamoDBClient): void {
  let turn: Promise<unknown> = Promise.resolve();
  client.middlewareStack.add(
    (next) => (args) => {
      const send = async (before: Promise<unknown>) => {
        await before;
        return next(args);
      };
      const mine = send(turn);
      turn = mine.catch(() => undefined);
      return mine;
    },
    // inside of retries, so that each try is a request of its own
    { step: 'deserialize', name: 'oneAtATime', priority: 'low' },
  );
}
