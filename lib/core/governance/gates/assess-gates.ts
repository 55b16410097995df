import type { AccountState } from '../../account/state.ts';
import type { Instant } from '../../instant.ts';
import { assessLosses } from '../assess/assess-losses.ts';
import { classOfActor } from '../standards/classify.ts';
import type { Finding } from '../finding.ts';
import type { Governance } from '../standards/standards.ts';
import type { GateCall } from './gate-call.ts';
import { gateLossesOf } from './gate-losses.ts';

/** A call that changes a pipeline's or a branch's gate, with the other calls on gates of that name. */
export interface GateAssessment {
  readonly call: GateCall;
  /** Other calls on gates of this name, in any order. */
  readonly others: readonly GateCall[];
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
}

/**
 * What a call took away from a gate, and what those after it did that came to be known before it: whichever of two calls
 * arrives first, the later one is judged by the earlier one.
 */
export function assessGates(input: GateAssessment): readonly Finding[] {
  const { call, others } = input;
  const known = [call, ...others.filter((other) => other.id !== call.id && other.region === call.region)].sort(inOrder);
  const index = known.indexOf(call);
  return known.flatMap((each, at) => (at < index ? [] : assessOne(each, known.slice(0, at), input)));
}

function assessOne(
  call: GateCall,
  earlier: readonly GateCall[],
  { governance, state, now }: GateAssessment,
): readonly Finding[] {
  const losses = gateLossesOf(call, earlier, classOfActor(call.actor, state, governance).kind);
  const change = losses === undefined ? call.change : { ...call.change, losses };
  return assessLosses({ call, change, governance, state, now });
}

function inOrder(one: GateCall, other: GateCall): number {
  return one.time - other.time || (one.id < other.id ? -1 : 1);
}
