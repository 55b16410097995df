import type { Hold } from '../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import { responseText } from '../../lib/core/governance/response-text.ts';
import { releaseCommands } from '../../lib/core/governance/undo/release-commands.ts';
import { toIso } from '../../lib/core/instant.ts';
import { boxLines, requestLine } from './excess-lines.ts';

/** A finding for people: what, who did it, what is too much, what is done about it; `hold`: how it is held. */
export function findingLines(finding: Finding, status: string | undefined, hold?: Hold): readonly string[] {
  const { kind, severity, principal, call, actor, resources, excess, witness, reasons } = finding;
  const from =
    call === null
      ? withoutCall(kind)
      : `${call.name} by ${actor.name} (${actor.class}) via ${actor.via} at ${toIso(call.time)}`;
  return [
    `${severity} ${kind}: ${principal}${status === undefined ? '' : `, ${status}`}`,
    `  call:     ${from}`,
    ...(call === null ? [] : [`  person:   ${personOf(actor)}`]),
    ...(resources.length === 0 ? [] : [`  touched:  ${resources.join(', ')}`]),
    ...boxLines(excess),
    ...(witness === null ? [] : [`  shown by: ${requestLine(witness)}`]),
    ...reasons.map(({ rule, detail }) => `  because:  ${rule}: ${detail}`),
    `  response: ${responseText(finding.response)}`,
    ...releaseLines(finding, status, hold),
  ];
}

/** What was given back is not held any more. Pasted as a whole it stops where a command fails. */
function releaseLines(finding: Finding, status: string | undefined, hold?: Hold): readonly string[] {
  const commands = status === 'restored' ? [] : releaseCommands(finding, hold);
  return commands.length === 0 ? [] : [`  release:  ${commands.join(' && ')}`];
}

/** Findings of before say who, and not by what. */
function personOf({ personId, personBy }: Finding['actor']): string {
  if (personId === undefined) return 'nobody can be named';
  return personBy === undefined ? personId : `${personId} (${personBy})`;
}

/** Where a finding comes from that names no call. */
export function withoutCall(kind: string): string {
  return kind === 'unreadable-call' ? 'not known: its record cannot be read' : 'found by a sweep';
}
