import type { JsonObject } from '../../../../lib/core/json.ts';

/** A call, and what it is said to widen: how the finding is judged, a part of what it says, and how it is taken back. */
export interface Widened {
  readonly title: string;
  readonly call: readonly [source: string, name: string];
  readonly asked: JsonObject;
  readonly answer?: JsonObject;
  /** Kind, verdict and severity; undefined: nothing is said of it. */
  readonly is: string | undefined;
  readonly says?: string;
  readonly undo?: string;
}
