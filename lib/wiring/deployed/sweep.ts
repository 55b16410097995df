import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { sweptCursor } from '../../adapters/aws/cursor-names.ts';
import type { SweepPage, SweepPageDeps } from '../../usecases/sweep/sweep-page.ts';
import { openAboveAccounts } from './above-accounts.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { type Base, invocation, openBase } from './base.ts';
import { openKeepsakes } from './keepsakes.ts';
import { openMessages } from './messages.ts';
import { openStores } from './stores.ts';

/** What starts a sweep (the timetable), or one page of it (its queue). */
export type SweepEvent = { readonly kind: 'sweep' } | SQSEvent;

const Page = z.object({ kind: z.literal('sweep-page'), account: z.string(), after: z.optional(z.string()) });

/** A page's share of the function's 15 minutes, in milliseconds: what is left is enough to end one principal and to hand on. */
const PAGE_TIME = 10 * 60_000;
/** A sweep reads more than a call does, and waits where it is throttled. */
const LIMITS = { attempts: 20_000, milliseconds: 14 * 60_000 } as const;
/** Messages of one SendMessageBatch (SQS API reference). */
const BATCH = 10;

interface Sweeping extends Pick<Accounts, 'accounts'> {
  readonly base: Base;
  /** Gives what follows a whole budget. */
  readonly begin: () => void;
  readonly deps: () => Promise<SweepPageDeps>;
  readonly send: (pages: readonly SweepPage[]) => Promise<void>;
  /** Reads what accounts are limited to, and keeps it. */
  readonly readOrganization: () => Promise<void>;
  /** Writes down when an account was measured to its end. */
  readonly completed: (account: string) => Promise<void>;
}

/** Sweeps: the timetable's call hands out one message an account; a message measures an account as far as its time allows. */
export function openSweep(): (event: SweepEvent) => Promise<SQSBatchResponse | undefined> {
  const base = openBase('sweep');
  const stores = openStores(base);
  const { accounts, budget, reach } = openAccounts(base, { limits: LIMITS, rememberFor: 0 });
  const keepsakes = openKeepsakes(stores.table);
  const { organization } = openAboveAccounts(base, reach);
  const { notifiers } = openMessages(base);
  const sqs = new SQSClient({});
  const { clock } = base;
  const wasMeasured = async (account: string) => (await stores.cursors.place(sweptCursor(account))) !== undefined;
  const sweeping: Sweeping = {
    base,
    accounts,
    begin: () => budget.begin(),
    deps: async () => {
      const governance = await base.governance(stores.ledger);
      const { KnownGuardrails } = await import('../../usecases/assess/organization/known-guardrails.ts');
      const guardrails = new KnownGuardrails({ clock, keepsakes });
      return { ...stores, accounts, notifiers, clock, governance, guardrails, wasMeasured };
    },
    send: (pages) => sendPages(pages, sqs, base.environment.sweepPages),
    readOrganization: async () => {
      if (organization === undefined) return;
      const { readAndKeepOrganization } = await import('../../usecases/assess/organization/kept-organization.ts');
      await readAndKeepOrganization({ organization, keepsakes, clock });
    },
    completed: (account) => stores.cursors.keep(sweptCursor(account), String(clock.now())),
  };
  return (event) => invocation(base, () => ('Records' in event ? sweepPages(event, sweeping) : handOut(sweeping)));
}

async function handOut({ accounts, begin, base, send, readOrganization }: Sweeping): Promise<undefined> {
  begin();
  try {
    await readOrganization();
  } catch (fault) {
    // accounts are measured all the same, as if nothing limited them once what was read before is too old
    base.telemetry.fault('the organization could not be read', fault, {});
  }
  const all = await accounts.accounts();
  await send(all.map((account) => ({ account, after: undefined })));
  base.telemetry.info('a sweep begins', { accounts: all.length });
}

async function sweepPages({ Records }: SQSEvent, sweeping: Sweeping): Promise<SQSBatchResponse> {
  const { base, begin } = sweeping;
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    try {
      begin();
      await sweepOne(Page.parse(JSON.parse(body)), sweeping);
    } catch (fault) {
      base.telemetry.fault('a page of a sweep failed', fault, { messageId });
      base.telemetry.count('SweepsFailed', 1);
      failed.push(messageId);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function sweepOne({ account, after }: z.infer<typeof Page>, sweeping: Sweeping): Promise<void> {
  const { base, send, completed } = sweeping;
  const until = base.clock.now() + PAGE_TIME;
  // not needed to hand pages out
  const { sweepPage } = await import('../../usecases/sweep/sweep-page.ts');
  const swept = await sweepPage({ account, after }, await sweeping.deps(), () => base.clock.now() < until);
  base.telemetry.count('FindingsRaised', swept.findings.length);
  base.telemetry.info('a page was swept', { account, principals: swept.principals, findings: swept.findings });
  if (swept.next !== undefined) return send([swept.next]);
  await completed(account);
  base.telemetry.count('SweepsCompleted', 1);
}

async function sendPages(pages: readonly SweepPage[], sqs: SQSClient, queue: string): Promise<void> {
  for (let at = 0; at < pages.length; at += BATCH) {
    const entries = pages.slice(at, at + BATCH).map((page, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify({ kind: 'sweep-page', ...page }),
    }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries: entries }));
    if (Failed.length > 0)
      throw new Error(`${Failed.length} pages of a sweep could not be handed on: ${Failed[0]?.Message}`);
  }
}
