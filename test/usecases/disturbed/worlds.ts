import { awsManagedPolicy } from '../../../lib/adapters/local/aws-managed-policies.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { handleBatch } from '../../../lib/usecases/calls/handle-batch.ts';
import { handleReading } from '../../../lib/usecases/calls/handle-reading.ts';
import { account } from '../company.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';
import { turnsInMemory } from '../turns-in-memory.ts';
import { openWorld } from '../world.ts';

/** Records as they come: the batches one after the other, the records of one batch together. */
export type Deliveries = readonly (readonly JsonObject[])[];

/** What was found: each finding once, by id, without the moment at which it was raised. */
export type Found = readonly Finding[];

/** What a replay finds in records as they come, given the account as it was read. */
export async function replayed(deliveries: Deliveries, shown = account()): Promise<Found> {
  return found(await findingsOfReplay(deliveries.flat(), { accounts: [shown], managedPolicy: awsManagedPolicy }));
}

/** What Ambit finds in the records of calls that all have happened when the first of them comes. */
export async function lived(happened: readonly JsonObject[], deliveries: Deliveries): Promise<Found> {
  const world = await openWorld();
  try {
    for (const json of happened) {
      const reading = readCall(json);
      if (reading.kind === 'call') world.account.play(reading.call);
    }
    const faults: unknown[] = [];
    const deps = {
      turns: turnsInMemory(),
      ready: async () => undefined,
      handle: (reading: Parameters<typeof handleReading>[0]) => handleReading(reading, world.deps),
      handled: () => undefined,
      failed: (_: unknown, fault: unknown) => void faults.push(fault),
    };
    for (const batch of deliveries) {
      const messages = batch.map((json, index) => ({ id: `message-${index}`, body: JSON.stringify(json) }));
      await handleBatch(messages, deps);
    }
    if (faults.length > 0) throw new AggregateError(faults, `a call was not handled: ${String(faults[0])}`);
    const findings: Finding[] = [];
    for await (const { fact } of world.deps.ledger.entries()) {
      if (fact.kind === 'finding-raised') findings.push(fact.finding);
    }
    return found(findings);
  } finally {
    world.close();
  }
}

function found(findings: readonly Finding[]): Found {
  const ids = findings.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new Error(`raised twice: ${ids.sort().join(', ')}`);
  return findings
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map((finding) => ({ ...finding, raisedAt: 0 }));
}

/** What findings say, whichever of the calls they name. */
export function gistOf(findings: Found): readonly string[] {
  const gists = findings.map(({ kind, principal, severity, verdict, excess }) =>
    JSON.stringify({ kind, principal, severity, verdict, excess }),
  );
  return gists.sort();
}
