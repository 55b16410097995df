import { type Instant, toIso } from '../../instant.ts';
import type { GapLooked, LedgerEntry } from '../ledger/fact.ts';
import type { Finding } from '../finding.ts';

/** So many calls are listed; all are counted. */
const MOST_LISTED = 50;

/** CloudTrail tells whole seconds: what was called in the second in which a hold took effect may have been before it. */
const SECOND = 1000;

/** The time between the call that gave too much and the moment when its hold was seen to be in effect. */
export interface Gap {
  readonly finding: Finding;
  readonly from: Instant;
  readonly until: Instant;
  /** Place of the finding in the ledger. */
  readonly raised: number;
}

/** The gap of a finding, from its ledger entries; undefined: there is no call that gave anything, or no hold in effect. */
export function gapIn(entries: readonly LedgerEntry[]): Gap | undefined {
  const first = entries.find(({ fact }) => fact.kind === 'finding-raised');
  const held = entries.find(({ fact }) => fact.kind === 'hold-confirmed')?.fact;
  if (first?.fact.kind !== 'finding-raised' || held === undefined) return undefined;
  const { finding } = first.fact;
  if (finding.call === null) return undefined;
  return { finding, from: finding.call.time, until: held.at, raised: first.sequence };
}

/** What the ledger knows of calls that the finding's principal made in the gap, in the order of their times, the first of them. */
export function calledIn(gap: Gap, entries: readonly LedgerEntry[]): Pick<GapLooked, 'calls' | 'count'> {
  const { finding, from, until } = gap;
  const calls = entries.flatMap(({ fact }) => {
    if (fact.kind !== 'call-assessed' || fact.by !== finding.principal || fact.callId === finding.call?.id) return [];
    const { callId: id, name, source = '', made: time } = fact;
    return time === undefined || time < from || time > until + SECOND ? [] : [{ id, source, name, time }];
  });
  const ordered = calls.toSorted((one, other) => one.time - other.time);
  return { calls: ordered.slice(0, MOST_LISTED), count: calls.length };
}

/** The gap of a finding as it was looked at last, as every JSON output writes it; null: nobody looked yet. */
export interface GapJson {
  readonly from: string;
  readonly until: string;
  /** What was handled by then was looked at: `count` 0 is none so far. */
  readonly lookedAt: string;
  readonly count: number;
  readonly calls: readonly {
    readonly id: string;
    readonly source: string;
    readonly name: string;
    readonly time: string;
  }[];
}

/** What was found of the gap at the last look. */
export function gapToJson(entries: readonly LedgerEntry[]): GapJson | null {
  const looked = lastLook(entries);
  if (looked === undefined) return null;
  const { from, until, seen, count, calls } = looked;
  return {
    from: toIso(from),
    until: toIso(until),
    lookedAt: toIso(seen),
    count,
    calls: calls.map((call) => ({ ...call, time: toIso(call.time) })),
  };
}

/** The last look at the gap of a finding; undefined: there was none. */
export function lastLook(entries: readonly LedgerEntry[]): GapLooked | undefined {
  for (const { fact } of entries.toReversed()) if (fact.kind === 'gap-looked') return fact;
  return undefined;
}
