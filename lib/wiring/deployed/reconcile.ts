import { SQSClient } from '@aws-sdk/client-sqs';
import { RECONCILED } from '../../adapters/aws/cursor-names.ts';
import type { JsonValue } from '../../core/json.ts';
import type { MissedRecords, TrailPlace } from '../../ports/missed-records.ts';
import type { MissedCount } from '../../usecases/calls/feed-missed.ts';
import { goRound } from '../../usecases/go-round.ts';
import { openAccounts } from './accounts.ts';
import { type Base, invocation, openBase } from './base.ts';
import { sendRecords } from './send-records.ts';
import { openStores, type Stores } from './stores.ts';
import { openTrail, placesIn } from './trail.ts';

/** What the timetable sends. */
export interface ReconcileEvent {
  readonly kind: 'reconcile';
}

/** CloudTrail and EventBridge are late: what is younger than this may still be told by an event. */
const SETTLED_AFTER = 15 * 60_000;
/** Where nothing was compared before, so far back is looked; the sweep knows what is older. */
const FIRST_LOOK = 3_600_000;
/** Of the function's 15 minutes; what is left is for the stretch that is being read. */
const TIME = 11 * 60_000;
const LIMITS = { attempts: 20_000, milliseconds: 13 * 60_000 } as const;

/** The reader whose place says where the next time goes on: an organization can have more places than one time is for. */
const ROUND = 'round of the trails';

interface Reconciling {
  readonly base: Base;
  readonly stores: Stores;
  readonly trail: MissedRecords;
  readonly feed: (records: readonly JsonValue[]) => Promise<void>;
  /** When it stops and leaves the rest to the next time. */
  readonly until: number;
}

/**
 * Compares what CloudTrail recorded with what the ledger knows, place by place from where it stopped last, and feeds what no
 * event told to the queue of calls. A place that cannot be read does not keep the others from being compared,
 * nor do those before it that take all the time.
 */
export function openReconcile(): (event: ReconcileEvent) => Promise<void> {
  const base = openBase('reconcile');
  const stores = openStores(base);
  const { accounts, reach } = openAccounts(base, { limits: LIMITS, rememberFor: 0 });
  const sqs = new SQSClient({});
  const feed = (records: readonly JsonValue[]) => sendRecords(records, sqs, base.environment.calls);
  return () =>
    invocation(base, async () => {
      const { clients, budget } = await reach();
      budget.begin();
      const trail = await openTrail(base, { clients, budget });
      const reconciling = { base, stores, trail, feed, until: base.clock.now() + TIME };
      const total = { watched: 0, missed: 0 };
      const items = placesIn(await accounts.accounts(), base);
      const from = await stores.cursors.place(ROUND);
      const mayGoOn = () => base.clock.now() < reconciling.until && !budget.isSpent();
      const round = await goRound({ items, nameOf: nameOfPlace, from, mayGoOn }, async (place) => {
        const count = await reconcilePlace(place, reconciling);
        total.watched += count.watched;
        total.missed += count.missed;
      });
      report(total, base);
      await stores.cursors.keep(ROUND, round.next ?? '');
      if (round.faults.length > 0)
        throw new AggregateError(round.faults, `${round.faults.length} trails were not compared`);
      if (!round.isThrough) return;
      await stores.cursors.keep(RECONCILED, String(base.clock.now()));
      base.telemetry.count('ReconcilesCompleted', 1);
    });
}

function nameOfPlace({ account, region }: TrailPlace): string {
  return `trail of ${account} in ${region}`;
}

async function reconcilePlace(
  place: TrailPlace,
  { base, stores, trail, feed, until }: Reconciling,
): Promise<MissedCount> {
  const name = nameOfPlace(place);
  const now = base.clock.now();
  const after = await stores.cursors.place(name);
  const from = after === undefined ? { since: now - FIRST_LOOK } : { after };
  const count = { watched: 0, missed: 0 };
  // the table of calls is a good part of the function, and most of the time it waits for AWS
  const { feedMissed } = await import('../../usecases/calls/feed-missed.ts');
  for await (const { records, cursor } of trail.recorded(place, from, now - SETTLED_AFTER)) {
    const stretch = await feedMissed(records, { ledger: stores.ledger, feed, now });
    count.watched += stretch.watched;
    count.missed += stretch.missed;
    // after they were fed: a crash in between feeds them again, and each is handled once
    await stores.cursors.keep(name, cursor);
    if (base.clock.now() > until) break;
  }
  return count;
}

function report({ watched, missed }: MissedCount, { telemetry }: Base): void {
  telemetry.count('CallsMissed', missed);
  if (watched > 0) telemetry.count('MissedRate', (100 * missed) / watched);
  telemetry.info('a trail was compared with what arrived', { watched, missed });
}
