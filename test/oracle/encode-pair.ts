import type { SetSource } from '../core/access/random-policies.ts';
import { type Caller, callersOf } from './callers.ts';
import { encodeSet } from './encode-set.ts';
import { type Reading, matchesArn } from './patterns.ts';
import { Request } from './request.ts';
import { type Smt, FALSE, Script, and, bits, or } from './smt.ts';
import { matches } from './texts.ts';

/** An action with the ARN shapes that it takes; none: it takes no resource but `*`. */
export interface ActionShapes {
  readonly action: string;
  readonly shapes: readonly string[];
}

/** A script that is satisfiable exactly when this caller can make a request that is allowed and should not be. */
export interface CallerScript {
  readonly caller: Caller;
  readonly script: string;
}

/**
 * Scripts, one for each caller; one of them is satisfiable exactly when `granted` surely allows a request with one of
 * these actions and `limit`, read as if it were the same principal's, surely does not.
 */
export function encodePair(
  granted: SetSource,
  limit: SetSource,
  actions: readonly ActionShapes[],
  reading: Reading,
): readonly CallerScript[] {
  return callersOf(granted, limit).map((caller) => {
    const script = new Script();
    const request = new Request(script, caller);
    const number = script.declare('action', '(_ BitVec 8)');
    const asked = actions.map(
      ({ action }, index) => [action, script.define(`(= ${number} ${bits(index, 8)})`)] as const,
    );
    const partition = caller.arn === undefined ? '*' : 'aws';
    const possible = actions.map(({ shapes }, index) =>
      and([asked[index]?.[1] ?? FALSE, takesResource(request, shapes, partition)]),
    );
    script.assert(or(possible));
    const question = { request, actions: asked, reading };
    const outside = and([encodeSet(granted, question).yes, encodeSet(limit, question).no]);
    script.assert(outside);
    return { caller, script: outside === FALSE ? FALSE : script.toString() };
  });
}

function takesResource(request: Request, shapes: readonly string[], partition: string): Smt {
  const { script, resource } = request;
  if (shapes.length === 0) return matches(script, resource, [{ kind: 'letter', letter: '*' }]);
  const inPartition = shapes.map((shape) => shape.replace(/^arn:\*:/, `arn:${partition}:`));
  return or(inPartition.map((shape) => matchesArn(resource, shape, '2008-10-17', 'segment-wise', request)));
}
