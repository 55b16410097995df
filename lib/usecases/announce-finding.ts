import { isFindingFact } from '../core/governance/case-status.ts';
import type { LedgerEntry } from '../core/governance/fact.ts';
import type { Finding } from '../core/governance/finding.ts';
import { newsIn } from '../core/governance/news.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Notifier } from '../ports/notifier.ts';

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
  const faults: unknown[] = [];
  for (const notifier of deps.notifiers) {
    try {
      await announceOn(notifier, findingId, deps);
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `finding "${findingId}" could not be announced everywhere`);
}

async function announceOn(notifier: Notifier, findingId: string, deps: AnnounceDeps): Promise<void> {
  const entries = await deps.ledger.about(findingId);
  const finding = findingIn(entries);
  if (finding === undefined || finding.response.kind === 'observe') return;
  const told = entries.findLastIndex(({ fact }) => fact.kind === 'announced' && fact.channel === notifier.channel);
  const news = entries.slice(told + 1).flatMap(({ fact }) => (isFindingFact(fact) ? (newsIn(fact) ?? []) : []));
  if (news.length === 0) return;
  await notifier.announce(finding, news.join('; '));
  const announced = { kind: 'announced', findingId, channel: notifier.channel, at: deps.clock.now() } as const;
  const appended = await deps.ledger.append([announced], { subject: findingId, entries: entries.length });
  // something happened meanwhile that was not in the message: tell again, with it
  if (!appended.ok) await announceOn(notifier, findingId, deps);
}

function findingIn(entries: readonly LedgerEntry[]): Finding | undefined {
  for (const { fact } of entries) if (fact.kind === 'finding-raised') return fact.finding;
  return undefined;
}
