import { toIso } from '../../lib/core/instant.ts';
import type { ToldOfCall } from '../../lib/usecases/told-of-call.ts';
import { findingLines } from './finding-lines.ts';

/** What the ledger says of a call, for people. */
export function toldLines({ assessedAt, name, cases, permits, waivers }: ToldOfCall): readonly string[] {
  if (assessedAt === undefined && cases.length === 0) {
    return [
      'ledger:     it has no such call: AWS refused it, it changes nothing that is watched, or its record never came',
    ];
  }
  const assessed = assessedAt === undefined ? 'could not be read' : `${name} was assessed at ${toIso(assessedAt)}`;
  return [
    `ledger:     ${assessed}: ${findingsText(cases.length)}`,
    ...permits.map(
      ({ id, terms }) =>
        `  permit:   ${id} made it expected: environment "${terms.environment}", until ${toIso(terms.until)}`,
    ),
    ...waivers.map(
      ({ findingId, principal, until }) =>
        `  waiver:   what was signed for ${findingId} was allowed to ${principal} then, until ${toIso(until)}`,
    ),
    ...cases.flatMap(({ finding, status }) => findingLines(finding, status)),
  ];
}

function findingsText(count: number): string {
  if (count === 0) return 'no finding';
  return count === 1 ? 'one finding' : `${count} findings`;
}
