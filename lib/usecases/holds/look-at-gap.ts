import { formText } from '../../core/digest.ts';
import type { GapLooked, LedgerEntry } from '../../core/governance/ledger/fact.ts';
import { calledIn, gapIn, lastLook } from '../../core/governance/holds/gap.ts';
import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';

/** The ledger that has the calls made before a hold took effect. */
export interface GapDeps {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** Calls of the gap may have been handled so many entries before the finding was raised. */
const ENTRIES_BEFORE = 500;
/** A look reads no more, so that many at once keep no deadline waiting: it says until when it looked. */
const MOST_ENTRIES = 1500;

/**
 * So long after the hold nothing is looked at yet, in milliseconds: most records are still to come, and of a burst of holds each
 * look would read what the others wrote while they are being made.
 */
const NOT_BEFORE = 120_000;

/** From then on only a difference is news, in milliseconds after the hold was in effect. */
const SETTLED_AFTER = 3_600_000;

/**
 * Looks what the principal of a finding did between the call that gave it too much and the moment when the hold was in effect, as
 * far as calls were handled by now, and writes down what is new of it. Asked again it writes nothing that it has said.
 */
export async function lookAtGap(findingId: string, deps: GapDeps): Promise<void> {
  const gap = gapIn(await deps.ledger.about(findingId));
  if (gap === undefined) return;
  const { from, until, raised } = gap;
  if (deps.clock.now() < until + NOT_BEFORE) return;
  const { entries, seen } = await around(raised, deps);
  const at = deps.clock.now();
  const looked = { kind: 'gap-looked', findingId, from, until, ...calledIn(gap, entries), seen, at } as const;
  await appendChosen(deps.ledger, findingId, (about) => onlyNews(looked, lastLook(about)));
}

interface Looked {
  readonly entries: readonly LedgerEntry[];
  /** What was handled by then is among them. */
  readonly seen: Instant;
}

async function around(raised: number, { ledger, clock }: GapDeps): Promise<Looked> {
  const now = clock.now();
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries(Math.max(1, raised - ENTRIES_BEFORE))) {
    entries.push(entry);
    if (entries.length === MOST_ENTRIES) return { entries, seen: entry.fact.at };
  }
  return { entries, seen: now };
}

function onlyNews(looked: GapLooked, last: GapLooked | undefined): Choice<undefined> {
  const isSame = last !== undefined && textOf(last) === textOf(looked);
  const isSettled = isSame && (last.seen >= looked.until + SETTLED_AFTER || looked.seen < looked.until + SETTLED_AFTER);
  return { facts: isSettled ? [] : [looked], answer: undefined };
}

function textOf({ calls, count, until }: GapLooked): string {
  return formText({ calls, count, until });
}
