import { serviceCallsIn } from '../../lib/core/account/plan-call.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../lib/core/json.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { playRecords } from '../../lib/usecases/calls/play-records.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { callOf, DAY, invokedBy, record } from '../usecases/company.ts';
import type { Made } from './calls-beyond-iam.ts';
import type { Case } from '../../lib/core/governance/cases/case.ts';
import { world } from './embedded-world.ts';

/** Calls happen, and their records come: ids of the findings that they led to. */
export async function play(calls: readonly Made[], { deps }: Embedded): Promise<readonly string[]> {
  async function* stream(): AsyncIterable<JsonValue> {
    for (const [index, { source, name, asked, response, via }] of calls.entries()) {
      const at = { id: `${world.now}-${index}`, time: world.now + index * 1000 };
      const told = record(name, asked, { ...at, source: `${source}.amazonaws.com`, response });
      yield via === undefined ? told : invokedBy(via, told);
    }
  }
  const findings: string[] = [];
  for await (const { outcome } of playRecords({ records: stream(), next: async () => undefined }, deps)) {
    if ('findings' in outcome) findings.push(...outcome.findings);
    world.now += 1000;
  }
  return findings;
}

/** Makes calls happen of which no record comes. */
export async function quietly(calls: readonly Made[] = [], { deps }: Embedded): Promise<void> {
  for (const { source, name, asked, response } of calls) {
    world.now += 1000;
    const id = `quiet ${world.now}`;
    await deps.stage?.play(
      callOf(record(name, asked, { id, time: world.now, source: `${source}.amazonaws.com`, response })),
    );
  }
}

/** The finding for which a call is held. Throws where none is. */
export async function heldBy(grant: Made, embedded: Embedded): Promise<Finding> {
  const findings = await play([grant], embedded);
  const cases = await embedded.deps.cases.cases();
  const held = cases.find(({ finding, status }) => status === 'held' && findings.includes(finding.id));
  if (held === undefined) throw new Error('nothing is held');
  return held.finding;
}

/** What has become of a finding. */
export async function caseOf({ id }: Finding, { deps }: Embedded): Promise<Case | undefined> {
  return (await deps.cases.cases()).find(({ finding }) => finding.id === id);
}

/** Two people sign for a day. */
export async function sign({ id: findingId, digest }: Finding, { deps }: Embedded): Promise<void> {
  for (const personId of ['sam', 'pat']) {
    const decision = { kind: 'sign', digest, reason: 'needed', until: world.now + DAY } as const;
    const decided = await decideApproval({ findingId, personId, signedInAt: world.now, decision }, deps);
    if (!decided.ok) throw new Error(JSON.stringify(decided.error));
  }
}

/** Somebody does what only people who sign may do, and no record of it comes. */
export async function takenBack({ account, response }: Finding, { services }: Embedded): Promise<void> {
  const restore = 'plan' in response ? serviceCallsIn(response.plan.restore) : [];
  for (const call of restore) await services.enforce(account, call);
}
