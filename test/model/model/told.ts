import type { Change } from './changes.ts';
import type { Seat, Signer } from './quorum.ts';

/** What somebody outside of Ambit did. */
export interface Happening {
  readonly id: string;
  readonly human: string;
  readonly change: Change;
  readonly at: number;
}

/** The same, with what was there before and after. */
export interface Journaled extends Happening {
  readonly before: string;
  readonly after: string;
}

/** The last who wrote at a place, and at which change of the account. */
export interface Writing {
  readonly by: string;
  readonly number: number;
}

/** What the model is told of the organisation. */
export interface Company {
  readonly signers: readonly Signer[];
  readonly seats: readonly Seat[];
  /** Milliseconds after which a request lapses. */
  readonly lapsesAfter: number;
  /** Milliseconds after signing in that a person may sign. */
  readonly freshFor: number;
  /** Milliseconds that a waiver may last. */
  readonly longestWaiver: number;
  /** What roles and users may hold at most, and whom they may trust, by name. */
  readonly standards: ReadonlyMap<string, ReadonlySet<string>>;
}
