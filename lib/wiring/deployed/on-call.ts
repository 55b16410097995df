import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { DynamoTurns } from '../../adapters/aws/dynamo-turns.ts';
import type { Reading } from '../../core/activity/call.ts';
import { UntoldSessions } from '../../usecases/assess/agents/joined-by-agent.ts';
import { OpeningsCounted } from '../../usecases/assess/agents/openings-counted.ts';
import { giveUp } from '../../usecases/calls/give-up.ts';
import { handleBatch, type Piece } from '../../usecases/calls/handle-batch.ts';
import { type HandleDeps, isPlainSession } from '../../usecases/calls/handle-call.ts';
import { handleReading, type HandledReading } from '../../usecases/calls/handle-reading.ts';
import { inTurnsOfChanged, silentCallOf } from '../../usecases/calls/in-turns-of-changed.ts';
import type { CaseBook } from '../../usecases/case-book.ts';
import { noteDrill } from '../../usecases/drill/note-drill.ts';
import type { ReadMemory } from '../../adapters/aws/read-memory.ts';
import { openAboveAccounts } from './above-accounts.ts';
import { openKeepsakes } from './keepsakes.ts';
import { type Base, invocation } from './base.ts';
import { TOLD_OF_CALLS } from './bounds.ts';
import { openHolding } from './holding.ts';
import { reportCase, reportRecord } from './report.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** A record that could not be handled, and why. */
interface Failure extends Piece {
  readonly fault: unknown;
}

/** Handles the calls that the rules bring, a batch of messages at a time; answers with those that are not done with. */
export function openOnCall(): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const opened = openForCalls();
  return ({ Records }) => invocation(opened.base, () => handleRecords(Records, opened));
}

/** What outlives a batch, and `depsOfBatch`: what each opens when it first needs it. */
function openForCalls() {
  const holding = openHolding('on-call', TOLD_OF_CALLS);
  const { base, stores, memory } = holding;
  const own = { prefix: base.environment.rolePrefix, signingKey: base.environment.signingKey };
  const keepsakes = openKeepsakes(stores.table);
  const above = openAboveAccounts(base, holding.reach);
  const untold = new UntoldSessions(base.clock);
  const openings = new OpeningsCounted();
  const turns = new DynamoTurns({ table: stores.table, clock: base.clock });
  // most batches are done with
  const comingAgain = whenFirstUsed(async () => (await import('./coming-again.ts')).openComingAgain(base));
  // a batch of nothing but plain sessions asks for none of it
  const depsOfBatch = () =>
    whenFirstUsed(async () => {
      const { recentCalls, destructions } = stores;
      return { ...(await holding.deps()), ...above, keepsakes, recentCalls, destructions, own, untold, openings };
    });
  return { base, stores, memory, turns, comingAgain, depsOfBatch };
}

type OpenedForCalls = ReturnType<typeof openForCalls>;

async function handleRecords(records: readonly SQSRecord[], opened: OpenedForCalls): Promise<SQSBatchResponse> {
  const { base, stores, memory, turns } = opened;
  const deps = opened.depsOfBatch();
  const findings = new Set<string>();
  const failures: Failure[] = [];
  const handleNow = async (reading: Reading) => {
    // a drill may have passed since the batch began
    const governance = await base.governance(stores.ledger);
    return await handle(reading, { ...(await deps()), governance });
  };
  const failed = await handleBatch(
    records.map(({ messageId: id, body }) => ({ id, body })),
    {
      turns,
      ready: async (reading) => {
        await tell(reading, memory);
        await untilItShows(reading, deps);
      },
      handle: async (reading) => {
        if (reading.kind === 'call' && isPlainSession(reading.call)) return { kind: 'handled', findings: [] };
        return await inTurnsOfChanged(reading, () => handleNow(reading), { ...(await deps()), turns });
      },
      handled: ({ reading, outcome }) => {
        reportRecord(reading, outcome, base);
        for (const id of findingsOf(outcome)) findings.add(id);
      },
      failed: (piece, fault) => {
        base.telemetry.fault('a record could not be handled', fault, aboutOf(piece));
        failures.push({ ...piece, fault });
      },
    },
  );
  await reportFindings(findings, stores.cases, base);
  await giveUpLast(failures, records, { base, deps });
  return await answerWith(failed, records, opened);
}

/** The messages that come again, and when they are to. */
async function answerWith(
  failed: readonly string[],
  records: readonly SQSRecord[],
  { comingAgain }: OpenedForCalls,
): Promise<SQSBatchResponse> {
  const undone = records.filter(({ messageId }) => failed.includes(messageId));
  if (undone.length > 0) await (await comingAgain())(undone);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Counts what became of the findings of a batch. */
async function reportFindings(ids: ReadonlySet<string>, cases: CaseBook, { telemetry }: Base): Promise<void> {
  const cards = ids.size === 0 ? [] : await cases.cards();
  const found = await cases.these(cards.filter(({ id }) => ids.has(id)));
  for (const each of found) reportCase(each, telemetry);
}

/**
 * Where a record does not say what a call changed, only the account does, and IAM shows a change late: what is read too early
 * would look as if nothing had happened.
 */
async function untilItShows(reading: Reading, deps: () => Promise<HandleDeps>): Promise<void> {
  const call = silentCallOf(reading);
  if (call === undefined) return;
  const { clock, pause, showsAfter } = await deps();
  await pause(Math.min(showsAfter, Math.max(0, call.time + showsAfter - clock.now())));
}

/** What a call changed is read anew from now on, also by those who are at work on other calls. */
async function tell(reading: Reading, memory: ReadMemory): Promise<void> {
  const silent = silentCallOf(reading);
  if (silent !== undefined) return await memory.toldOfUnknown(silent.account);
  if (reading.kind !== 'call' || reading.call.error !== undefined) return;
  const { account, change } = reading.call;
  if (change.kind === 'access' && change.iam !== undefined) await memory.told(account, change.iam);
}

async function handle(reading: Reading, deps: HandleDeps): Promise<HandledReading> {
  const outcome = await handleReading(reading, deps);
  await noteDrill(findingsOf(outcome), deps);
  return outcome;
}

function findingsOf(outcome: HandledReading): readonly string[] {
  return 'findings' in outcome ? outcome.findings : [];
}

function aboutOf({ message, reading }: Piece) {
  return { messageId: message.id, callId: reading.kind === 'call' ? reading.call.id : undefined };
}

/** What was tried for the last time becomes a dead letter, and a finding, which is not announced twice. */
async function giveUpLast(
  failures: readonly Failure[],
  records: readonly SQSRecord[],
  { base, deps }: { readonly base: Base; readonly deps: () => Promise<HandleDeps> },
): Promise<void> {
  const { mostReceives } = base.environment;
  const last = new Set(
    records
      .filter(({ attributes }) => Number(attributes.ApproximateReceiveCount) >= mostReceives)
      .map(({ messageId }) => messageId),
  );
  for (const { message, reading, fault } of failures) {
    if (!last.has(message.id)) continue;
    try {
      await giveUp(reading, fault, await deps());
    } catch (cause) {
      // the message is in the dead letters all the same, whose alarm tells
      base.telemetry.fault('a dead letter could not be made a finding', cause, { messageId: message.id });
    }
  }
}
