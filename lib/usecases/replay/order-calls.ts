import type { Call } from '../../core/activity/call.ts';
import { CallsByTime } from './calls-by-time.ts';

/** How calls are put in order. */
export interface Ordering {
  /** How many calls are kept back to be sorted, and how many at most wait for their principal. */
  readonly window: number;
  /** Whether the call names a principal, group or policy that is not there (yet). Asked again after every call that may have made it. */
  readonly lacks: (call: Call) => boolean;
}

/** A call whose turn it is; `lacking`: what it names never came, the input is over or too many calls wait. */
export interface OrderedCall {
  readonly call: Call;
  readonly standing: 'ready' | 'lacking';
}

/**
 * Gives out calls in the order in which they can have happened: by time within a window; of the calls of one moment,
 * or that come too late, those that lack their principal wait until it is created. No call is dropped.
 * The caller applies each call before it asks for the next.
 */
export async function* orderCalls(calls: AsyncIterable<Call>, ordering: Ordering): AsyncIterable<OrderedCall> {
  const waiting: Call[] = [];
  for await (const call of byTime(calls, ordering.window)) {
    if (ordering.lacks(call)) {
      insertByTime(waiting, call);
      if (waiting.length > ordering.window) yield* releaseOldest(waiting, ordering);
      continue;
    }
    yield { call, standing: 'ready' };
    if (mayMake(call)) yield* releaseReady(waiting, ordering);
  }
  while (waiting.length > 0) {
    yield* releaseOldest(waiting, ordering);
    yield* releaseReady(waiting, ordering);
  }
}

/** Calls sorted by time, as far as a window of so many calls can tell. Equal times keep the order of the input. */
async function* byTime(calls: AsyncIterable<Call>, window: number): AsyncIterable<Call> {
  const kept = new CallsByTime();
  for await (const call of calls) {
    kept.add(call);
    if (kept.size <= window) continue;
    const earliest = kept.take();
    if (earliest !== undefined) yield earliest;
  }
  for (let earliest = kept.take(); earliest !== undefined; earliest = kept.take()) yield earliest;
}

/** Whether what others wait for may be there after a call: it creates something, or gives it another name. */
function mayMake({ change }: Call): boolean {
  return change.kind === 'access' && (change.iam === undefined || /^(?:Create|Update)/.test(change.iam.name));
}

/** Most calls come nearly in order, so the place is searched from the end. */
function insertByTime(calls: Call[], call: Call): void {
  const place = calls.findLastIndex((earlier) => earlier.time <= call.time) + 1;
  calls.splice(place, 0, call);
}

/** A released call may create what the ones before it wait for: start again after each. */
function* releaseReady(waiting: Call[], ordering: Ordering): Iterable<OrderedCall> {
  let place = waiting.findIndex((call) => !ordering.lacks(call));
  while (place >= 0) {
    const [call] = waiting.splice(place, 1);
    if (call !== undefined) yield { call, standing: 'ready' };
    place = waiting.findIndex((later) => !ordering.lacks(later));
  }
}

function* releaseOldest(waiting: Call[], ordering: Ordering): Iterable<OrderedCall> {
  const call = waiting.shift();
  if (call !== undefined) yield { call, standing: ordering.lacks(call) ? 'lacking' : 'ready' };
}
