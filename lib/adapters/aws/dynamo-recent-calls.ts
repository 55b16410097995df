import type { Call } from '../../core/activity/call.ts';
import { isCall } from '../../core/activity/is-call.ts';
import { digestOfText } from '../../core/digest.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import { packText, unpackText } from './packed-text.ts';
import { sortableTime } from './sort-keys.ts';
import { StoreFault } from './store-fault.ts';
import { type Item, keyAttributes, keyOf, numeral, type Table } from './table.ts';

/** How long calls are kept, in milliseconds from when they were told of: longer than anybody looks back. */
const KEPT = 48 * 3_600_000;

/**
 * Calls on environments in the table: partition `CALLS#<account>`, sort key the time. DynamoDB removes them by `expires`,
 * some time after two days; who asks for what is older may get it or not.
 */
export class DynamoRecentCalls implements RecentCalls {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** A `StoreFault` TOO_LARGE for a call that no record of CloudTrail can tell. */
  async keep(call: Call): Promise<void> {
    const [packed, ...more] = packText(JSON.stringify(call));
    if (more.length > 0) throw new StoreFault('TOO_LARGE', `call "${call.id}" is larger than a record of CloudTrail`);
    const key = { pk: callsOf(call.account), sk: `${sortableTime(call.time)}#${digestOfText(call.id.toWellFormed())}` };
    const expires = numeral(Math.ceil((this.#clock.now() + KEPT) / 1000));
    await this.#table.put({ ...keyAttributes(key), ...packed, expires });
  }

  async since(account: string, from: Instant): Promise<readonly Call[]> {
    const items = await this.#table.list({ pk: callsOf(account), from: sortableTime(from) });
    return items.map(callOf).filter(({ time }) => time >= from);
  }
}

function callsOf(account: string): string {
  return `CALLS#${account}`;
}

function callOf(item: Item): Call {
  const stored = parse(unpackText([item]));
  if (isCall(stored)) return stored;
  const { pk, sk } = keyOf(item);
  throw new StoreFault('CORRUPT', `the kept call at "${pk}", "${sk}" is damaged; delete it to go on`);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;
