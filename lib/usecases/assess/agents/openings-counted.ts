import type { Actor } from '../../../core/activity/actor.ts';

/** Sessions opened from one session that are kept and looked at: whoever opens them in a loop is to cost no more. */
export const MOST_OPENINGS = 20;
/** Sessions whose openings are counted. */
const MOST_SESSIONS = 1000;

/** How many sessions were opened from each session lately, as far as one function saw. */
export class OpeningsCounted {
  readonly #counts = new Map<string, number>();

  isFull(actor: Actor): boolean {
    return this.#countOf(actor) >= MOST_OPENINGS;
  }

  add(actor: Actor): void {
    if (this.#counts.size >= MOST_SESSIONS) this.#counts.clear();
    this.#counts.set(actor.session?.key ?? '', this.#countOf(actor) + 1);
  }

  #countOf({ session }: Actor): number {
    return this.#counts.get(session?.key ?? '') ?? 0;
  }
}
