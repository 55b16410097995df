import type { FindingToDecide } from '../../lib/wiring/live/decisions.ts';
import { boxLines } from './excess-lines.ts';
import { withoutCall } from './finding-lines.ts';

type Call = NonNullable<FindingToDecide['finding']['hold']>['restore'][number];

/** A finding as a person reads it before deciding: what was done and what is in excess. */
export function findingToDecideLines({ finding }: FindingToDecide): readonly string[] {
  const { call, actor, resources, excess, reasons } = finding;
  const from =
    call === null
      ? withoutCall(finding.kind)
      : `${call.name} by ${actor.name} (${actor.class}) via ${actor.via} at ${call.time}`;
  return [
    `${finding.severity} ${finding.kind}: ${finding.principal}, ${finding.status}`,
    `  account:  ${finding.account}`,
    `  call:     ${from}`,
    ...(resources.length === 0 ? [] : [`  touched:  ${resources.join(', ')}`]),
    ...boxLines(excess),
    ...reasons.map(({ rule, detail }) => `  because:  ${rule}: ${detail}`),
  ];
}

/** What a signature of it is over: the calls that would be made, and the digest. */
export function signedLines({ finding, approval }: FindingToDecide, untilDays: number): readonly string[] {
  const calls = finding.hold?.restore ?? [];
  return [
    ...(calls.length === 0
      ? ['  signed:   nothing was taken away; the excess is waived as it was found']
      : calls.map((call) => `  signed:   ${callText(call)}`)),
    `  waived:   for ${untilDays} days at the longest`,
    `  digest:   ${finding.digest}`,
    ...approval.missing.map(({ group, count }) => `  missing:  ${count} of ${group}`),
  ];
}

/** A call with its arguments, in one line. */
function callText({ name, ...rest }: Call): string {
  return `${name} ${JSON.stringify(rest)}`;
}
