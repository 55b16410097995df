import { randomUUID } from 'node:crypto';
import { digestOfText } from '../../core/digest.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Turns } from '../../ports/turns.ts';
import { isPassing } from './contention.ts';
import { type Key, numeral, pauseBefore, type Table } from './table.ts';

/** How long a turn lasts at most, in milliseconds: who died in it keeps the others waiting no longer. */
const LONGEST_TURN = 60_000;
/** How long one waits for a turn, in milliseconds. */
const PATIENCE = 30_000;
const DAY_SECONDS = 86_400;

/** The table that turns are kept in, and the clock by which an abandoned turn ends. */
export interface TurnsDeps {
  readonly table: Table;
  readonly clock: Clock;
}

/** Turns that functions take by an item of a table: one item a subject, so that only those wait who work on the same one. */
export class DynamoTurns implements Turns {
  readonly #deps: TurnsDeps;

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
  }

  async inTurn(subject: string, work: () => Promise<void>): Promise<'in-turn' | 'out-of-turn'> {
    const key: Key = { pk: `TURNS#${digestOfText(subject).slice('sha256:'.length)}`, sk: 'TURN' };
    const token = await this.#take(key);
    try {
      await work();
    } finally {
      if (token !== undefined) await this.#giveBack(key, token);
    }
    return token === undefined ? 'out-of-turn' : 'in-turn';
  }

  async #take(key: Key): Promise<string | undefined> {
    const { table, clock } = this.#deps;
    const until = clock.now() + PATIENCE;
    for (let tries = 1; clock.now() < until; tries += 1) {
      const token = await this.#try(key);
      if (token !== undefined) return token;
      await table.wait(pauseBefore(tries));
    }
    return undefined;
  }

  /** The token of a turn that was free, or whose holder must be dead; undefined: somebody has it. */
  async #try(key: Key): Promise<string | undefined> {
    const now = this.#deps.clock.now();
    const token = randomUUID();
    const item = turnItem(key, token, { from: now, until: now + LONGEST_TURN });
    return (await this.#wrote(item, { kind: 'over', now })) ? token : undefined;
  }

  /** One that cannot be given back ends by itself. */
  async #giveBack(key: Key, token: string): Promise<void> {
    const now = this.#deps.clock.now();
    await this.#wrote(turnItem(key, token, { from: now, until: 0 }), { kind: 'token', token });
  }

  /** Whether it was written; false: others were faster, or no answer came. */
  async #wrote(...[item, when]: Parameters<Table['put']>): Promise<boolean> {
    try {
      await this.#deps.table.put(item, when);
      return true;
    } catch (fault) {
      if (isPassing(fault)) return false;
      throw fault;
    }
  }
}

function turnItem({ pk, sk }: Key, token: string, { from, until }: { readonly from: number; readonly until: number }) {
  const expires = Math.ceil(from / 1000) + DAY_SECONDS;
  return { pk: { S: pk }, sk: { S: sk }, token: { S: token }, until: numeral(until), expires: numeral(expires) };
}
