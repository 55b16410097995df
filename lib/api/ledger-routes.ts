import { Hono } from 'hono';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import type { ChainFault, ChainReport } from '../core/governance/ledger/verify-chain.ts';
import { toIso } from '../core/instant.ts';
import type { ApiDeps } from './deps.ts';
import { ledgerEvent } from './describe-fact.ts';
import { readNumber } from './read-query.ts';
import { refuse } from './refuse.ts';
import type { LedgerEntryWire, LedgerPageWire, VerificationWire } from './wire.ts';

const PAGE = 50;
const LONGEST_PAGE = 500;

/** `/ledger`: its entries, page by page (without `from`: the last page), and its verification. */
export function ledgerRoutes({ usecases, verifyLedger }: ApiDeps): Hono {
  const { ledger, governance, clock } = usecases;
  const verify = oneAtATime(verifyLedger);
  return new Hono()
    .get('/', async (context) => {
      const limit = readNumber(context, 'limit', { least: 1, most: LONGEST_PAGE });
      if (!limit.ok) return refuse(context, limit.error);
      const from = readNumber(context, 'from', { least: 1, most: Number.MAX_SAFE_INTEGER });
      if (!from.ok) return refuse(context, from.error);
      const most = limit.value ?? PAGE;
      const last = await ledger.head();
      const first = from.value ?? Math.max(1, last - most + 1);
      const entries: LedgerEntryWire[] = [];
      for await (const entry of ledger.entries(first)) {
        if (entries.length === most || entry.sequence > last) break;
        entries.push(entryWire(entry, governance));
      }
      const next = first + entries.length;
      const page: LedgerPageWire = { entries, head: last, next: next > last ? null : next };
      return context.json(page);
    })
    .get('/verification', async (context) => {
      const last = await ledger.head();
      const report = await verify();
      const wire: VerificationWire = {
        from: report.from,
        until: report.until,
        last: Math.max(last, report.until),
        entries: report.entries,
        head: report.head,
        signedUntil: report.signedUntil,
        fault: report.fault === undefined ? null : faultWire(report.fault),
        verifiedAt: toIso(clock.now()),
      };
      return context.json(wire);
    });
}

/** Who asks while a verification runs gets the answer of that one: it reads much. */
function oneAtATime(verify: () => Promise<ChainReport>): () => Promise<ChainReport> {
  let running: Promise<ChainReport> | undefined;
  return () => {
    running ??= verify().finally(() => {
      running = undefined;
    });
    return running;
  };
}

function entryWire(entry: LedgerEntry, governance: Governance): LedgerEntryWire {
  return { ...ledgerEvent(entry, governance), fact: entry.fact, previous: entry.previous };
}

function faultWire(fault: ChainFault): NonNullable<VerificationWire['fault']> {
  return { code: fault.code, sequence: fault.sequence, text: textOf(fault) };
}

function textOf(fault: ChainFault): string {
  switch (fault.code) {
    case 'CHANGED':
      return `entry ${fault.sequence} was changed: ${fault.detail}`;
    case 'REMOVED':
      return `entries ${fault.sequence} to ${fault.until} were removed`;
    case 'REORDERED':
      return `entry ${fault.sequence} is not in its place`;
    case 'TRUNCATED':
      return `the end was cut off: ${fault.signed} entries were signed, entry ${fault.sequence} is missing`;
    case 'UNREADABLE':
      return `entry ${fault.sequence} cannot be read: ${fault.detail}`;
    case 'UNSIGNED':
      return 'no signature covers any of it';
    case 'FORGED_CHECKPOINT':
      return `the checkpoint at entry ${fault.sequence} was not signed by the trusted key`;
  }
}
