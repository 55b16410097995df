import { isFindingFact } from '../core/governance/cases/case-status.ts';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import type { Finding } from '../core/governance/finding.ts';
import { newsIn } from '../core/governance/cases/news.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Notifier } from '../ports/notifier.ts';

/** The channels that findings go to, and the ledger in which each announcement is noted. */
export interface AnnounceDeps {
  readonly ledger: Ledger;
  readonly notifiers: readonly Notifier[];
  readonly clock: Clock;
}

/**
 * Tells people what the ledger says about a finding and they were not told yet, on every channel. A crash between
 * telling and writing it down tells them twice. One broken channel does not silence the others; it is an error at the end.
 */
export async function announceFinding(findingId: string, deps: AnnounceDeps): Promise<void> {
  await announceNews(findingId, await deps.ledger.about(findingId), deps);
}

/** The same, where what the ledger says about the finding was just read. */
export async function announceNews(
  findingId: string,
  entries: readonly LedgerEntry[],
  deps: AnnounceDeps,
): Promise<void> {
  const finding = findingIn(entries);
  if (finding === undefined || finding.response.kind === 'observe') return;
  const untold = deps.notifiers.filter(({ channel }) => newsFor(channel, entries).length > 0);
  const telling = untold.map(async (notifier) =>
    notifier.announce(finding, await messageFor(notifier.channel, entries)),
  );
  const outcomes = await Promise.allSettled(telling);
  const told = untold.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  await writeDown(told, { findingId, entries: entries.length }, deps);
  const faults = outcomes.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
  if (faults.length > 0) throw new AggregateError(faults, `finding "${findingId}" could not be announced everywhere`);
}

async function writeDown(
  told: readonly Notifier[],
  { findingId, entries }: { readonly findingId: string; readonly entries: number },
  deps: AnnounceDeps,
): Promise<void> {
  if (told.length === 0) return;
  const at = deps.clock.now();
  const announced = told.map(({ channel }) => ({ kind: 'announced', findingId, channel, at }) as const);
  const appended = await deps.ledger.append(announced, { subject: findingId, entries });
  // something happened meanwhile that was not in the message: tell again, with it
  if (!appended.ok) await announceFinding(findingId, { ...deps, notifiers: told });
}

async function messageFor(channel: string, entries: readonly LedgerEntry[]): Promise<string> {
  const news = newsFor(channel, entries);
  if (!untoldOn(channel, entries).some(({ fact }) => fact.kind === 'hold-confirmed')) return news.join('; ');
  // most announcements are of something else
  const { releaseNews } = await import('./holds/release-news.ts');
  return [...news, ...releaseNews(entries)].join('; ');
}

function untoldOn(channel: string, entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const told = entries.findLastIndex(({ fact }) => fact.kind === 'announced' && fact.channel === channel);
  return entries.slice(told + 1);
}

/** What people were not told yet on a channel. */
function newsFor(channel: string, entries: readonly LedgerEntry[]): readonly string[] {
  return untoldOn(channel, entries).flatMap(({ fact }) => (isFindingFact(fact) ? (newsIn(fact) ?? []) : []));
}

function findingIn(entries: readonly LedgerEntry[]): Finding | undefined {
  for (const { fact } of entries) if (fact.kind === 'finding-raised') return fact.finding;
  return undefined;
}
