import type { Call } from '../../../../lib/core/activity/call.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';

/** Something that was called: its record, and the call that is read of it where the table has a row for it. */
export interface Recorded {
  readonly record: JsonObject;
  readonly call: Call | undefined;
}

/**
 * What services keep of who may do what, as one model of it has it: how calls move it, and which calls AWS refuses. What AWS
 * assigns (ids, dates) is in no text.
 */
export interface World<State> {
  /** What there is before anything was called. */
  readonly start: State;
  /** The operation that makes what others are about. */
  readonly making?: string;
  /** What a call makes of a state; undefined: the model does not have the call. */
  readonly after: (state: State, made: Recorded) => State | undefined;
  /** The error with which AWS refuses a call in a state, as its API reference has it; undefined: AWS takes it. */
  readonly refusal: (state: State, made: Recorded) => string | undefined;
  /** Whether there is no such state before a call: what always has a policy is never without. */
  readonly isImpossible?: (state: State, made: Recorded) => boolean;
  /** A state once all that was asked for has come through. */
  readonly settled?: (state: State) => State;
  /** The same for two states that say the same. */
  readonly text: (state: State) => string;
}
