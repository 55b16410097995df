import { isAwsManaged } from '../../core/account/iam-arn.ts';
import type { Call } from '../../core/activity/call.ts';
import { CallsByTime } from './calls-by-time.ts';
import { momentOf } from './same-moment.ts';

/** How calls are put in order. */
export interface Ordering {
  /** How many calls are kept back to be sorted, and how many at most wait for their principal. */
  readonly window: number;
  /** Whether the call names a principal, group or policy that is not there (yet). Asked again after every call that may have made it. */
  readonly lacks: (call: Call) => boolean;
  /** Whether what a call takes away is there; absent: it is taken to have come in the same moment. */
  readonly fits?: (call: Call) => boolean;
}

/** A call whose turn it is; `lacking`: what it names never came, the input is over or too many calls wait. */
export interface OrderedCall {
  readonly call: Call;
  readonly standing: 'ready' | 'lacking';
}

/** A call that waits, and the names of what may be what it lacks. */
interface Waiting {
  readonly call: Call;
  readonly names: ReadonlySet<string>;
}

/**
 * Gives out calls in the order in which they can have happened: by time within a window; of the calls of one moment those
 * first that open sessions, then those that take away what is there, then those that make and change, then those that take
 * away what came of these. Those that lack their principal, also where they come too late, wait until it is created. No call is dropped, and calls that come
 * in another order are given out in the same.
 * The caller applies each call before it asks for the next.
 */
export async function* orderCalls(calls: AsyncIterable<Call>, ordering: Ordering): AsyncIterable<OrderedCall> {
  const waiting: Waiting[] = [];
  for await (const moment of momentsOf(byTime(calls, ordering.window))) {
    const { openings, removals, others } = momentOf(moment);
    for (const call of openings) yield* giveOut(call, waiting, ordering);
    const later: Call[] = [];
    for (const call of removals) {
      const isThere = !ordering.lacks(call) && ordering.fits?.(call) === true;
      if (isThere) yield* giveOut(call, waiting, ordering);
      else later.push(call);
    }
    for (const call of [...others, ...later]) yield* giveOut(call, waiting, ordering);
  }
  for (let oldest = waiting[0]; oldest !== undefined; oldest = waiting[0]) {
    yield* releaseOldest(waiting, ordering);
    yield* releaseReady(waiting, oldest.call, ordering);
  }
}

function* giveOut(call: Call, waiting: Waiting[], ordering: Ordering): Iterable<OrderedCall> {
  if (ordering.lacks(call)) {
    insertByTime(waiting, { call, names: namesIn(call) });
    if (waiting.length > ordering.window) yield* releaseOldest(waiting, ordering);
    return;
  }
  yield { call, standing: 'ready' };
  if (mayMake(call)) yield* releaseReady(waiting, call, ordering);
}

/** Calls of one moment together. */
async function* momentsOf(calls: AsyncIterable<Call>): AsyncIterable<readonly Call[]> {
  let moment: Call[] = [];
  for await (const call of calls) {
    if (moment[0] !== undefined && moment[0].time !== call.time) {
      yield moment;
      moment = [];
    }
    moment.push(call);
  }
  if (moment.length > 0) yield moment;
}

/** Calls sorted by time, as far as a window of so many calls can tell. */
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

/**
 * Names that a call has, the last part of ARNs, in small letters: what it makes is called so, and what it lacks. So of
 * thousands that wait only those are asked again that a call may have helped.
 */
function namesIn({ change }: Call): ReadonlySet<string> {
  if (change.kind !== 'access' || change.iam === undefined) return new Set();
  const { name: _, ...parameters } = change.iam;
  const texts = Object.values(parameters).filter((value) => typeof value === 'string');
  // what is AWS's own is always there, and half of all calls name it
  const own = texts.filter((text) => !isAwsManaged(text) && !text.endsWith('/'));
  return new Set(own.map((text) => text.slice(text.lastIndexOf('/') + 1).toLowerCase()));
}

/** Most calls come nearly in order, so the place is searched from the end. */
function insertByTime(calls: Waiting[], { call, names }: Waiting): void {
  const place = calls.findLastIndex((earlier) => earlier.call.time <= call.time) + 1;
  calls.splice(place, 0, { call, names });
}

/** Those that lack nothing now that something was made. A released call may make what the ones before it wait for, in turn. */
function* releaseReady(waiting: Waiting[], maker: Call, ordering: Ordering): Iterable<OrderedCall> {
  const made = namesIn(maker);
  const isHelped = ({ call, names }: Waiting) =>
    call.account === maker.account && (made.size === 0 || !made.isDisjointFrom(names)) && !ordering.lacks(call);
  for (let place = waiting.findIndex(isHelped); place >= 0; place = waiting.findIndex(isHelped)) {
    const [released] = waiting.splice(place, 1);
    if (released === undefined) return;
    yield { call: released.call, standing: 'ready' };
    if (mayMake(released.call)) yield* releaseReady(waiting, released.call, ordering);
  }
}

function* releaseOldest(waiting: Waiting[], ordering: Ordering): Iterable<OrderedCall> {
  const oldest = waiting.shift();
  if (oldest === undefined) return;
  const { call } = oldest;
  yield { call, standing: ordering.lacks(call) ? 'lacking' : 'ready' };
}
