import { entryLine } from '../../core/governance/ledger/ledger-line.ts';
import {
  type AppendDeps,
  type AppendOutcome,
  type AppendRequest,
  entriesAfter,
  LedgerAppend,
} from './ledger-append.ts';
import { MOST_FACTS } from './ledger-commit.ts';
import { packText } from './packed-text.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** What is appended together at most, so that it fits one transaction; a request that has more goes alone. */
const TOGETHER = { facts: 25, characters: 500_000 } as const;

/** A request that waits, how much it is, and who waits for it. */
interface Waiting {
  readonly request: AppendRequest;
  readonly characters: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * The appends of one process, one after the other: at once they would only take the head from each other. Those that come
 * while one is written go together with the next one, since a ledger has only so many transactions in a second.
 */
export class LedgerQueue {
  readonly #deps: AppendDeps;
  readonly #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(deps: AppendDeps) {
    this.#deps = deps;
  }

  /** A TypeError for facts that are no JSON, a `StoreFault` TOO_LARGE for what can never be written: nobody else waits for those. */
  async append(request: AppendRequest): Promise<AppendOutcome> {
    const characters = charactersOf(request);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, characters, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let group = this.#next(); group.length > 0; group = this.#next()) await this.#appendTogether(group);
    this.#isRunning = false;
  }

  /** The requests that have waited longest, as far as they fit. */
  #next(): readonly Waiting[] {
    let facts = 0;
    let characters = 0;
    const tooMany = this.#waiting.findIndex(({ request, characters: more }) => {
      facts += request.facts.length;
      characters += more;
      return facts > TOGETHER.facts || characters > TOGETHER.characters;
    });
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : Math.max(1, tooMany));
  }

  async #appendTogether(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await new LedgerAppend(
        this.#deps,
        group.map(({ request }) => request),
      ).run();
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error('an append has an outcome for each request'));
        else resolve(outcome);
      }
    } catch (fault) {
      for (const { reject } of group) reject(fault);
    }
  }
}

/** Characters of the lines that a request becomes. Throws what writing it would throw. */
function charactersOf({ facts }: AppendRequest): number {
  if (facts.length > MOST_FACTS) {
    throw new StoreFault('TOO_LARGE', `${facts.length} facts are not appended at once; the most is ${MOST_FACTS}`);
  }
  let characters = 0;
  for (const entry of entriesAfter(undefined, facts)) {
    const line = entryLine(entry);
    packText(line);
    characters += line.length;
  }
  return characters;
}
