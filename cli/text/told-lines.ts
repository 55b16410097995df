import type { Measured } from '../../lib/core/governance/ledger/fact.ts';
import { toIso } from '../../lib/core/instant.ts';
import type { ToldOfCall } from '../../lib/usecases/calls/told-of-call.ts';
import { some } from './excess-lines.ts';
import { findingLines } from './finding-lines.ts';

/** What the ledger says of a call, for people. */
export function toldLines(told: ToldOfCall): readonly string[] {
  const { assessed, cases, permits, waivers } = told;
  if (assessed === undefined && cases.length === 0) {
    return [
      'ledger:     it has no such call: AWS refused it, it changes nothing that is watched, or its record never came',
    ];
  }
  return [
    `ledger:     ${headingOf(told)}`,
    ...(assessed?.by === undefined ? [] : [`  by:       ${assessed.by}`]),
    ...(assessed?.touched === undefined ? [] : [`  touched:  ${some(assessed.touched)}`]),
    ...(assessed?.measured ?? []).map((measured) => measuredLine(measured, told)),
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

function headingOf({ assessed, cases }: ToldOfCall): string {
  const found = findingsText(cases.length);
  const isRead = cases.every(({ finding }) => finding.kind !== 'unreadable-call');
  if (assessed === undefined) return `${isRead ? 'it tells who acts' : 'its record could not be read'}: ${found}`;
  const source = assessed.source === undefined ? '' : ` of ${assessed.source}`;
  return `${assessed.name}${source} was assessed at ${toIso(assessed.at)}: ${found}`;
}

function measuredLine({ principal, class: className }: Measured, { cases }: ToldOfCall): string {
  const isFinding = cases.some(({ finding }) => finding.principal === principal);
  const how = isFinding
    ? 'see its finding'
    : 'the call gave nothing beyond its standard, what was waived and what it had before';
  return `  measured: ${principal}, by the standard of class "${className}": ${how}`;
}

function findingsText(count: number): string {
  if (count === 0) return 'no finding';
  return count === 1 ? 'one finding' : `${count} findings`;
}
