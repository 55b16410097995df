import type { Finding } from '../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../lib/core/json.ts';
import { type ReplayInput, replayRecords } from '../../lib/usecases/replay/replay-records.ts';
import { account, governance } from './company.ts';

/** What a replay finds in these records, in their order; of the company, where nothing else is said. */
export async function findingsOfReplay(
  records: Iterable<JsonValue>,
  given: Partial<Omit<ReplayInput, 'records'>> = {},
): Promise<readonly Finding[]> {
  async function* stream(): AsyncIterable<JsonValue> {
    yield* records;
  }
  const input = { accounts: [account()], governance: governance(), ...given, records: stream() };
  const findings: Finding[] = [];
  for await (const step of replayRecords(input)) if (step.kind === 'finding') findings.push(step.finding);
  return findings;
}
