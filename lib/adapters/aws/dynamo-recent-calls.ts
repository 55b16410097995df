import { isCall } from '../../core/activity/is-call.ts';
import { digestOfText } from '../../core/digest.ts';
import {
  effectOf,
  isKeptCall,
  isWanted,
  KEPT,
  type KeptCall,
  type NamedCalls,
  namesIn,
} from '../../core/governance/assess/kept-calls.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import { packText, unpackText } from './packed-text.ts';
import { sortableTime } from './sort-keys.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { type Item, keyAttributes, keyOf, numeral, type Range, type Table, textOf } from './table.ts';

/** A call names one resource, mostly; one that names thousands is kept and looked for so many names at a time. */
const NAMES_AT_ONCE = 25;
/** One call of a name is enough, mostly. */
const CALLS_AT_ONCE = 4;

/** What is looked for, and the places of the calls that were met. */
interface Search {
  readonly wanted: NamedCalls;
  readonly met: Set<string>;
}

/**
 * Calls on environments and gates in the table: the call at `CALLS#<account>#<effect>#<digest of its id>`, and a pointer to it for each name in
 * `CALLS#<account>#<source>#<effect>#<digest of the name>`, sort key the time, so that what is read for a call does not grow
 * with what else the account does. DynamoDB removes both by `expires`, some time after they cease to count; who asks for what is older
 * may get it or not. What an earlier version kept, all calls of an account in `CALLS#<account>`, is read until it has expired.
 */
export class DynamoRecentCalls implements RecentCalls {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** A `StoreFault` TOO_LARGE for a call that no record of CloudTrail can tell. */
  async keep(call: KeptCall): Promise<void> {
    const names = namesIn(call);
    if (names.length === 0) return;
    const [packed, ...more] = packText(JSON.stringify(call));
    if (more.length > 0) throw new StoreFault('TOO_LARGE', `call "${call.id}" is larger than a record of CloudTrail`);
    const expires = numeral(Math.ceil((this.#clock.now() + KEPT[effectOf(call.change)]) / 1000));
    const { account, source, time, change } = call;
    const pk = placeOf(call);
    // the call before what points to it: who finds the pointer finds the call
    await this.#table.put({ ...keyAttributes({ pk, sk: 'CALL' }), ...packed, expires });
    const sk = `${sortableTime(time)}#${digestOfText(call.id.toWellFormed())}`;
    await inTurns(names, (name) => {
      const key = { pk: named({ account, source, effect: effectOf(change) }, name), sk };
      return this.#table.put({ ...keyAttributes(key), call: { S: pk }, expires });
    });
  }

  async *naming(wanted: NamedCalls): AsyncGenerator<KeptCall> {
    const search = { wanted, met: new Set<string>() };
    for (let at = 0; at < wanted.names.length; at += NAMES_AT_ONCE) {
      const ranges = wanted.names.slice(at, at + NAMES_AT_ONCE).map((name) => rangeOf(name, wanted));
      const first = await Promise.all(ranges.map((range) => this.#table.list({ ...range, most: CALLS_AT_ONCE })));
      yield* this.#pointedTo(first.flat(), search);
      for (const [index, items] of first.entries()) {
        const range = ranges[index];
        if (range !== undefined && items.length === CALLS_AT_ONCE) yield* this.#after(items, range, search);
      }
    }
    yield* this.#unnamed(wanted);
  }

  /** What comes after the first few items of a name. */
  async *#after(items: readonly Item[], range: Range, search: Search): AsyncGenerator<KeptCall> {
    const known = new Set(items.map((item) => keyOf(item).sk));
    const last = items.at(-1);
    const rest = last === undefined ? range : { ...range, to: keyOf(last).sk };
    for await (const item of this.#table.query(rest)) {
      if (!known.has(keyOf(item).sk)) yield* this.#pointedTo([item], search);
    }
  }

  async *#pointedTo(pointers: readonly Item[], { wanted, met }: Search): AsyncGenerator<KeptCall> {
    for (const pointer of pointers) {
      const place = textOf(pointer, 'call') ?? '';
      if (met.has(place)) continue;
      met.add(place);
      // of the two that expire together, the call may be removed first
      const [item] = await this.#table.list({ pk: place, most: 1 });
      const call = item && callOf(item);
      if (call !== undefined && isWanted(call, wanted)) yield call;
    }
  }

  async *#unnamed(wanted: NamedCalls): AsyncGenerator<KeptCall> {
    const { account, from, to } = wanted;
    const range = { pk: `CALLS#${account}`, from: sortableTime(from), to: `${sortableTime(to)}~` };
    for await (const item of this.#table.query({ ...range, order: 'backwards' })) {
      const call = callOf(item);
      if (isWanted(call, wanted)) yield call;
    }
  }
}

/** A call that destroys and creates is kept as two. */
function placeOf({ account, id, change }: KeptCall): string {
  return `CALLS#${account}#${effectOf(change)}#${digestOfText(id.toWellFormed())}`;
}

function named({ account, source, effect }: Pick<NamedCalls, 'account' | 'source' | 'effect'>, name: string): string {
  return `CALLS#${account}#${source}#${effect}#${digestOfText(name.toWellFormed())}`;
}

function rangeOf(name: string, wanted: NamedCalls): Range {
  const [from, to] = [sortableTime(wanted.from), `${sortableTime(wanted.to)}~`];
  return { pk: named(wanted, name), from, to, order: 'backwards', page: CALLS_AT_ONCE };
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += NAMES_AT_ONCE) {
    await Promise.all(items.slice(at, at + NAMES_AT_ONCE).map(work));
  }
}

function callOf(item: Item): KeptCall {
  const stored = parse(unpackText([item]));
  if (isCall(stored) && isKeptCall(stored)) return stored;
  const { pk, sk } = keyOf(item);
  throw new StoreFault('CORRUPT', `the kept call at "${pk}", "${sk}" is damaged; delete it to go on`);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parse: (text: string) => JsonValue = JSON.parse;
