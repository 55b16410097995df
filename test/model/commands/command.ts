import fc, { type Arbitrary, type AsyncCommand } from 'fast-check';
import type { Model } from '../model/model.ts';
import type { World } from '../world.ts';

type Does = (world: World) => void | Promise<void>;

/** One thing that happens in a run; afterwards so many calls of ports take their turn. */
export class Command implements AsyncCommand<Model, World> {
  readonly #name: string;
  readonly #parts: string;
  readonly #does: Does;
  readonly #steps: number;

  constructor({ name, parts }: { readonly name: string; readonly parts: string }, does: Does, steps: number) {
    this.#name = name;
    this.#parts = parts;
    this.#does = does;
    this.#steps = steps;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    world.tally.set(this.#name, (world.tally.get(this.#name) ?? 0) + 1);
    await this.#does(world);
    await world.steps(this.#steps);
    world.judge();
  }

  toString(): string {
    return `${this.#name} ${this.#parts} [${this.#steps}]`;
  }
}

/** So many calls of ports that all work is done that goes on. */
export const MANY = 2000;

/** Mostly work is left under way; sometimes all of it comes to an end. */
const steps = fc.oneof({ weight: 3, arbitrary: fc.nat(30) }, { weight: 2, arbitrary: fc.constant(MANY) });
/** Which of those that there are, wherever there is one. */
export const index = fc.nat(50);
/** One of the two processes. */
export const process = fc.nat(1);

/** A thing that happens, of which parts are drawn. */
export function commandOf<T>(name: string, parts: Arbitrary<T>, does: (parts: T) => Does): Arbitrary<Command> {
  return fc
    .tuple(parts, steps)
    .map(([drawn, count]) => new Command({ name, parts: JSON.stringify(drawn) }, does(drawn), count));
}
