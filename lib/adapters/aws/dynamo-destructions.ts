import { digestOfText } from '../../core/digest.ts';
import type { Destruction } from '../../core/governance/assess/environments/destruction.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AroundTime, Destructions } from '../../ports/destructions.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { sortableTime } from './sort-keys.ts';
import { type Item, keyAttributes, keyOf, numberOf, numeral, type Table, textOf } from './table.ts';

/** How long they are kept, in milliseconds from when they were written: longer than anybody looks back. */
const KEPT = 48 * 3_600_000;

/**
 * What was destroyed lately, in the table: at `CALLS#<account>#BY#<digest of who acted>`, sort key the time and the digest of the
 * call's id. Both sides of a time are read with a limit, so that what a call costs does not grow with what its session did.
 */
export class DynamoDestructions implements Destructions {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(table: Table, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  async keep(destruction: Destruction): Promise<void> {
    const { id, time, actorId, source, name, count } = destruction;
    const key = { pk: partitionOf(destruction), sk: `${sortableTime(time)}#${digestOfText(id.toWellFormed())}` };
    await this.#table.put({
      ...keyAttributes(key),
      call: { S: id.toWellFormed() },
      actor: { S: actorId.toWellFormed() },
      source: { S: source },
      name: { S: name },
      time: numeral(time),
      count: numeral(count),
      expires: numeral(Math.ceil((this.#clock.now() + KEPT) / 1000)),
    });
  }

  async around(wanted: AroundTime): Promise<readonly Destruction[]> {
    const { account, time, within, most } = wanted;
    const pk = partitionOf(wanted);
    const after = sortableTime(time + 1);
    const [earlier, later] = await Promise.all([
      this.#table.list({ pk, from: sortableTime(time - within + 1), to: after, order: 'backwards', most }),
      this.#table.list({ pk, from: after, to: sortableTime(time + within), most }),
    ]);
    return [...earlier.toReversed(), ...later].map((item) => destructionOf(item, account));
  }
}

function partitionOf({ account, actorId }: Pick<Destruction, 'account' | 'actorId'>): string {
  return `CALLS#${account}#BY#${digestOfText(actorId.toWellFormed())}`;
}

function destructionOf(item: Item, account: string): Destruction {
  const [id, actorId, source, name] = ['call', 'actor', 'source', 'name'].map((attribute) => textOf(item, attribute));
  const [time, count] = [numberOf(item, 'time'), numberOf(item, 'count')];
  if (id === undefined || actorId === undefined || source === undefined || name === undefined) {
    throw damaged(item);
  }
  if (time === undefined || count === undefined) throw damaged(item);
  return { id, account, actorId, source, name, time, count };
}

function damaged(item: Item): StoreFault {
  const { pk, sk } = keyOf(item);
  return new StoreFault('CORRUPT', `the kept call at "${pk}", "${sk}" is damaged; delete it to go on`);
}
