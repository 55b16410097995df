import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { NOW, record } from '../company.ts';

/** A call: its source without `.amazonaws.com`, its name, what it asked for, and what AWS answered. */
export type Told = readonly [source: string, name: string, parameters: JsonObject, response?: JsonValue];

const APART = 10_000;

/** Records of calls one after the other, the last of them just now. */
export function inTurn(...calls: readonly Told[]): readonly JsonObject[] {
  return calls.map(([source, name, parameters, response = null], index) =>
    record(name, parameters, {
      source: `${source}.amazonaws.com`,
      id: `${name}-${index}`,
      time: NOW - (calls.length - index) * APART,
      response,
    }),
  );
}
