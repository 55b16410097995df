import type { AccountState } from '../../../lib/core/account/state.ts';
import { canonicalText } from '../../../lib/core/digest.ts';
import type { Fact, LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { chained, subjectOf } from '../../../lib/core/governance/ledger/ledger-chain.ts';
import { isFoundSince, type NothingFound } from '../../../lib/core/governance/ledger/nothing-found.ts';
import { jsonForm } from '../../../lib/core/json.ts';
import { err, ok } from '../../../lib/core/result.ts';
import type { Cursors } from '../../../lib/ports/cursors.ts';
import type { EntriesExpected, Ledger } from '../../../lib/ports/ledger.ts';
import { type Deadline, deadlineSubject } from '../../../lib/ports/deadline.ts';
import type { Scheduler } from '../../../lib/ports/scheduler.ts';
import type { Snapshots } from '../../../lib/ports/snapshots.ts';

/** A ledger in memory; `onFact` is told of each fact in the moment in which it is there. */
export function memoryLedger(onFact: (fact: Fact) => void = () => undefined): Ledger {
  const all: LedgerEntry[] = [];
  const bySubject = new Map<string, LedgerEntry[]>();
  const about = (subject: string): LedgerEntry[] => bySubject.get(subject) ?? [];
  const notSoMany = ({ subject, entries }: EntriesExpected) => {
    const found = about(subject).length;
    return found === entries ? undefined : { subject, expected: entries, found };
  };
  const foundSince = (nothing: NothingFound) => {
    const first = all.find((entry) => isFoundSince(entry, nothing));
    return first && { subject: nothing.principal, expected: nothing.since, found: first.sequence };
  };
  return {
    append: async (facts, ...expected) => {
      for (const each of expected) {
        const conflict = 'since' in each ? foundSince(each) : notSoMany(each);
        if (conflict !== undefined) return err({ code: 'CONFLICT', ...conflict });
      }
      const appended: LedgerEntry[] = [];
      for (const fact of facts) {
        appended.push(asStored(chained(fact, subjectOf(fact).toWellFormed(), appended.at(-1) ?? all.at(-1))));
      }
      // all or none: what cannot be stored has thrown
      for (const entry of appended) {
        all.push(entry);
        bySubject.set(entry.subject, [...about(entry.subject), entry]);
        onFact(entry.fact);
      }
      return ok(appended);
    },
    head: async () => all.length,
    about: async (subject) => about(subject.toWellFormed()),
    findings: async () => {
      const raised = all.filter(({ fact }) => fact.kind === 'finding-raised').map(({ subject }) => subject);
      return [...new Set(raised.reverse())];
    },
    async *entries(from = 1) {
      for (let at = from - 1; at < all.length; at += 1) {
        const entry = all[at];
        if (entry !== undefined) yield entry;
      }
    },
  };
}

// JSON.parse returns any; what was written as an entry is one
const parseEntry: (text: string) => LedgerEntry = JSON.parse;

/** What would be read from a disk: nothing that is no JSON survives. */
function asStored(entry: LedgerEntry): LedgerEntry {
  return parseEntry(canonicalText(jsonForm(entry)));
}

/** Deadlines in memory. */
export function memoryScheduler(): Scheduler {
  const set = new Map<string, Deadline>();
  const givenOut = new WeakMap<Deadline, Deadline>();
  const nameOf = (deadline: Deadline) => `${deadline.kind} ${deadlineSubject(deadline)} ${deadline.at}`;
  return {
    set: async (deadline) => void set.set(nameOf(deadline), { ...deadline }),
    due: async (now) =>
      [...set.values()]
        .filter(({ at }) => at <= now)
        .sort((one, other) => one.at - other.at)
        .map((deadline) => {
          const given = { ...deadline };
          givenOut.set(given, deadline);
          return given;
        }),
    done: async (deadline) => {
      const known = set.get(nameOf(deadline));
      // what was set again since it was given out is still to be met
      if ((givenOut.get(deadline) ?? known) === known) set.delete(nameOf(deadline));
    },
  };
}

/** Slices in memory; states never change, so they are kept as they are. */
export function memorySnapshots(): Snapshots {
  const slices = new Map<string, AccountState>();
  const put = (arn: string, slice: AccountState | undefined) => {
    if (slice === undefined) slices.delete(arn);
    else slices.set(arn, slice);
  };
  return {
    last: async (arn) => slices.get(arn),
    known: async (account) => {
      return [...slices.keys()].filter((arn) => arn.split(':')[4] === account && !arn.includes('#')).sort();
    },
    keep: async (arn, slice) => put(arn, slice),
    change: async (arn, next) => put(arn, next(slices.get(arn))),
  };
}

/** Places of readers in memory. */
export function memoryCursors(): Cursors {
  const places = new Map<string, string>();
  return {
    place: async (name) => places.get(name),
    keep: async (name, place) => void places.set(name, place),
  };
}
