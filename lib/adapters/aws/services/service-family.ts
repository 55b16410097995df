import type { overwriting } from '../../../core/account/services/overwriting.ts';

/** What is there for a call: all that it asks for, what it expects, or something that nobody expected. */
export type Looked = ReturnType<typeof overwriting>;

/** How AWS is asked about the calls of one kind, and how they are made. */
export interface Family<C> {
  readonly look: (call: C) => Promise<Looked>;
  readonly send: (call: C) => Promise<void>;
}

/** AWS took a call and says later that it failed. */
export class FailedLater extends Error {
  override readonly name = 'FailedLater';
}
