import { type Call, changesOf } from '../../core/activity/call.ts';
import { fingerprintOf } from '../../core/fingerprint.ts';

/** Calls of one moment by what they do, each in an order that their own words give. */
export interface Moment {
  /** They open sessions, in which others of the moment may have been made. */
  readonly openings: readonly Call[];
  readonly removals: readonly Call[];
  readonly others: readonly Call[];
}

/**
 * The calls of one moment, of which no record tells the order: what was written down first says nothing, and ids neither.
 * What is made comes before what is done with it.
 */
export function momentOf(calls: readonly Call[]): Moment {
  if (calls.length === 1) return { openings: [], removals: [], others: calls };
  const placed = calls.map((call) => ({ call, rank: rankOf(call), print: fingerprintOf(contentOf(call)) }));
  placed.sort((one, other) => one.rank - other.rank || one.print - other.print);
  const ofRanks = (...ranks: readonly number[]) =>
    placed.filter(({ rank }) => ranks.includes(rank)).map(({ call }) => call);
  return { openings: inChains(ofRanks(OPENING)), removals: ofRanks(REMOVAL), others: ofRanks(MAKING, CHANGING) };
}

/** Openings of sessions, each after the one that opened the session which it was made in. */
function inChains(openings: readonly Call[]): readonly Call[] {
  const byKey = new Map(openings.flatMap((call) => (call.opens?.key === undefined ? [] : [[call.opens.key, call]])));
  const placed = new Set<Call>();
  for (const call of openings) {
    const chain = new Set<Call>();
    for (let each: Call | undefined = call; each !== undefined && !placed.has(each) && !chain.has(each); ) {
      chain.add(each);
      each = byKey.get(each.actor.session?.key ?? '');
    }
    for (const each of [...chain].reverse()) placed.add(each);
  }
  return [...placed];
}

const OPENING = -1;
const MAKING = 0;
const CHANGING = 1;
const REMOVAL = 2;

function rankOf(call: Call): number {
  if (call.opens !== undefined) return OPENING;
  const iam = changesOf(call).flatMap((change) =>
    change.kind === 'access' && change.iam !== undefined ? [change.iam] : [],
  );
  if (iam.some(({ name }) => name.startsWith('Create'))) return MAKING;
  return iam.some(({ name }) => /^(?:Delete|Detach|Remove|Untag)/.test(name)) ? REMOVAL : CHANGING;
}

/** All that a call says; in files that were anonymised its id may be one of many that it was given as they came. */
function contentOf(call: Call): unknown {
  return { ...call, id: null, replayed: null, addendum: null };
}
