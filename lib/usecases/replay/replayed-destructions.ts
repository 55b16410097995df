import type { Destruction } from '../../core/governance/assess/environments/destruction.ts';
import type { DestructionBudget } from '../../core/governance/standards/standards.ts';

/** Sessions that are remembered: of more the one that has done nothing for longest is forgotten. */
const MOST_SESSIONS = 10_000;

/** What sessions destroyed in a replay, whose calls come in the order of their times: only what can still count is kept. */
export class ReplayedDestructions {
  readonly #bySession = new Map<string, readonly Destruction[]>();
  readonly #budget: DestructionBudget;

  constructor(budget: DestructionBudget) {
    this.#budget = budget;
  }

  /** Keeps one, and answers with what its session destroyed within the window before it, itself too. */
  with(destruction: Destruction): readonly Destruction[] {
    const { resources, withinMinutes } = this.#budget;
    const session = `${destruction.account} ${destruction.actorId}`;
    const earlier = (this.#bySession.get(session) ?? []).filter(
      ({ time }) => time > destruction.time - withinMinutes * 60_000,
    );
    // each counts for one at least: so many are enough to tell
    const kept = [...earlier.slice(-resources), destruction];
    this.#bySession.delete(session);
    this.#bySession.set(session, kept);
    if (this.#bySession.size > MOST_SESSIONS) this.#forgetOne();
    return kept;
  }

  #forgetOne(): void {
    for (const session of this.#bySession.keys()) {
      this.#bySession.delete(session);
      return;
    }
  }
}
